/**
 * From an answer of the historian to what a chart of a scene draws: the line as an SVG path, broken where nothing is known, and the
 * pairs of an X-Y plot. Pure.
 */
import type { AggregateSeries, TrendSeries } from '../../../../shared/model/history.ts';
import { isBad } from '../../../../shared/model/quality.ts';
import { LineBuffer } from '../../../trend/lines/line-buffer.ts';
import { lineFromBuckets } from '../../../trend/lines/line-from-buckets.ts';
import { lineFromSamples } from '../../../trend/lines/line-from-samples.ts';
import { place, type Scale, seriesPath } from '../../scale.ts';

export interface Span {
  /** Epoch ms UTC. */
  readonly from: number;
  readonly to: number;
}

interface Plot {
  readonly width: number;
  /** From value to pixel. */
  readonly scale: Scale;
}

/** Time of the last sample within the span that was made for the demo, epoch ms UTC; null where nothing of it is. */
export function demoUntil({ marks }: Pick<TrendSeries, 'marks'>, { from, to }: Span): number | null {
  const ends = marks.flatMap(mark => (mark.origin === 'demo' && mark.to > from ? [Math.min(mark.to, to)] : []));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** SVG path of a recorded line over the span; NaN and bad quality break it. */
export function historyPath(series: TrendSeries, span: Span, { width, scale }: Plot): string {
  const line = new LineBuffer();
  const { isStepped, knownUntil, samples, buckets } = series;
  const demo = demoUntil(series, span) ?? Number.NaN;
  if (samples !== null) lineFromSamples(line, { samples, isStepped, knownUntil, window: span, demoUntil: demo });
  else if (buckets !== null) lineFromBuckets(line, { buckets, isStepped, knownUntil, demoUntil: demo });
  const t = Array.from(line.t.subarray(0, line.length));
  const v = Array.from(line.v.subarray(0, line.length));
  return seriesPath({ t, v, ...span, x: 0, width, scale });
}

export interface XyPlot {
  readonly x: Scale;
  readonly y: Scale;
}

/** A dot for every step in which all values were good, at least in part; across is the sum of `xs`. Beyond the scales: none. */
export function xyDots(xs: readonly AggregateSeries[], ys: AggregateSeries, { x, y }: XyPlot): string {
  let path = '';
  for (let i = 0; i < ys.v.length; i++) {
    const across = within(sum(xs.map(series => usable(series, i))), x);
    const up = within(usable(ys, i), y);
    if (across === null || up === null) continue;
    path += `M${(place(x, across) - 0.8).toFixed(1)} ${place(y, up).toFixed(1)}h1.6`;
  }
  return path;
}

/** Where both values stand now, px, and on which side of the plot they do not fit; null: on scale. */
export interface PresentPlace {
  readonly at: readonly [number, number];
  readonly beyond: 'up' | 'down' | 'left' | 'right' | null;
}

/** A value beyond the scale is held at the frame and says on which side it is: it must not look like a point on it. */
export function presentPlace({ x, y }: XyPlot, across: number, up: number): PresentPlace {
  const at = [place(x, across), place(y, up)] as const;
  if (up > y.high) return { at, beyond: 'up' };
  if (up < y.low) return { at, beyond: 'down' };
  if (across > x.high) return { at, beyond: 'right' };
  return { at, beyond: across < x.low ? 'left' : null };
}

function usable({ v, q }: AggregateSeries, i: number): number | null {
  const value = v[i] ?? Number.NaN;
  return !Number.isFinite(value) || isBad(q[i] ?? 0) ? null : value;
}

const sum = (values: readonly (number | null)[]): number | null =>
  values.length === 0 ? null : values.reduce((all, value) => (all === null || value === null ? null : all + value), 0);

const within = (value: number | null, { low, high }: Scale): number | null =>
  value === null || value < low || value > high ? null : value;
