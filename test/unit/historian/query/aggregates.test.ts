/** Every aggregate against the flat reference, however the history is cut; and the rules one by one. */
import { describe, expect, it } from 'vitest';
import { aggregates } from '../../../../main/historian/query/aggregates.ts';
import { AGGREGATES, type AggregateName } from '../../../../shared/model/history.ts';
import { cutHistory, randomHistory, randomSpan, T0 } from '../../../kit/history-blocks.ts';
import { type FlatHistory, flatAggregate } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';
import { expectClose } from './closeness.ts';

const BAD = 0x002;
/** Not the result of sums: these must be right to the bit. */
const EXACT: readonly AggregateName[] = [
  ...(['Minimum', 'Maximum', 'MinimumActualTime', 'MaximumActualTime', 'Range', 'Count'] as const),
  ...(['NumberOfTransitions', 'Start', 'End', 'Delta', 'WorstQuality'] as const),
];

function listed(points: readonly (readonly [second: number, v: number, q?: number])[], knownUntil = 10): FlatHistory {
  const samples = points.map(([second, v, q = 0x201], i) => ({ t: T0 + second * 1000, v, q, seq: i + 1 }));
  return { samples, interpolation: 'stepped', knownUntil: T0 + knownUntil * 1000 };
}

/** One aggregate of ten seconds, or of steps of them. */
function one(history: FlatHistory, name: AggregateName, options: { stepMs?: number; counterModulus?: number } = {}) {
  const query = { from: T0, to: T0 + 10_000, stepMs: 10_000, ...options };
  const [series] = aggregates(
    cutHistory(history, i => i % 3 === 0),
    [name],
    query,
  );
  return { v: [...(series?.v ?? [])], kind: [...(series?.q ?? [])].map(q => q >> 8) };
}

