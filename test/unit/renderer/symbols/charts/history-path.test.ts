/** What a chart of a scene draws of recorded values, and what it leaves out. */
import { expect, test } from 'vitest';
import {
  demoUntil,
  historyPath,
  presentPlace,
  xyDots,
} from '../../../../../renderer/mimic/symbols/charts/history-path.ts';
import type { AggregateSeries, TrendSeries } from '../../../../../shared/model/history.ts';
import { GOOD, quality } from '../../../../../shared/model/quality.ts';

const BAD = quality('bad', 'comm-loss');
const span = { from: 0, to: 100 };
const plot = { width: 100, scale: { low: 0, high: 10, from: 100, to: 0 } };

const series = (v: readonly number[], q: readonly number[], marks: TrendSeries['marks'] = []): TrendSeries => ({
  tag: 'PT',
  isStepped: false,
  samples: {
    t: Float64Array.from(v, (_value, i) => i * 20),
    v: Float64Array.from(v),
    q: Uint16Array.from(q),
    seq: Float64Array.from(v, (_value, i) => i),
  },
  buckets: null,
  knownUntil: 100,
  marks,
});

test('a line goes through its values and is broken where the quality was bad', () => {
  expect(historyPath(series([0, 5, 10], [GOOD, GOOD, GOOD]), span, plot)).toMatch(
    /^M0\.0 100\.0L20\.0 50\.0L40\.0 0\.0/,
  );
  const broken = historyPath(series([0, 5, 5, 10], [GOOD, BAD, GOOD, GOOD]), span, plot);
  expect(broken.match(/M/g)).toHaveLength(2);
});

test('nothing recorded draws nothing', () => {
  expect(historyPath(series([], []), span, plot)).toBe('');
  expect(historyPath({ ...series([], []), samples: null }, span, plot)).toBe('');
});

test('what was made for the demo is told up to its end, and no further than the chart', () => {
  const mark = (from: number, to: number, origin: 'demo' | 'backfill') => [{ from, to, origin }];
  expect(demoUntil(series([], [], mark(-50, 40, 'demo')), span)).toBe(40);
  expect(demoUntil(series([], [], mark(-50, 400, 'demo')), span)).toBe(100);
  expect(demoUntil(series([], [], mark(-50, -10, 'demo')), span)).toBeNull();
  expect(demoUntil(series([], [], mark(-50, 40, 'backfill')), span)).toBeNull();
});

const averages = (v: readonly number[], q: readonly number[] = v.map(() => GOOD)): AggregateSeries => ({
  tag: 'FI',
  aggregate: 'TimeAverage',
  from: 0,
  stepMs: 1,
  v: Float64Array.from(v),
  q: Uint16Array.from(q),
  percentGood: Float64Array.from(v, () => 100),
});
const axes = { x: { low: 0, high: 100, from: 0, to: 100 }, y: { low: 0, high: 10, from: 100, to: 0 } };

test('a dot stands at the sum of the flows, and nowhere when one of them was bad or off the scale', () => {
  const pressure = averages([5, 5, 5, 50]);
  const first = averages([20, 20, 20, 20]);
  const second = averages([30, 30, 90, 30], [GOOD, BAD, GOOD, GOOD]);
  expect(xyDots([first, second], pressure, axes)).toBe('M49.2 50.0h1.6');
  expect(xyDots([], pressure, axes)).toBe('');
});

test('where both values stand is told from where they are held at the frame', () => {
  const axes = { x: { low: 0, high: 100, from: 0, to: 200 }, y: { low: 0.3, high: 0.4, from: 100, to: 0 } };
  const { at, beyond } = presentPlace(axes, 50, 0.35);
  expect([at[0], at[1].toFixed(1), beyond]).toEqual([100, '50.0', null]);
  expect(presentPlace(axes, 100, 0.4).beyond).toBeNull();
  expect(presentPlace(axes, 50, 0.43)).toEqual({ at: [100, 0], beyond: 'up' });
  expect(presentPlace(axes, 50, 0.2)).toEqual({ at: [100, 100], beyond: 'down' });
  expect(presentPlace(axes, 101, 0.35).beyond).toBe('right');
  expect(presentPlace(axes, -1, 0.35).beyond).toBe('left');
});
