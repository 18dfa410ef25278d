/** Buckets against the flat reference, however the history is cut, and how little they decode. */
import { describe, expect, it } from 'vitest';
import { type BucketQuery, buckets } from '../../../../main/historian/query/buckets/buckets.ts';
import { QueryCancelled } from '../../../../main/historian/query/query-span.ts';
import { cutHistory, randomHistory, randomSpan, T0 } from '../../../kit/history-blocks.ts';
import { type FlatHistory, flatBucket } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';
import { expectClose } from './closeness.ts';

const COLUMNS = ['min', 'max', 'first', 'last', 'count', 'worstQ', 'percentValid', 'percentGood'] as const;
const EXACT = ['min', 'max', 'first', 'last', 'count', 'worstQ'] as const;

function reference(history: FlatHistory, { from, to, count, want }: BucketQuery) {
  const stepMs = (to - from) / count;
  const edge = (i: number): number => (i === count ? to : from + i * stepMs);
  const list = Array.from({ length: count }, (_, i) => flatBucket(history, edge(i), edge(i + 1)));
  return want === 'all' ? list : list.map(bucket => ({ ...bucket, first: Number.NaN, last: Number.NaN }));
}

/** One sample a second, all good. */
function secondly(count: number, valueOf: (i: number) => number): FlatHistory {
  const samples = Array.from({ length: count }, (_, i) => ({ t: T0 + i * 1000, v: valueOf(i), q: 0x201, seq: i + 1 }));
  return { samples, interpolation: 'sloped', knownUntil: T0 + count * 1000 };
}

describe('buckets', () => {
  it('equal the reference for any history, span and cutting', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const share = [0, 0.05, 0.3, 1][seed % 4] ?? 0;
      const blocks = cutHistory(history, () => random() < share);
      const count = 1 + Math.floor(random() * 12);
      for (const want of ['all', 'minmax'] as const) {
        const query = { ...randomSpan(history, random), count, want };
        const actual = buckets(blocks, query);
        const expected = reference(history, query);
        for (const column of COLUMNS) {
          const values = expected.map(bucket => bucket[column]);
          expectClose(actual[column], values, `seed ${seed}, ${want}, ${column}`);
          if (EXACT.some(name => name === column))
            expect([...actual[column]], `seed ${seed} ${column}`).toEqual(values);
        }
      }
    }
  });

  it('count a sample on an edge in the bucket that begins there, also when the steps are no round numbers', () => {
    for (let count = 1; count < 400; count++) {
      const query = { from: T0 + 0.25, to: T0 + 1000, count, want: 'minmax' } as const;
      const stepMs = (query.to - query.from) / count;
      const samples = Array.from({ length: count }, (_, i) => ({ t: query.from + i * stepMs, v: i, q: 0x201, seq: 1 }));
      const blocks = cutHistory({ samples, interpolation: 'stepped', knownUntil: query.to }, i => i % 7 === 0);
      const { min, max, count: counts } = buckets(blocks, query);
      const places = samples.map(({ v }) => v);
      expect([...min], `${count} buckets`).toEqual(places);
      expect([...max], `${count} buckets`).toEqual(places);
      expect(new Set(counts)).toEqual(new Set([1]));
    }
  });

  it('show a spike of one sample in a chunk that a boundary cuts', () => {
    const history = secondly(4096, i => (i === 2050 ? 1e6 : Math.sin(i)));
    const blocks = cutHistory(history, i => i % 1000 === 0);
    const query = { from: T0, to: T0 + 4_096_000, count: 2, want: 'minmax' } as const;
    const { max } = buckets(blocks, query);
    expect(max[1]).toBe(1e6);
    expect(max[0]).toBeLessThanOrEqual(1);
  });

  it('decode a chunk that a boundary cuts only where it could change a bucket', () => {
    const isCut = (i: number): boolean => i % 100 === 0;
    const query = { from: T0, to: T0 + 2_000_000, count: 4, want: 'minmax' } as const;
    const deepest = new Set([120, 720, 1120, 1620]);
    const quietAtEdges = cutHistory(
      secondly(2050, i => (deepest.has(i) ? 9 : deepest.has(i - 1) ? -9 : Math.sin(i))),
      i => isCut(i + 50),
    );
    buckets(quietAtEdges, query);
    expect(quietAtEdges.decodes()).toBe(0);
    const constant = cutHistory(
      secondly(2050, () => 5),
      i => isCut(i + 50),
    );
    buckets(constant, { ...query, count: 177 });
    expect(constant.decodes()).toBe(0);
    const rising = cutHistory(
      secondly(2050, i => i),
      i => isCut(i + 50),
    );
    buckets(rising, query);
    expect(rising.decodes()).toBe(4);
  });

  it('decode what a boundary cuts when the first and last samples are asked for', () => {
    const blocks = cutHistory(
      secondly(2050, () => 5),
      i => (i + 50) % 100 === 0,
    );
    buckets(blocks, { from: T0, to: T0 + 2_000_000, count: 4, want: 'all' });
    expect(blocks.decodes()).toBe(4);
  });

  it('cost few decodes for a noisy signal when a bucket has about eight chunks, as a year on a screen has', () => {
    const random = seededRandom(5);
    const history = secondly(20_000, i => 50 + 10 * Math.sin(i / 5000) + random());
    const blocks = cutHistory(history, i => i % 20 === 0);
    const query = { from: T0 + 500, to: T0 + 19_999_500, count: 127, want: 'minmax' } as const;
    const actual = buckets(blocks, query);
    const places = Array.from({ length: 127 }, (_, i) => [
      query.from + i * actual.stepMs,
      query.from + (i + 1) * actual.stepMs,
    ]);
    const inside = places.map(([from = 0, to = 0]) =>
      history.samples.filter(({ t }) => t >= from && t < to).map(({ v }) => v),
    );
    expect([...actual.max]).toEqual(inside.map(values => Math.max(...values)));
    expect([...actual.min]).toEqual(inside.map(values => Math.min(...values)));
    // 1,000 blocks, of which the boundaries cut 122; all of them would be decoded for the first and last samples.
    expect(blocks.decodes()).toBeGreaterThan(0);
    expect(blocks.decodes()).toBeLessThan(85);
  });

  it('stop between two blocks when the query is cancelled', () => {
    const blocks = cutHistory(
      secondly(100, i => i),
      () => true,
    );
    let looks = 0;
    const signal = {
      get isCancelled() {
        return ++looks > 10;
      },
    };
    const query = { from: T0, to: T0 + 100_000, count: 3, want: 'all', signal } as const;
    expect(() => buckets(blocks, query)).toThrow(QueryCancelled);
    expect(looks).toBe(11);
  });

  it('refuse a span or a count that is none', () => {
    const blocks = cutHistory(
      secondly(1, () => 1),
      () => true,
    );
    expect(() => buckets(blocks, { from: 2, to: 1, count: 1, want: 'all' })).toThrow(RangeError);
    expect(() => buckets(blocks, { from: 1, to: 2, count: 0, want: 'all' })).toThrow(RangeError);
    expect(() => buckets(blocks, { from: 1, to: Number.NaN, count: 1, want: 'all' })).toThrow(RangeError);
  });
});
