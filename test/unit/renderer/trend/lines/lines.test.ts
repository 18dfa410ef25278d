/** From an answer of the historian to the line that is drawn: spikes kept, gaps as gaps, nothing invented. */
import { describe, expect, test } from 'vitest';
import { bucketsOf } from '../../../../../renderer/trend/lines/buckets-of.ts';
import { LineBuffer } from '../../../../../renderer/trend/lines/line-buffer.ts';
import { lineFromBuckets } from '../../../../../renderer/trend/lines/line-from-buckets.ts';
import { lineFromSamples } from '../../../../../renderer/trend/lines/line-from-samples.ts';
import { liveTail } from '../../../../../renderer/trend/lines/live-tail.ts';
import { COMM_LOSS, DEVICE_FAULT, FORCED, GOOD, NOT_RECORDED } from '../../../../../shared/model/quality.ts';
import { bucketsWith, type MadeSample, samplesOf } from './made-series.ts';

const places = (line: LineBuffer): (readonly [number, number | null])[] =>
  Array.from({ length: line.length }, (_, i) => {
    const value = line.v[i] ?? Number.NaN;
    return [line.t[i] ?? 0, Number.isNaN(value) ? null : value] as const;
  });

function fromSamples(
  rows: readonly MadeSample[],
  { isStepped = false, knownUntil = 100, demoUntil = Number.NEGATIVE_INFINITY } = {},
): LineBuffer {
  const line = new LineBuffer();
  lineFromSamples(line, { samples: samplesOf(rows), isStepped, knownUntil, demoUntil, window: { from: 0, to: 100 } });
  return line;
}

function fromBuckets(
  made: Parameters<typeof bucketsWith>[0],
  { isStepped = false, knownUntil = 1e9, demoUntil = Number.NEGATIVE_INFINITY } = {},
): LineBuffer {
  const line = new LineBuffer();
  lineFromBuckets(line, { buckets: bucketsWith(made), isStepped, knownUntil, demoUntil });
  return line;
}

describe('what nobody recorded', () => {
  const nothing: MadeSample = [40, Number.NaN, NOT_RECORDED];

  test('is a gap and no bad quality, one with what was before all records and with what is after them', () => {
    expect(fromSamples([[20, 1], nothing, [60, 2]]).gaps).toMatchObject([
      { from: 0, to: 20, kind: 'none' },
      { from: 40, to: 60, kind: 'none' },
    ]);
    expect(fromSamples([nothing, [60, 2]]).gaps).toMatchObject([{ from: 0, to: 60, kind: 'none' }]);
    expect(fromSamples([[20, 1], nothing], { knownUntil: 70 }).gaps.at(-1)).toMatchObject({
      from: 40,
      to: 100,
      kind: 'none',
    });
  });
});

