/**
 * Quality of a value: a class that decides what may be done with the number, and a reason that tells a person why.
 * Carried as one Uint16: class in the high byte, reason in the low byte. The all-zero word means "bad, not read yet",
 * so storage that somebody forgot to fill can never read as good.
 * Classes follow OPC UA Part 8, 6.3 (severity of a StatusCode); limit state is deliberately not part of quality.
 */
export const QUALITY_CLASSES = ['bad', 'uncertain', 'good'] as const;
export type QualityClass = (typeof QUALITY_CLASSES)[number];

/** Order is part of the wire and storage format: append only. `none` is the reason of a plain good value. */
export const QUALITY_REASONS = [
  'not-read-yet',
  'none',
  'comm-loss',
  'device-fault',
  'out-of-range',
  'stale',
  'substituted',
  'config-error',
  'not-configured',
  'calc-input-bad',
  'clock-fault',
  'frozen',
  'forced',
  'disabled',
  'not-recorded',
] as const;
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** Quality word as stored in `SampleBatch.q`. */
export type Quality = number;

export function quality(kind: QualityClass, reason: QualityReason = 'none'): Quality {
  return (QUALITY_CLASSES.indexOf(kind) << 8) | QUALITY_REASONS.indexOf(reason);
}

export const GOOD: Quality = quality('good');
export const NOT_READ_YET: Quality = quality('bad', 'not-read-yet');
export const COMM_LOSS: Quality = quality('bad', 'comm-loss');
export const STALE: Quality = quality('bad', 'stale');
export const DEVICE_FAULT: Quality = quality('bad', 'device-fault');
export const CONFIG_ERROR: Quality = quality('bad', 'config-error');
export const NOT_CONFIGURED: Quality = quality('bad', 'not-configured');
export const CALC_INPUT_BAD: Quality = quality('bad', 'calc-input-bad');
/** Nothing was being recorded: the station was off, or the disk took nothing. */
export const NOT_RECORDED: Quality = quality('bad', 'not-recorded');
export const DISABLED: Quality = quality('bad', 'disabled');
export const SUBSTITUTED: Quality = quality('uncertain', 'substituted');
export const FORCED: Quality = quality('uncertain', 'forced');
export const CLOCK_FAULT: Quality = quality('uncertain', 'clock-fault');
export const FROZEN: Quality = quality('uncertain', 'frozen');
export const OUT_OF_RANGE: Quality = quality('uncertain', 'out-of-range');

/** Class of a quality word; an unknown class byte counts as bad. */
export function qualityClass(q: Quality): QualityClass {
  return QUALITY_CLASSES[q >> 8] ?? 'bad';
}

/** Reason of a quality word; an unknown reason byte reads as `config-error`, never as `none`. */
export function qualityReason(q: Quality): QualityReason {
  return QUALITY_REASONS[q & 0xff] ?? 'config-error';
}

export const isGood = (q: Quality): boolean => qualityClass(q) === 'good';
export const isBad = (q: Quality): boolean => qualityClass(q) === 'bad';
