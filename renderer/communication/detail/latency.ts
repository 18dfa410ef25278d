/**
 * Percentiles and the picture of a latency histogram. Pure. A class holds how many round trips took less than its bound and no
 * less than the bound before; within a class they are taken to be spread evenly, so a percentile is never farther from the
 * truth than its class is wide.
 */
import type { DeviceDiagnostics } from '../../../shared/model/device.ts';

export type Latency = DeviceDiagnostics['latency'];

/** Round trips in all classes. */
export const repliesOf = ({ counts }: Latency): number => counts.reduce((sum, count) => sum + count, 0);

/** Round trip that the share `share` (0 … 1) of all did not exceed, ms; null while there is none. */
export function percentile(latency: Latency, share: number): number | null {
  const wanted = repliesOf(latency) * share;
  if (wanted === 0) return null;
  let before = 0;
  for (const [at, count] of latency.counts.entries()) {
    if (count > 0 && before + count >= wanted) {
      const [from, to] = classOf(latency, at);
      return from + ((wanted - before) / count) * (to - from);
    }
    before += count;
  }
  return null;
}

/** Bounds of a class, ms. */
function classOf({ boundsMs }: Latency, at: number): readonly [from: number, to: number] {
  const from = boundsMs[at - 1] ?? 0;
  return [from, boundsMs[at] ?? from];
}

export interface HistogramBar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  /** Height as a share of the highest bar; 0 is nothing at all. */
  readonly share: number;
}

export interface Histogram {
  /** The classes from the first to the last that hold anything, and on to the deadline; all drawn equally wide. */
  readonly bars: readonly HistogramBar[];
  readonly most: number;
  /** Where a round trip stands, as a share of the width; 0 … 1, held at the ends. */
  place(ms: number): number;
}

/** The part of a histogram worth drawing. Null while there is no round trip. */
export function histogramOf(latency: Latency, timeoutMs: number): Histogram | null {
  const first = latency.counts.findIndex(count => count > 0);
  if (first < 0) return null;
  const filled = latency.counts.findLastIndex(count => count > 0);
  const deadline = latency.boundsMs.findIndex(bound => timeoutMs < bound);
  const last = Math.max(filled, deadline);
  const most = Math.max(...latency.counts);
  const bars = latency.boundsMs.slice(first, last + 1).map((toMs, i): HistogramBar => {
    const count = latency.counts[first + i] ?? 0;
    return { fromMs: classOf(latency, first + i)[0], toMs, count, share: count / most };
  });
  const place = (ms: number): number => {
    const found = bars.findIndex(bar => ms < bar.toMs);
    const bar = bars[found];
    if (bar === undefined) return 1;
    return (found + Math.max(0, (ms - bar.fromMs) / (bar.toMs - bar.fromMs))) / bars.length;
  };
  return { bars, most, place };
}

/** Bounds worth a label below the axis, with their places: every one while there is room, else every second, third, … */
export function axisLabels({ bars }: Histogram, most: number): readonly { readonly ms: number; readonly at: number }[] {
  const all = [bars[0]?.fromMs ?? 0, ...bars.map(bar => bar.toMs)].map((ms, i) => ({ ms, at: i / bars.length }));
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, i) => i % step === 0);
}
