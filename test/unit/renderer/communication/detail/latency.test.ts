/** Percentiles and the picture of a latency histogram, held against round trips that are known one by one. */
import { describe, expect, test } from 'vitest';
import { LatencyHistogram } from '../../../../../main/acquisition/latency-histogram.ts';
import {
  axisLabels,
  histogramOf,
  percentile,
  repliesOf,
} from '../../../../../renderer/communication/detail/latency.ts';

const of = (boundsMs: readonly number[], counts: readonly number[]) => ({ boundsMs, counts });

describe('percentiles out of classes', () => {
  test('spread the round trips of a class evenly over it', () => {
    const latency = of([10, 20, 40], [0, 4, 0]);
    expect(percentile(latency, 0.5)).toBe(15);
    expect(percentile(latency, 0.75)).toBe(17.5);
    expect(percentile(latency, 1)).toBe(20);
  });

  test('go through the classes in turn and leave out the empty ones', () => {
    const latency = of([10, 20, 40, 80], [10, 0, 10, 0]);
    expect(percentile(latency, 0.5)).toBe(10);
    expect(percentile(latency, 0.75)).toBe(30);
  });

  test('begin at nothing in the first class', () => {
    expect(percentile(of([8], [2]), 0.5)).toBe(4);
  });

  test('are none where nothing was answered: never 0', () => {
    expect(percentile(of([10, 20], [0, 0]), 0.5)).toBeNull();
    expect(percentile(of([], []), 0.95)).toBeNull();
  });

  test('lie in the class of the true value, for a thousand round trips that are known', () => {
    const histogram = new LatencyHistogram();
    // A skewed set without chance: most are short, some are very long.
    const trips = Array.from({ length: 1_000 }, (_, i) => 3 + (i % 50) + (i % 37 === 0 ? 700 : 0));
    for (const ms of trips) histogram.add(ms);
    const sorted = trips.toSorted((a, b) => a - b);
    for (const share of [0.1, 0.5, 0.9, 0.95, 0.99]) {
      const truth = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      const at = histogram.view.boundsMs.findIndex(bound => truth < bound);
      const estimate = percentile(histogram.view, share) ?? Number.NaN;
      expect(estimate, `${share}`).toBeGreaterThanOrEqual(histogram.view.boundsMs[at - 1] ?? 0);
      expect(estimate, `${share}`).toBeLessThanOrEqual(histogram.view.boundsMs[at] ?? 0);
    }
    expect(repliesOf(histogram.view)).toBe(1_000);
  });
});

describe('the picture of a histogram', () => {
  const latency = of([1, 2, 4, 8, 16, 32, 64], [0, 5, 20, 0, 0, 0, 0]);

  test('reaches from the first filled class to the class of the deadline', () => {
    const bars = histogramOf(latency, 20)?.bars ?? [];
    expect(bars.map(bar => bar.toMs)).toEqual([2, 4, 8, 16, 32]);
    expect(bars.map(bar => bar.share)).toEqual([0.25, 1, 0, 0, 0]);
    expect(bars[0]?.fromMs).toBe(1);
  });

  test('puts a time where its class is, as far along as it is within the class', () => {
    const histogram = histogramOf(latency, 20);
    expect(histogram?.place(1)).toBe(0);
    expect(histogram?.place(2)).toBeCloseTo(1 / 5);
    expect(histogram?.place(3)).toBeCloseTo(1.5 / 5);
    expect(histogram?.place(0.1)).toBe(0);
    expect(histogram?.place(1e9)).toBe(1);
  });

  test('holds a deadline beyond the last class at its right end', () => {
    expect(histogramOf(latency, 100_000)?.place(100_000)).toBe(1);
  });

  test('is none while nothing was answered', () => {
    expect(histogramOf(of([1, 2], [0, 0]), 1)).toBeNull();
  });

  test('labels no more bounds than there is room for, evenly', () => {
    const histogram = histogramOf(latency, 60);
    if (histogram === null) throw new Error('there are round trips');
    expect(axisLabels(histogram, 10).map(label => label.ms)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(axisLabels(histogram, 4).map(label => label.ms)).toEqual([1, 4, 16, 64]);
    expect(axisLabels(histogram, 4).at(-1)?.at).toBe(1);
  });
});
