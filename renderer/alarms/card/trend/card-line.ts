/** The line of the card's trend and the range that holds it and the limits. Pure. */
import { niceRange, type Scale, seriesPath } from '../../../mimic/scale.ts';
import { limitsOf, type ShownLimits } from '../../limits.ts';

export interface CardSeries {
  readonly t: readonly number[];
  /** NaN where there was no number. */
  readonly v: readonly number[];
  /** The last value holds up to now. */
  readonly isLive: boolean;
}

/** Off and on, with air above and below. */
const STATE_RANGE = [-0.2, 1.2] as const;

export const isState = ({ v }: CardSeries, limits: ShownLimits): boolean =>
  limitsOf(limits).length === 0 && v.every(value => Number.isNaN(value) || value === 0 || value === 1);

/** Holds every value and every limit, with a little air. */
export function rangeFor({ v }: CardSeries, limits: ShownLimits): readonly [number, number] {
  if (isState({ v, t: [], isLive: false }, limits)) return STATE_RANGE;
  const all = [...v.filter(value => !Number.isNaN(value)), ...limitsOf(limits).map(([, limit]) => limit)];
  if (all.length === 0) return [0, 1];
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  const air = (high - low) * 0.06;
  return niceRange(low - air, high + air);
}

interface LineInput {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly width: number;
  readonly scale: Scale;
  /** Between two samples the value holds. */
  readonly isStepped: boolean;
}

export function linePath({ t, v, isLive }: CardSeries, { isStepped, ...plot }: LineInput): string {
  const times = [...t];
  const values = [...v];
  const last = values.at(-1);
  if (isLive && last !== undefined) {
    times.push(plot.to);
    values.push(last);
  }
  const line = isStepped ? stepped(times, values) : { t: times, v: values };
  return seriesPath({ ...line, ...plot });
}

function stepped(t: readonly number[], v: readonly number[]): { t: number[]; v: number[] } {
  const out: { t: number[]; v: number[] } = { t: [], v: [] };
  t.forEach((time, i) => {
    const before = v[i - 1];
    if (before !== undefined) {
      out.t.push(time);
      out.v.push(before);
    }
    out.t.push(time);
    out.v.push(v[i] ?? Number.NaN);
  });
  return out;
}
