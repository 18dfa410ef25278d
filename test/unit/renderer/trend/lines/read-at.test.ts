/** The figures of the table: a pen at one instant, and over the span that is shown. */
import { describe, expect, test } from 'vitest';
import { figuresOf, readAt } from '../../../../../renderer/trend/lines/read-at.ts';
import { COMM_LOSS, GOOD } from '../../../../../shared/model/quality.ts';
import { bucketSeries, sampleSeries } from './made-series.ts';

describe('at the cursor', () => {
  const series = sampleSeries(
    [
      [10, 1],
      [20, 2],
      [30, Number.NaN, COMM_LOSS],
    ],
    { knownUntil: 50 },
  );

  test('a sample holds from its time until the next', () => {
    expect(readAt(series, 10)?.low).toBe(1);
    expect(readAt(series, 19.9)?.low).toBe(1);
    expect(readAt(series, 20)).toEqual({ low: 2, high: 2, q: GOOD, time: 20 });
  });

  test('nothing is known before the first sample and after the end', () => {
    expect(readAt(series, 9)).toBeNull();
    expect(readAt(series, 51)).toBeNull();
  });

  test('bad has no number', () => {
    expect(readAt(series, 40)).toEqual({ low: Number.NaN, high: Number.NaN, q: COMM_LOSS, time: 30 });
  });

  test('of several samples of one instant the last one holds', () => {
    const same = sampleSeries([
      [10, 1],
      [10, 2],
      [10, 3],
    ]);
    expect(readAt(same, 10)?.low).toBe(3);
    expect(readAt(same, 11)?.low).toBe(3);
  });

  test('a bucket has both ends of what was in it, so that a spike is read as one', () => {
    const buckets = bucketSeries({ min: [1, 1], max: [1, 9] });
    expect(readAt(buckets, 12)).toMatchObject({ low: 1, high: 9 });
  });

  test('a bucket without a sample has the value that still holds, and none across a gap', () => {
    const nan = Number.NaN;
    const buckets = bucketSeries({
      min: [1, nan, nan, nan],
      last: [4, nan, nan, nan],
      percentValid: [100, 100, 0, 100],
      worstQ: [GOOD, GOOD, COMM_LOSS, GOOD],
    });
    expect(readAt(buckets, 15)?.low).toBe(4);
    expect(readAt(buckets, 25)?.low).toBeNaN();
    expect(readAt(buckets, 35)).toBeNull();
  });
});

describe('over the span', () => {
  test('the sample that holds at its beginning counts, and what lies outside does not', () => {
    const series = sampleSeries([
      [0, 9],
      [10, 3],
      [40, 5],
      [90, 99],
    ]);
    expect(figuresOf(series, { from: 20, to: 80 }, 1_000)).toEqual({ min: 3, max: 5, goodPercent: 100 });
  });

  test('good is a share of time, up to now and no further', () => {
    const series = sampleSeries(
      [
        [0, 1],
        [50_000, Number.NaN, COMM_LOSS],
        [75_000, 2],
      ],
      { knownUntil: 100_000 },
    );
    expect(figuresOf(series, { from: 0, to: 100_000 }, 1_000_000).goodPercent).toBe(75);
    expect(figuresOf(series, { from: 0, to: 200_000 }, 100_000).goodPercent).toBe(75);
    expect(figuresOf(series, { from: 0, to: 200_000 }, 200_000).goodPercent).toBe(37.5);
  });

  test('buckets give it by their parts', () => {
    const series = bucketSeries({ min: [1, 2, 0], max: [5, 3, 50], percentGood: [100, 50, 0] });
    expect(figuresOf(series, { from: 5, to: 20 }, 1_000)).toEqual({
      min: 1,
      max: 5,
      goodPercent: (5 * 100 + 10 * 50) / 15,
    });
  });

  test('a bucket that is partly still to come has missed nothing by that', () => {
    const made = { stepMs: 60_000, min: [1, 1, 1], percentGood: [100, 100, 25] };
    const figures = (knownUntil: number, now: number) =>
      figuresOf(bucketSeries(made, { knownUntil }), { from: 30_000, to: 135_000 }, now).goodPercent;
    expect(figures(135_000, 135_000)).toBe(100);
    expect(figures(135_400, 135_000)).toBeGreaterThan(97);
    expect(figures(180_000, 180_000)).toBeCloseTo((90_000 + 0.25 * 15_000) / 1_050, 9);
  });

  test('what has not been written yet is not missing, what has not been for long is', () => {
    const series = sampleSeries([[0, 1]], { knownUntil: 99_000 });
    expect(figuresOf(series, { from: 0, to: 100_000 }, 100_000).goodPercent).toBe(100);
    expect(figuresOf(series, { from: 0, to: 110_000 }, 110_000).goodPercent).toBe(90);
    const buckets = bucketSeries({ stepMs: 60_000, min: [1, 1], percentGood: [100, 65] }, { knownUntil: 99_000 });
    expect(figuresOf(buckets, { from: 0, to: 100_000 }, 100_000).goodPercent).toBe(100);
  });

  test('a span without a sample has the value that holds', () => {
    const nan = Number.NaN;
    expect(figuresOf(bucketSeries({ min: [7, nan, nan] }), { from: 12, to: 30 }, 1_000)).toMatchObject({
      min: 7,
      max: 7,
    });
  });

  test('where nothing is known there are no figures', () => {
    expect(figuresOf(sampleSeries([]), { from: 0, to: 10 }, 100)).toEqual({
      min: Number.NaN,
      max: Number.NaN,
      goodPercent: 0,
    });
  });
});
