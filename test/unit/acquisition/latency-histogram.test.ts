/** Round trips by class: each counted once, in the class below whose bound it lies. */
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../../main/acquisition/latency-histogram.ts';

function count(...times: readonly number[]): readonly (readonly [number, number])[] {
  const histogram = new LatencyHistogram();
  for (const ms of times) histogram.add(ms);
  const { boundsMs, counts } = histogram.view;
  return boundsMs.flatMap((bound, i) => (counts[i] === 0 ? [] : [[bound, counts[i] ?? 0] as const]));
}

describe('LatencyHistogram', () => {
  it('has ascending bounds from a quarter of a millisecond to over a minute, and a count for each', () => {
    const { boundsMs, counts } = new LatencyHistogram().view;
    expect([boundsMs[0], boundsMs.at(-1)]).toEqual([0.25, 65_536]);
    expect(boundsMs).toEqual(boundsMs.toSorted((a, b) => a - b));
    expect(new Set(boundsMs).size).toBe(boundsMs.length);
    expect(counts).toEqual(boundsMs.map(() => 0));
  });

  it('counts a round trip below the first bound that is greater', () => {
    expect(count(0, 0.2)).toEqual([[0.25, 2]]);
    expect(count(0.25, 0.49)).toEqual([[0.5, 2]]);
    expect(count(0.5, 3.9, 4, 4_095, 4_096)).toEqual([
      [1, 1],
      [4, 1],
      [8, 1],
      [4_096, 1],
      [8_192, 1],
    ]);
  });

  it('counts what lies beyond the last bound in the last class, and loses nothing', () => {
    expect(count(65_535, 65_536, 1e9, Number.POSITIVE_INFINITY)).toEqual([[65_536, 4]]);
  });

  it('shows what was counted until then', () => {
    const histogram = new LatencyHistogram();
    const { counts } = histogram.view;
    histogram.add(1);
    expect(counts.every(n => n === 0)).toBe(true);
  });
});
