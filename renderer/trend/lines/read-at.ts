/** What a pen was at one instant, and what it was over a span: the figures of the table. Pure. */
import type { HistoryBuckets, HistorySamples, TrendSeries } from '../../../shared/model/history.ts';
import { isGood, type Quality } from '../../../shared/model/quality.ts';
import type { TimeWindow } from '../time/follow.ts';
import { indexAt } from './line-buffer.ts';
import { isUsable } from './line-from-samples.ts';

/** At one instant: the sample in force, or least and greatest of a bucket; both NaN where there is no number. */
export interface Instant {
  readonly low: number;
  readonly high: number;
  readonly q: Quality;
  /** Of the sample, or start of the bucket; epoch ms. */
  readonly time: number;
}

const atOrBefore = (t: Float64Array, time: number): number => {
  const index = indexAt(t, t.length, time);
  return t[index] === time ? lastOf(t, index) : index - 1;
};

/** Of several samples of one instant the last one holds. */
function lastOf(t: Float64Array, index: number): number {
  let last = index;
  while (t[last + 1] === t[index]) last += 1;
  return last;
}

/** Null where nothing is known. */
export function readAt({ samples, buckets, knownUntil }: TrendSeries, time: number): Instant | null {
  if (time > knownUntil) return null;
  if (samples !== null) return sampleAt(samples, time);
  return buckets === null ? null : bucketAt(buckets, time);
}

function sampleAt({ t, v, q }: HistorySamples, time: number): Instant | null {
  const index = atOrBefore(t, time);
  if (index < 0) return null;
  const quality = q[index] ?? 0;
  const value = v[index] ?? Number.NaN;
  const number = isUsable(value, quality) ? value : Number.NaN;
  return { low: number, high: number, q: quality, time: t[index] ?? time };
}

function bucketAt(buckets: HistoryBuckets, time: number): Instant | null {
  const { from, stepMs, min, max, percentValid, worstQ, last } = buckets;
  const at = Math.floor((time - from) / stepMs);
  if (at < 0 || at >= min.length) return null;
  const q = worstQ[at] ?? 0;
  const start = from + at * stepMs;
  if ((percentValid[at] ?? 0) <= 0) return q === 0 ? null : { low: Number.NaN, high: Number.NaN, q, time: start };
  if (Number.isFinite(min[at])) return { low: min[at] ?? Number.NaN, high: max[at] ?? Number.NaN, q, time: start };
  // No sample here: the last one before still holds.
  for (let i = at - 1; i >= 0; i--) {
    if (Number.isFinite(last[i]))
      return { low: last[i] ?? Number.NaN, high: last[i] ?? Number.NaN, q, time: from + i * stepMs };
    if ((percentValid[i] ?? 0) <= 0) break;
  }
  return null;
}

export interface SpanFigures {
  /** NaN without a number in the span. */
  readonly min: number;
  readonly max: number;
  /** Of the time of the span up to now; NaN for a span that has not begun. */
  readonly goodPercent: number;
}

/** What is newer than this may be on its way to the disk: not known yet is not missing. */
export const UNWRITTEN_MS = 2_000;

/** Over `window`, as far as it is past by `now`. */
export function figuresOf(series: TrendSeries, window: TimeWindow, now: number): SpanFigures {
  const { knownUntil } = series;
  const isWriting = Math.abs(now - knownUntil) <= UNWRITTEN_MS && knownUntil > window.from;
  const known = isWriting ? knownUntil : now;
  const to = Math.min(window.to, now, known);
  const span = { from: window.from, to };
  if (to <= window.from) return { min: Number.NaN, max: Number.NaN, goodPercent: Number.NaN };
  if (series.samples !== null) return sampleFigures(series.samples, span, series.knownUntil);
  return series.buckets === null
    ? { min: Number.NaN, max: Number.NaN, goodPercent: 0 }
    : bucketFigures(series.buckets, span, known);
}

function sampleFigures({ t, v, q }: HistorySamples, { from, to }: TimeWindow, knownUntil: number): SpanFigures {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let goodMs = 0;
  for (let i = Math.max(0, atOrBefore(t, from)); i < t.length && (t[i] ?? 0) < to; i++) {
    const value = v[i] ?? Number.NaN;
    const quality = q[i] ?? 0;
    const end = Math.min(to, t[i + 1] ?? knownUntil);
    if (!isUsable(value, quality)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (isGood(quality)) goodMs += Math.max(0, end - Math.max(from, t[i] ?? 0));
  }
  return figures(min, max, (goodMs / (to - from)) * 100);
}

/** `known`: until when the last bucket can have had a value, epoch ms. */
function bucketFigures(buckets: HistoryBuckets, { from, to }: TimeWindow, known: number): SpanFigures {
  const { stepMs } = buckets;
  const first = Math.max(0, Math.floor((from - buckets.from) / stepMs));
  const end = Math.min(buckets.min.length, Math.ceil((to - buckets.from) / stepMs));
  // Where no sample fell into the span, the one before it holds.
  const entry = bucketAt(buckets, from);
  let min = entry === null || Number.isNaN(entry.low) ? Number.POSITIVE_INFINITY : entry.low;
  let max = entry === null || Number.isNaN(entry.high) ? Number.NEGATIVE_INFINITY : entry.high;
  let good = 0;
  for (let i = first; i < end; i++) {
    const start = buckets.from + i * stepMs;
    const part = Math.min(to, start + stepMs) - Math.max(from, start);
    // Its share is one of the whole bucket, also where part of that is still to come.
    const past = Math.min(stepMs, known - start);
    good += Math.min(100, ((buckets.percentGood[i] ?? 0) * stepMs) / past) * part;
    const low = buckets.min[i] ?? Number.NaN;
    const high = buckets.max[i] ?? Number.NaN;
    if (low < min) min = low;
    if (high > max) max = high;
  }
  return figures(min, max, good / (to - from));
}

const figures = (min: number, max: number, goodPercent: number): SpanFigures =>
  min > max
    ? { min: Number.NaN, max: Number.NaN, goodPercent: Math.min(100, goodPercent) }
    : { min, max, goodPercent: Math.min(100, goodPercent) };
