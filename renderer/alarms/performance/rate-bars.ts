/**
 * The bars of a month (pure): 4,464 pieces of ten minutes in a box of any size. The scale ends where the limit of 10 is still easy to see;
 * a flood of hundreds is cut there, and its peak said in figures.
 */
import type { AlarmPerformance } from '../../../shared/model/alarm-journal.ts';

export const PIECE_MS = 600_000;
export const LIMIT_PER_PIECE = 10;
const LEAST_TOP = 15;
const MOST_TOP = 40;
/** Room above the highest bar. */
const ROOM = 1.1;

export interface RateBars {
  /** Width is one unit a piece of the whole span, height `top`. */
  readonly width: number;
  readonly top: number;
  /** Path of upright lines. */
  readonly bars: string;
  /** Where a bar is cut, and the highest of those. */
  readonly cut: { readonly at: number; readonly peak: number } | null;
  /** Floods as parts of the width. */
  readonly floods: readonly { readonly at: number; readonly width: number }[];
}

/** `until` is the end of the month, which may be later than what was counted. */
export function rateBars({ from, to, tenMinutes, peakPer10Min, floods }: AlarmPerformance, until: number): RateBars {
  const top = Math.min(MOST_TOP, Math.max(LEAST_TOP, Math.ceil(peakPer10Min * ROOM)));
  const parts: string[] = [];
  tenMinutes.forEach((count, i) => {
    if (count > 0) parts.push(`M${i + 0.5} ${top}V${top - Math.min(top, count)}`);
  });
  const at = (time: number): number => (time - from) / PIECE_MS;
  return {
    width: Math.max(1, at(until)),
    top,
    bars: parts.join(''),
    cut: peakPer10Min > top ? { at: tenMinutes.indexOf(peakPer10Min) + 0.5, peak: peakPer10Min } : null,
    floods: floods.map(flood => ({ at: at(flood.from), width: at(flood.to ?? to) - at(flood.from) })),
  };
}
