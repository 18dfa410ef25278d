/**
 * Steps that the range of an analogue tag has behind usual converters (pure). A PLC that scales its inputs itself sends floats;
 * with the right step they are small integers again. Steps that do not fit are found out by the codec at once.
 */
import type { Gain } from './scales.ts';

/** Raw value at the upper end of the range: Siemens, 12 bits, µA above 4 mA, 14, 15 and 16 bits, ControlLogix and others. */
const FULL_SCALES = [27_648, 4095, 4000, 4096, 16_000, 16_383, 32_000, 32_767, 65_535, 10_000];

/** To be given to `encodeColumn` for a tag whose values go from `low` to `high`; none when that is no range. */
export function converterGains(low: number, high: number): Gain[] {
  if (!Number.isFinite(high - low) || high === low) return [];
  return FULL_SCALES.map(full => ({ gain: (high - low) / full, offset: low }));
}
