/** A pen of the historian as the small chart draws it: points with gaps, and the spans without a valid value. Pure. */
import type { TrendSeries } from '../../../shared/model/history.ts';
import { LineBuffer } from '../../trend/lines/line-buffer.ts';
import { lineFromBuckets } from '../../trend/lines/line-from-buckets.ts';
import { lineFromSamples } from '../../trend/lines/line-from-samples.ts';
import type { TrendData } from '../../trend/small/trend-series.ts';

interface Span {
  /** Epoch ms UTC. */
  readonly from: number;
  readonly to: number;
}

export function storedLine(series: TrendSeries, window: Span): TrendData {
  const line = new LineBuffer();
  const { isStepped, knownUntil, samples, buckets } = series;
  if (samples !== null) lineFromSamples(line, { samples, isStepped, knownUntil, window });
  else if (buckets !== null) lineFromBuckets(line, { buckets, isStepped, knownUntil });
  const t = Array.from(line.t.subarray(0, line.length));
  const v = Array.from(line.v.subarray(0, line.length), value => (Number.isNaN(value) ? null : value));
  // Where nothing is known there is no line, which is something else than a value that was bad.
  const bad = line.gaps.filter(({ kind }) => kind !== 'none').map(({ from, to }) => [from, to] as const);
  return { t, v, bad };
}