describe('aggregates', () => {
  it('equal the reference for any history, span, step and cutting', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const { from, to } = randomSpan(history, random);
      const stepMs = Math.max(0.25, Math.round(((to - from) / (1 + Math.floor(random() * 9))) * 4) / 4);
      const modulus = seed % 3 === 0 ? null : 1000;
      const share = [0, 0.05, 0.3, 1][seed % 4] ?? 0;
      const blocks = cutHistory(history, () => random() < share);
      const all = aggregates(blocks, AGGREGATES, { from, to, stepMs, counterModulus: modulus });
      const starts: number[] = [];
      for (let i = 0; from + i * stepMs < to; i++) starts.push(from + i * stepMs);
      for (const series of all) {
        const what = `seed ${seed}, ${series.aggregate}`;
        const expected = starts.map(start =>
          flatAggregate(history, series.aggregate, { from: start, to: Math.min(start + stepMs, to), modulus }),
        );
        const values = expected.map(({ v }) => v);
        if (EXACT.includes(series.aggregate)) expect([...series.v], what).toEqual(values);
        else expectClose(series.v, values, what);
        expect(
          [...series.q].map(q => (q >= 0x300 ? 0 : q >> 8)),
          what,
        ).toEqual(expected.map(({ kind }) => kind));
        expectClose(
          series.percentGood,
          expected.map(({ percentGood }) => percentGood),
          what,
        );
      }
    }
  });

  it('give the same without those that need changes of value as with them', () => {
    const history = randomHistory(seededRandom(11));
    const query = { from: T0, to: history.knownUntil, stepMs: 7000 };
    const blocks = cutHistory(history, i => i % 7 === 0);
    const alone = aggregates(blocks, ['TimeAverage'], query)[0];
    const among = aggregates(blocks, AGGREGATES, query).find(({ aggregate }) => aggregate === 'TimeAverage');
    expect(alone).toEqual(among);
  });

  it('hold the last sample until the time that is known, and no longer', () => {
    const history = listed([[0, 4]], 5);
    expect(one(history, 'Total')).toEqual({ v: [20], kind: [1] });
    expect(one(history, 'TimeAverage').v).toEqual([4]);
    expect(one(history, 'DurationGood').v).toEqual([5000]);
    expect(one(history, 'DurationBad').v).toEqual([0]);
    expect(one(history, 'Interpolative', { stepMs: 2500 })).toEqual({
      v: [4, 4, Number.NaN, Number.NaN],
      kind: [2, 2, 0, 0],
    });
  });

  it('weigh by time and leave out what is bad', () => {
    const history = listed([
      [0, 1],
      [2, 99, BAD],
      [4, 5],
    ]);
    expect(one(history, 'TimeAverage')).toEqual({ v: [(1 * 2 + 5 * 6) / 8], kind: [1] });
    expect(one(history, 'Average')).toEqual({ v: [3], kind: [1] });
    expect(one(history, 'PercentBad').v).toEqual([20]);
    expect(one(history, 'Count').v).toEqual([2]);
    expect(one(history, 'WorstQuality').v).toEqual([BAD]);
  });

  it('slope between samples when the tag does', () => {
    const history: FlatHistory = {
      ...listed([
        [0, 0],
        [10, 10],
      ]),
      interpolation: 'sloped',
    };
    expect(one(history, 'TimeAverage', { stepMs: 5000 }).v).toEqual([2.5, 7.5]);
    expect(one(history, 'Interpolative', { stepMs: 5000 }).v).toEqual([0, 5]);
    expect(one({ ...history, interpolation: 'stepped' }, 'Interpolative', { stepMs: 5000 }).v).toEqual([0, 0]);
  });

  it('see through the roll-over of a counter, and count a reset from 0', () => {
    const history = listed([
      [0, 65_000],
      [1, 65_530],
      [2, 10],
      [5, 100],
      [6, 3],
    ]);
    expect(one(history, 'CounterIncrease', { counterModulus: 65_536 }).v).toEqual([530 + 16 + 90 + 3]);
    expect(one(history, 'CounterIncrease').v).toEqual([530 + 10 + 90 + 3]);
    expect(one(history, 'CounterIncrease', { stepMs: 5000, counterModulus: 65_536 }).v).toEqual([546, 93]);
  });

  it('count the first change of a step against the value before it', () => {
    const history = listed([
      [0, 1],
      [1, 1],
      [4, 1, BAD],
      [6, 2],
      [7, 2],
      [8, 1],
    ]);
    expect(one(history, 'NumberOfTransitions').v).toEqual([3]);
    expect(one(history, 'NumberOfTransitions', { stepMs: 5000 }).v).toEqual([1, 2]);
  });

  it('are bad without data and good when all of the step is', () => {
    expect(one(listed([[20, 1]], 30), 'PercentGood')).toEqual({ v: [0], kind: [0] });
    expect(one(listed([[0, 1]]), 'PercentGood')).toEqual({ v: [100], kind: [2] });
    expect(one(listed([[5, 1]]), 'PercentGood')).toEqual({ v: [50], kind: [1] });
    expect(one(listed([[-5, 1]]), 'Minimum')).toEqual({ v: [Number.NaN], kind: [0] });
  });

  it('take a counter that only rises from heads', () => {
    const rising = listed(Array.from({ length: 1000 }, (_, i) => [i / 100, i * 7] as const));
    const blocks = cutHistory(rising, i => i % 100 === 0);
    const [series] = aggregates(blocks, ['CounterIncrease'], { from: T0, to: T0 + 10_000, stepMs: 10_000 });
    expect([...(series?.v ?? [])]).toEqual([999 * 7]);
    expect(blocks.decodes()).toBe(0);
  });

  it('decode a block once, however many steps it holds', () => {
    const history = listed(Array.from({ length: 1000 }, (_, i) => [i / 100, i] as const));
    const blocks = cutHistory(history, i => i % 500 === 0);
    aggregates(blocks, ['TimeAverage', 'Minimum'], { from: T0, to: T0 + 10_000, stepMs: 100 });
    expect(blocks.decodes()).toBe(2);
  });

  it('refuse steps that are none, and more of them than anyone can look at', () => {
    const blocks = cutHistory(listed([[0, 1]]), () => true);
    expect(() => aggregates(blocks, ['Count'], { from: 0, to: 1, stepMs: 0 })).toThrow(RangeError);
    expect(() => aggregates(blocks, ['Count'], { from: 0, to: 1e9, stepMs: 1 })).toThrow(RangeError);
  });
});
