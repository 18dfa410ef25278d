/** Between the trend screen's own setup and the setup of a preset (pure). A preset has everything that the screen keeps of a setup. */
import type { PresetSetup } from '../../../shared/model/trend-preset.ts';
import { readTrendSetup, type TrendSetup } from '../../store/trend-setup.ts';

/** `pens` are those on the screen, also while nobody has chosen any. */
export function presetSetup(
  setup: TrendSetup,
  pens: NonNullable<TrendSetup['pens']>,
): PresetSetup & { pens: ({ tag: string; isHidden: boolean } | null)[] } {
  return { ...setup, pens: pens.map(pen => pen && { ...pen }) };
}

/** As the contract takes it. */
export const sentSetup = ({ pens, ...rest }: PresetSetup) => ({ ...rest, pens: pens.map(pen => pen && { ...pen }) });

/** What the screen does not know of it is left out. */
export const setupOfPreset = (setup: PresetSetup): TrendSetup => readTrendSetup(JSON.stringify(setup));

/** Whether a preset is what is on the screen. */
export const isShown = (preset: PresetSetup, now: PresetSetup): boolean =>
  JSON.stringify(setupOfPreset(preset)) === JSON.stringify(setupOfPreset(now));

const MINUTE_MS = 60_000;
const UNITS = [
  ['d', 1_440],
  ['h', 60],
  ['min', 1],
] as const;

/** A span in the largest unit that gives a whole number: `8 h`. */
export function spanText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  const [unit, each] = UNITS.find(([, length]) => minutes % length === 0 && minutes / length >= 1) ?? ['min', 1];
  return `${minutes / each} ${unit}`;
}
