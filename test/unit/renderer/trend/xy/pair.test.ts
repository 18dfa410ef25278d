/** One pen against another: what is asked, which points come of it, how they fade and how they are found. */
import { describe, expect, test } from 'vitest';
import {
  guessedPair,
  inkOf,
  pairPoints,
  pairSteps,
  pointAt,
  pointNear,
} from '../../../../../renderer/trend/xy/pair.ts';
import type { AggregateSeries } from '../../../../../shared/model/history.ts';
import { COMM_LOSS, GOOD } from '../../../../../shared/model/quality.ts';
import { tagOf } from '../pens/made-tags.ts';

const series = (tag: string, v: readonly number[], q: readonly number[] = v.map(() => GOOD)): AggregateSeries => ({
  tag,
  aggregate: 'Interpolative',
  from: 1_000,
  stepMs: 500,
  v: Float64Array.from(v),
  q: Uint16Array.from(q),
  percentGood: Float64Array.from(v, () => 100),
});

describe('points', () => {
  test('are those of one instant of both, and none where one of them is not known', () => {
    const points = pairPoints(
      [series('Y', [10, 20, 30, 40]), series('X', [1, Number.NaN, 3, 4], [GOOD, GOOD, COMM_LOSS, GOOD])],
      { x: 'X', y: 'Y' },
    );
    expect(points).toEqual([
      { t: 1_000, x: 1, y: 10 },
      { t: 2_500, x: 4, y: 40 },
    ]);
    expect(pairPoints([series('X', [1])], { x: 'X', y: 'Y' })).toEqual([]);
  });

  test('are asked on multiples of a step, at most 600 and up to what is on the disk', () => {
    const steps = pairSteps({ from: 10_500, to: 3_610_500 }, 3_610_500);
    expect(steps).toEqual({ from: 12_000, to: 3_606_000, stepMs: 6_000 });
    expect(pairSteps({ from: 10_500, to: 20_500 }, 20_500)?.stepMs).toBe(1_000);
    expect(pairSteps({ from: 1_000, to: 2_000 }, 1_500)).toBeNull();
  });

  test('fade with age', () => {
    const window = { from: 0, to: 100 };
    const inks = [0, 50, 90, 100].map(t => inkOf(t, window));
    expect(inks).toEqual(inks.toSorted((a, b) => a - b));
    expect(inks.at(-1)).toBe(1);
    expect(inks[0]).toBeGreaterThan(0);
  });

  test('are found by the pointer, of two on each other the newer, and by the time of a cursor', () => {
    const points = [
      { t: 0, x: 1, y: 1 },
      { t: 10, x: 5, y: 5 },
      { t: 20, x: 1, y: 1 },
    ];
    const place = ({ x, y }: { x: number; y: number }) => [x, y] as const;
    expect(pointNear(points, place, { x: 1, y: 2, reach: 2 })?.t).toBe(20);
    expect(pointNear(points, place, { x: 9, y: 9, reach: 2 })).toBeNull();
    expect(pointAt(points, 15, 10)?.t).toBe(10);
    expect(pointAt(points, 41, 10)).toBeNull();
    expect(pointAt(points, -1, 10)).toBeNull();
  });
});

test('the first guess is pressure against flow, else the first two', () => {
  const [p, f, t] = [tagOf('PT-1'), tagOf('FI-1', { unit: 'm³/h' }), tagOf('TT-1', { unit: '°C' })];
  expect(guessedPair([t, p, f])).toEqual({ x: 'FI-1', y: 'PT-1' });
  expect(guessedPair([t, p])).toEqual({ x: 'TT-1', y: 'PT-1' });
  expect(guessedPair([p])).toBeNull();
});