describe('the line of samples', () => {
  test('does not lead from what was made for the demo to what was measured', () => {
    const rows: MadeSample[] = [
      [0, 1],
      [40, 2],
      [50, 3],
    ];
    for (const isStepped of [false, true]) {
      const line = fromSamples(rows, { isStepped, demoUntil: 40 });
      expect(places(line).filter(([, value]) => value === null)).toEqual([[40, null]]);
      expect(line.gaps).toEqual([{ from: 40, to: 50, kind: 'none', q: 0, before: 2, after: 3 }]);
    }
    expect(fromSamples(rows, { demoUntil: 50 }).gaps).toEqual([]);
  });

  test('joins measured values, and steps between states', () => {
    const rows: MadeSample[] = [
      [0, 1],
      [50, 3],
    ];
    expect(places(fromSamples(rows))).toEqual([
      [0, 1],
      [50, 3],
      [100, 3],
    ]);
    expect(places(fromSamples(rows, { isStepped: true }))).toEqual([
      [0, 1],
      [50, 1],
      [50, 3],
      [100, 3],
    ]);
  });

  test('ends where the quality becomes bad, begins again where it is good, and tells of the span between', () => {
    const line = fromSamples([
      [0, 1],
      [30, Number.NaN, COMM_LOSS],
      [60, 2],
    ]);
    expect(places(line)).toEqual([
      [0, 1],
      [30, 1],
      [30, null],
      [60, 2],
      [100, 2],
    ]);
    expect(line.gaps).toEqual([{ from: 30, to: 60, kind: 'bad', q: COMM_LOSS, before: 1, after: 2 }]);
  });

  test('never draws the number of a bad sample', () => {
    expect(places(fromSamples([[0, 7, DEVICE_FAULT]]))).toEqual([]);
  });

  test('tells two reasons apart', () => {
    const line = fromSamples([
      [0, 1],
      [30, Number.NaN, COMM_LOSS],
      [40, Number.NaN, DEVICE_FAULT],
    ]);
    expect(line.gaps.map(({ from, to, q }) => [from, to, q])).toEqual([
      [30, 40, COMM_LOSS],
      [40, 100, DEVICE_FAULT],
    ]);
  });

  test('knows nothing before the first sample and after the end of what is known', () => {
    const line = fromSamples([[20, 1]], { knownUntil: 70 });
    expect(places(line).at(-1)).toEqual([70, 1]);
    expect(line.gaps).toEqual([
      { from: 0, to: 20, kind: 'none', q: 0, before: Number.NaN, after: 1 },
      { from: 70, to: 100, kind: 'none', q: 0, before: 1, after: Number.NaN },
    ]);
  });

  test('marks the way that is of uncertain quality', () => {
    const line = fromSamples([
      [0, 1],
      [20, 1, FORCED],
      [60, 2],
    ]);
    expect([...line.isUncertain.slice(0, line.length)]).toEqual([0, 0, 1, 0]);
    expect(line.hasUncertain).toBe(true);
  });

  test('is made anew in the same arrays', () => {
    const line = fromSamples([
      [0, 1],
      [30, Number.NaN, COMM_LOSS],
    ]);
    const { t } = line;
    lineFromSamples(line, { samples: samplesOf([]), isStepped: false, knownUntil: 0, window: { from: 0, to: 9 } });
    expect(line.length).toBe(0);
    expect(line.gaps).toHaveLength(1);
    expect(line.t).toBe(t);
  });

  test('grows with the number of samples', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => [i / 50, i] as const);
    expect(fromSamples(rows).length).toBe(5_001);
  });
});

describe('the line of buckets', () => {
  test('draws a spike of one sample to its full height', () => {
    const line = fromBuckets({ min: [1, 1, 1], max: [1, 99, 1] });
    expect(Math.max(...line.v.slice(0, line.length))).toBe(99);
    expect(places(line)).toContainEqual([15, 99]);
    expect(places(line)).toContainEqual([15, 1]);
  });

  test('goes to the nearer end of a column first', () => {
    const line = fromBuckets({ min: [5, 1], max: [6, 7], last: [6, 7] });
    expect(places(line).slice(0, 4)).toEqual([
      [5, 5],
      [5, 6],
      [15, 7],
      [15, 1],
    ]);
  });

  test('breaks where nothing was in force, without a hatch where nothing is known', () => {
    const line = fromBuckets({ min: [1, Number.NaN, 2], percentValid: [100, 0, 100], worstQ: [GOOD, 0, GOOD] });
    expect(places(line)).toContainEqual([10, null]);
    expect(line.gaps).toEqual([{ from: 10, to: 20, kind: 'none', q: 0, before: 1, after: 2 }]);
  });

  test('tells of bad columns as one span', () => {
    const line = fromBuckets({
      min: [1, Number.NaN, Number.NaN, 2],
      percentValid: [100, 0, 0, 100],
      worstQ: [GOOD, COMM_LOSS, COMM_LOSS, GOOD],
    });
    expect(line.gaps).toEqual([{ from: 10, to: 30, kind: 'bad', q: COMM_LOSS, before: 1, after: 2 }]);
  });

  test('goes on through a column that was bad in part, and tells of it', () => {
    const line = fromBuckets({ min: [1, 1, 1], percentValid: [100, 60, 100], worstQ: [GOOD, COMM_LOSS, GOOD] });
    expect(places(line).some(([, value]) => value === null)).toBe(false);
    expect(line.gaps).toMatchObject([{ from: 10, to: 20, kind: 'part' }]);
  });

  test('holds the last value through columns without a sample, and steps at the next', () => {
    const made = { min: [1, Number.NaN, Number.NaN, 3] };
    expect(places(fromBuckets(made)).some(([, value]) => value === null)).toBe(false);
    expect(places(fromBuckets(made, { isStepped: true }))).toEqual([
      [5, 1],
      [35, 1],
      [35, 3],
      [40, 3],
    ]);
  });

  test('ends where nothing is known any more', () => {
    const line = fromBuckets({ min: [1, 1, Number.NaN], percentValid: [100, 100, 100] }, { knownUntil: 20 });
    expect(line.gaps).toMatchObject([{ from: 20, to: 30, kind: 'none' }]);
    expect(places(line).at(-1)).toEqual([20, null]);
  });

  test('breaks after the column in which the demo ends', () => {
    const line = fromBuckets({ min: [1, 2, 3, 4] }, { demoUntil: 17 });
    const values = places(line).map(([, value]) => value);
    expect(values.indexOf(null)).toBe(values.lastIndexOf(2) + 1);
    expect(values[values.indexOf(null) + 1]).toBe(3);
    expect(places(fromBuckets({ min: [1, 2, 3, 4] })).some(([, value]) => value === null)).toBe(false);
  });

  test('has at most a few places a column', () => {
    const columns = 2_000;
    const min = Array.from({ length: columns }, (_, i) => Math.sin(i));
    const line = fromBuckets({ min, max: min.map(value => value + 1), last: min });
    expect(line.length).toBeLessThanOrEqual(2 * columns + 3);
  });
});

