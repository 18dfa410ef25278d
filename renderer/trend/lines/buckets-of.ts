/**
 * More samples than can be drawn, as buckets: what the historian does for long spans, for an answer that came with every sample.
 * Pure. The readout keeps the samples.
 */
import type { HistoryBuckets, HistorySamples } from '../../../shared/model/history.ts';
import { type Quality, qualityClass } from '../../../shared/model/quality.ts';
import type { DataWindow } from '../time/data-window.ts';
import { isUsable } from './line-from-samples.ts';

const SEVERITY = { bad: 2, uncertain: 1, good: 0 } as const;
const severity = (q: Quality): number => SEVERITY[qualityClass(q)];

/** Buckets of `window`; a sample is in force until the next, the last until `knownUntil`. */
export function bucketsOf(samples: HistorySamples, window: DataWindow, knownUntil: number): HistoryBuckets {
  const { from, stepMs, columns } = window;
  const buckets = emptyBuckets(from, stepMs, columns);
  const { t, v, q } = samples;
  for (let i = 0; i < t.length; i++) {
    const time = t[i] ?? 0;
    const value = v[i] ?? Number.NaN;
    const quality = q[i] ?? 0;
    const column = Math.floor((time - from) / stepMs);
    if (column >= 0 && column < columns) addSample(buckets, column, { value, quality });
    addForce(buckets, { start: time, end: t[i + 1] ?? knownUntil, value, quality });
  }
  for (let i = 0; i < columns; i++) {
    buckets.percentValid[i] = Math.min(100, ((buckets.percentValid[i] ?? 0) / stepMs) * 100);
    buckets.percentGood[i] = Math.min(100, ((buckets.percentGood[i] ?? 0) / stepMs) * 100);
  }
  return buckets;
}

function emptyBuckets(from: number, stepMs: number, columns: number): HistoryBuckets {
  const none = (): Float64Array => new Float64Array(columns).fill(Number.NaN);
  return {
    from,
    stepMs,
    min: none(),
    max: none(),
    first: none(),
    last: none(),
    count: new Uint32Array(columns),
    worstQ: new Uint16Array(columns),
    percentValid: new Float64Array(columns),
    percentGood: new Float64Array(columns),
  };
}

interface Found {
  readonly value: number;
  readonly quality: Quality;
}

function addSample(buckets: HistoryBuckets, column: number, { value, quality }: Found): void {
  const { min, max, first, last, count } = buckets;
  const number = isUsable(value, quality) ? value : Number.NaN;
  if (count[column] === 0) first[column] = number;
  last[column] = number;
  count[column] = (count[column] ?? 0) + 1;
  if (Number.isNaN(number)) return;
  if (!((min[column] ?? 0) <= number)) min[column] = number;
  if (!((max[column] ?? 0) >= number)) max[column] = number;
}

function addForce(
  { from, stepMs, worstQ, percentValid, percentGood, count }: HistoryBuckets,
  { start, end, value, quality }: Found & { readonly start: number; readonly end: number },
): void {
  const firstColumn = Math.max(0, Math.floor((start - from) / stepMs));
  const isGoodHere = severity(quality) === 0;
  for (let column = firstColumn; column < count.length; column++) {
    const columnStart = from + column * stepMs;
    if (columnStart >= end && column > firstColumn) break;
    const part = Math.max(0, Math.min(end, columnStart + stepMs) - Math.max(start, columnStart));
    const isFirst = percentValid[column] === 0 && worstQ[column] === 0;
    if (isFirst || severity(quality) > severity(worstQ[column] ?? 0)) worstQ[column] = quality;
    if (!isUsable(value, quality)) continue;
    percentValid[column] = (percentValid[column] ?? 0) + part;
    if (isGoodHere) percentGood[column] = (percentGood[column] ?? 0) + part;
  }
}
