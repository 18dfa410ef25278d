/** Series as a test writes them down: samples as [time, value, quality], buckets by column with everything else usual. */
import type { HistoryBuckets, HistorySamples, TrendSeries } from '../../../../../shared/model/history.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';

export type MadeSample = readonly [time: number, value: number, q?: number];

export function samplesOf(rows: readonly MadeSample[]): HistorySamples {
  return {
    t: Float64Array.from(rows, ([time]) => time),
    v: Float64Array.from(rows, ([, value]) => value),
    q: Uint16Array.from(rows, ([, , q]) => q ?? GOOD),
    seq: Float64Array.from(rows, (_, i) => i),
  };
}

interface Series {
  readonly isStepped?: boolean;
  readonly knownUntil?: number;
}

export const sampleSeries = (
  rows: readonly MadeSample[],
  { isStepped = false, knownUntil = 1e15 }: Series = {},
): TrendSeries => ({
  tag: 'A',
  isStepped,
  samples: samplesOf(rows),
  buckets: null,
  knownUntil,
  marks: [],
});

interface MadeBuckets {
  readonly from?: number;
  readonly stepMs?: number;
  readonly min?: readonly number[];
  readonly max?: readonly number[];
  readonly last?: readonly number[];
  readonly worstQ?: readonly number[];
  readonly percentValid?: readonly number[];
  readonly percentGood?: readonly number[];
}

/** One column a number of the longest list. */
export function bucketsWith(made: MadeBuckets): HistoryBuckets {
  const columns = Math.max(...Object.values(made).map(list => (Array.isArray(list) ? list.length : 0)));
  const min = Array.from({ length: columns }, (_, i) => made.min?.[i] ?? Number.NaN);
  const max = Array.from({ length: columns }, (_, i) => made.max?.[i] ?? min[i] ?? Number.NaN);
  const last = Array.from({ length: columns }, (_, i) => made.last?.[i] ?? min[i] ?? Number.NaN);
  const valid = Array.from({ length: columns }, (_, i) => made.percentValid?.[i] ?? 100);
  return {
    from: made.from ?? 0,
    stepMs: made.stepMs ?? 10,
    min: Float64Array.from(min),
    max: Float64Array.from(max),
    first: Float64Array.from(min),
    last: Float64Array.from(last),
    count: Uint32Array.from(min, value => (Number.isNaN(value) ? 0 : 5)),
    worstQ: Uint16Array.from({ length: columns }, (_, i) => made.worstQ?.[i] ?? GOOD),
    percentValid: Float64Array.from(valid),
    percentGood: Float64Array.from({ length: columns }, (_, i) => made.percentGood?.[i] ?? valid[i] ?? 0),
  };
}

export const bucketSeries = (
  made: MadeBuckets,
  { isStepped = false, knownUntil = 1e15 }: Series = {},
): TrendSeries => ({
  tag: 'A',
  isStepped,
  samples: null,
  buckets: bucketsWith(made),
  knownUntil,
  marks: [],
});