describe('more samples than can be drawn', () => {
  const window = { from: 0, to: 100, stepMs: 10, columns: 10 };

  test('become buckets that keep every spike and the share of time', () => {
    const rows: MadeSample[] = Array.from({ length: 100 }, (_, i) => [i, i === 57 ? 99 : 1]);
    const buckets = bucketsOf(samplesOf(rows), window, 100);
    expect([...buckets.max].indexOf(99)).toBe(5);
    expect([...buckets.count]).toEqual(Array.from({ length: 10 }, () => 10));
    expect([...buckets.percentGood]).toEqual(Array.from({ length: 10 }, () => 100));
  });

  test('tell of what was bad, for how much of the time', () => {
    const buckets = bucketsOf(
      samplesOf([
        [0, 1],
        [25, Number.NaN, COMM_LOSS],
        [40, 2],
      ]),
      window,
      90,
    );
    expect([...buckets.percentValid]).toEqual([100, 100, 50, 0, 100, 100, 100, 100, 100, 0]);
    expect(buckets.worstQ[2]).toBe(COMM_LOSS);
    expect(buckets.worstQ[3]).toBe(COMM_LOSS);
    expect(buckets.worstQ[9]).toBe(0);
  });
});

describe('the live end of a line', () => {
  const end = { lastTime: 1_000, lastValue: 5 };
  const moment = { now: 2_000, readAt: 1_000 };

  test('leads over the newest sample to now', () => {
    expect(liveTail(end, { t: 1_500, v: 6, q: GOOD }, moment)).toMatchObject({
      fromTime: 1_000,
      fromValue: 5,
      time: 1_500,
      value: 6,
      now: 2_000,
    });
  });

  test('goes on flat while an old sample holds', () => {
    expect(liveTail(end, { t: 200, v: 5, q: GOOD }, moment)).toMatchObject({ time: 1_000, value: 5 });
  });

  test('is not drawn for a bad value, and does not bridge what nobody has read', () => {
    expect(liveTail(end, { t: 1_500, v: 6, q: COMM_LOSS }, moment)).toBeNull();
    expect(liveTail(end, { t: 60_000, v: 6, q: GOOD }, { now: 61_000, readAt: 1_000 })?.fromValue).toBeNaN();
    expect(liveTail(end, { t: 200, v: 5, q: GOOD }, { now: 61_000, readAt: 1_000 })?.fromValue).toBeNaN();
  });
});
