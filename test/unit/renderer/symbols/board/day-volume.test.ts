/** The volume of a gas day is what the counters rose by: no step is counted twice, and none is made up. */
import { expect, test } from 'vitest';
import { dayVolumeState } from '../../../../../renderer/mimic/symbols/board/day-volume.tsx';
import {
  volumeOf,
  volumePath,
  volumeSoFar,
  volumeSteps,
} from '../../../../../renderer/mimic/symbols/board/day-volume-sum.ts';
import type { AggregateName, AggregateSeries } from '../../../../../shared/model/history.ts';
import { GOOD, NOT_RECORDED } from '../../../../../shared/model/quality.ts';

const series = (
  tag: string,
  aggregate: AggregateName,
  v: readonly number[],
  bad: readonly number[] = [],
): AggregateSeries => ({
  tag,
  aggregate,
  from: 0,
  stepMs: 900_000,
  v: Float64Array.from(v),
  q: Uint16Array.from(v, (_value, i) => (bad.includes(i) ? NOT_RECORDED : GOOD)),
  percentGood: Float64Array.from(v, () => 100),
});
const tags = { counters: ['A', 'C'], series: 'ZSO-1404' };

test('a step is the rise of all counters, without the check meter while it measures the same gas', () => {
  const answer = [
    series('A', 'CounterIncrease', [100, 100, 100]),
    series('A', 'DurationInStateNonZero', [9, 9, 9]),
    series('C', 'CounterIncrease', [0, 98, 50]),
    series('ZSO-1404', 'DurationInStateNonZero', [0, 400, 0]),
  ];
  expect(volumeSteps(answer, tags)).toEqual([100, 100, 150]);
  expect(volumeSteps(answer, { counters: ['A'], series: '' })).toEqual([100, 100, 100]);
});

test('a step of which a counter is not known is not known, and neither is one without an answer', () => {
  const answer = [
    series('A', 'CounterIncrease', [100, Number.NaN, 100]),
    series('C', 'CounterIncrease', [0, 0, 0], [2]),
  ];
  expect(volumeSteps(answer, tags)).toEqual([0 + 100, null, null]);
  expect(volumeSteps([series('A', 'CounterIncrease', [1])], tags)).toEqual([null]);
  expect(volumeSteps([], tags)).toEqual([]);
});

test('a sum says how much of its span is known, and is none when nothing is', () => {
  expect(volumeOf([100, null, 100, 100], 4)).toEqual({ total: 300, known: 0.75 });
  expect(volumeOf([null, null], 2)).toEqual({ total: null, known: 0 });
  expect(volumeOf([], 3)).toEqual({ total: null, known: 0 });
});

test('the same time of the day before takes the running step in part', () => {
  expect(volumeOf([100, 100, 100], 1.5)).toEqual({ total: 150, known: 1 });
  expect(volumeOf([100, 100], 0)).toEqual({ total: null, known: 0 });
});

test('the running day takes all that its last step has counted so far', () => {
  expect(volumeSoFar([100, 100, 40], 2.4)).toEqual({ total: 240, known: 1 });
  expect(volumeSoFar([100, null, 40], 2.5)).toEqual({ total: 140, known: 0.6 });
  expect(volumeSoFar([], 0.2)).toEqual({ total: null, known: 0 });
});

test('the curve rises to the sum and is broken where nothing is known', () => {
  const curve = { steps: 4, width: 40, height: 100, top: 100 };
  expect(volumePath([50, 25], curve)).toBe('M0.0 100.0L10.0 50.0L20.0 25.0');
  expect(volumePath([50, null, 25], curve)).toBe('M0.0 100.0L10.0 50.0M20.0 50.0L30.0 25.0');
});

test('the day is old while a totaliser is not heard, and unknown while one has no value', () => {
  const counter = { value: 98_234_512, isStale: false };
  expect(dayVolumeState({ counter })).toBe('live');
  expect(dayVolumeState({ counter, counter2: { value: 1, isStale: true } })).toBe('live~');
  expect(dayVolumeState({ counter, series: { value: null, isStale: false } })).toBe('unknown');
});
