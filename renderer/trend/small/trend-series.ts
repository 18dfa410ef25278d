/** From a recorded series to what a chart draws: decimated points, gaps, bad spans, value axis. Pure. */
import type { TagLimits } from '../../../shared/model/tag.ts';
import { niceRange } from '../../mimic/scale.ts';
import { decimate, type Points } from './decimate.ts';

export interface TrendData {
  /** Epoch ms UTC, ascending. */
  readonly t: readonly number[];
  /** Null is a gap. */
  readonly v: readonly (number | null)[];
  /** Spans without a valid value, [from, to] in epoch ms. */
  readonly bad: readonly (readonly [number, number])[];
}

const MINUTE_MS = 60_000;
const WINDOWS_MIN = [5, 15, 30, 60] as const;

/** Minutes of the shortest window that shows all of the series: a station that has just started fills its chart. */
export function windowMinutes(series: Points, now: number): number {
  const first = series.t.find((_t, i) => !Number.isNaN(series.v[i] ?? Number.NaN));
  const age = first === undefined ? Number.POSITIVE_INFINITY : now - first;
  return WINDOWS_MIN.find(minutes => age <= minutes * MINUTE_MS) ?? 60;
}

/** Up to when what is shown from `from` on was made for the demo, epoch ms; null where nothing of it is. */
export function demoSeen({ demoUntil }: { readonly demoUntil: number | null }, from: number): number | null {
  return demoUntil !== null && demoUntil > from ? demoUntil : null;
}

interface TrendWindow {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** The newest value is good right now: the line goes on to the right edge. */
  readonly isLive: boolean;
}

/** Points of the window for a chart that is `columns` pixels wide. */
export function trendData(series: Points, { from, to, columns, isLive }: TrendWindow): TrendData {
  const last = series.v.at(-1);
  const points = decimate(series, from, to, columns);
  const t = [...points.t];
  const v: (number | null)[] = points.v.map(value => (Number.isNaN(value) ? null : value));
  if (isLive && last !== undefined && !Number.isNaN(last)) {
    t.push(to);
    v.push(last);
  }
  return { t, v, bad: badSpans(series, from, to, isLive) };
}

/** Spans in [`from`, `to`] that have no valid value; a series that does not end live ends in one. */
export function badSpans(series: Points, from: number, to: number, isLive: boolean): [number, number][] {
  const spans: [number, number][] = [];
  let start: number | null = null;
  series.t.forEach((time, i) => {
    const isBad = Number.isNaN(series.v[i] ?? Number.NaN);
    if (isBad && start === null) start = time;
    if (isBad || start === null) return;
    if (time > from) spans.push([Math.max(from, start), Math.min(to, time)]);
    start = null;
  });
  if (start !== null) spans.push([Math.max(from, start), to]);
  else if (!isLive && series.t.length > 0) {
    const end = series.t.at(-1) ?? to;
    if (end < to) spans.push([Math.max(from, end), to]);
  }
  return spans;
}

/** A flat signal is not blown up into noise: the axis spans at least this share of the instrument's range. */
const LEAST_SHARE = 0.02;
/** L and H are brought onto the axis when they are no farther from the data than this many times their span. */
const LIMIT_REACH = 2.5;

interface AxisInput {
  readonly values: readonly (number | null)[];
  readonly low: number | null;
  readonly high: number | null;
  readonly limits: TagLimits;
  /** Set points, which are treated like the limits L and H. */
  readonly near?: readonly number[];
}

/** Ends of the value axis: round numbers around the data, with the limits that are near. */
export function valueAxis({ values, low, high, limits, near: alsoNear = [] }: AxisInput): readonly [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) return low !== null && high !== null && high > low ? [low, high] : [0, 1];
  const seen = [min, max] as const;
  const least = low !== null && high !== null ? (high - low) * LEAST_SHARE : 0;
  const missing = Math.max(0, least - (max - min));
  min -= missing / 2;
  max += missing / 2;
  const reach = (max - min) * LIMIT_REACH;
  const wanted = [limits.L, limits.H, ...alsoNear].filter(limit => limit !== undefined);
  const near = wanted.filter(limit => limit >= min - reach && limit <= max + reach);
  const ends = niceRange(Math.min(min, ...near), Math.max(max, ...near));
  return withinRange(ends, { low, high, held: [Math.min(seen[0], ...near), Math.max(seen[1], ...near)] });
}

/** Of the axis, beyond the range of the instrument: a line along its end is seen whole. */
const RANGE_MARGIN = 0.02;

/** Not below `low` nor above `high` of the instrument, unless what the axis has to hold is. */
function withinRange(
  [from, to]: readonly [number, number],
  { low, high, held }: Pick<AxisInput, 'low' | 'high'> & { readonly held: readonly [number, number] },
): readonly [number, number] {
  if (low !== null && high !== null && low >= high) return [from, to];
  const least = low === null || held[0] < low ? from : Math.max(from, low);
  const greatest = high === null || held[1] > high ? to : Math.min(to, high);
  const margin = (greatest - least) * RANGE_MARGIN;
  return [Math.max(from, least - margin), Math.min(to, greatest + margin)];
}
