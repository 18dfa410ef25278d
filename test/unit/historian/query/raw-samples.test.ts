/** Raw samples against the flat reference, whole and in pages. */
import { describe, expect, it } from 'vitest';
import { type RawCursor, type RawQuery, rawSamples } from '../../../../main/historian/query/raw-samples.ts';
import { type CountedHistory, cutHistory, randomHistory, randomSpan, T0, toList } from '../../../kit/history-blocks.ts';
import { type FlatHistory, type FlatSample, flatRaw } from '../../../kit/history-reference.ts';
import { seededRandom } from '../../../kit/random.ts';

function inPages(blocks: CountedHistory, query: RawQuery): FlatSample[][] {
  const pages: FlatSample[][] = [];
  let after: RawCursor | undefined;
  do {
    const page = rawSamples(blocks, after === undefined ? query : { ...query, after });
    pages.push(toList(page.samples));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return pages;
}

/** `count` samples of one time among others. */
function crowd(count: number): FlatHistory {
  const times = [T0, ...Array.from({ length: count }, () => T0 + 10), T0 + 20];
  const samples = times.map((t, i) => ({ t, v: i, q: 0x201, seq: i + 1 }));
  return { samples, interpolation: 'stepped', knownUntil: T0 + 20 };
}

describe('rawSamples', () => {
  it('equal the reference for any history, span and cutting, whole and page by page', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const history = randomHistory(random);
      const share = [0, 0.05, 0.3, 1][seed % 4] ?? 0;
      const blocks = cutHistory(history, () => random() < share);
      const query = { ...randomSpan(history, random), bounds: random() < 0.5 };
      const expected = flatRaw(history, query);
      const whole = rawSamples(blocks, query);
      expect(toList(whole.samples), `seed ${seed}`).toEqual(expected);
      expect(whole.next).toBeNull();
      const limit = 1 + Math.floor(random() * 9);
      const pages = inPages(blocks, { ...query, limit });
      expect(pages.flat(), `seed ${seed}, pages of ${limit}`).toEqual(expected);
      expect(pages.length, `seed ${seed}`).toBe(Math.max(1, Math.ceil(expected.length / limit)));
    }
  });

  it('go on in the midst of many samples of one time', () => {
    const blocks = cutHistory(crowd(1000), () => true);
    const pages = inPages(blocks, { from: T0, to: T0 + 30, bounds: false, limit: 300 });
    expect(pages.map(page => page.length)).toEqual([300, 300, 300, 102]);
    expect(pages.flat().map(({ v }) => v)).toEqual(Array.from({ length: 1002 }, (_, i) => i));
  });

  it('keep a cursor right when the blocks have been cut anew between two pages', () => {
    const history = crowd(10);
    const query = { from: T0, to: T0 + 30, bounds: false, limit: 5 };
    const first = rawSamples(
      cutHistory(history, () => true),
      query,
    );
    const second = rawSamples(
      cutHistory(history, () => false),
      { ...query, limit: 99, after: first.next ?? { t: 0, taken: 0 } },
    );
    expect([...first.samples.v, ...second.samples.v]).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });

  it('give arrays of their own, so that they may be handed over', () => {
    const blocks = cutHistory(crowd(10), () => false);
    const { samples } = rawSamples(blocks, { from: T0, to: T0 + 30, bounds: false });
    samples.v.fill(-1);
    expect(blocks.blocks[0]?.samples().v[0]).toBe(0);
  });

  it('decode no block outside the span', () => {
    const blocks = cutHistory(crowd(10), () => true);
    rawSamples(blocks, { from: T0 + 5, to: T0 + 15, bounds: false });
    expect(blocks.decodes()).toBe(1);
  });

  it('refuse a page of no samples', () => {
    const blocks = cutHistory(crowd(1), () => true);
    expect(() => rawSamples(blocks, { from: T0, to: T0 + 1, bounds: false, limit: 0 })).toThrow(RangeError);
  });
});
