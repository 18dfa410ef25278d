/** One commit as bytes: what comes back is what went in, or an error. */
import { describe, expect, it } from 'vitest';
import { decodeJournal, encodeJournal, type JournalSamples } from '../../../../main/historian/store/journal-blob.ts';

const words = (v: Float64Array): number[] => [...new Uint32Array(v.slice().buffer)];

function samples(v: readonly number[], parts: Partial<JournalSamples> = {}): JournalSamples {
  return {
    count: v.length,
    tag: Uint32Array.from(v, (_, i) => i + 1),
    t: new Float64Array(v.length).fill(1_795_000_000_123),
    v: Float64Array.from(v),
    q: new Uint16Array(v.length).fill(513),
    ...parts,
  };
}

describe('a journal row', () => {
  it.each([
    ['nothing', []],
    ['32-bit floats', [0, -0, 1.5, Math.fround(0.1), Number.POSITIVE_INFINITY]],
    ['doubles', [0.1, -1e-310, 5e-324, Number.MAX_VALUE, Number.NaN, Number.NEGATIVE_INFINITY]],
  ])('of %s comes back to the bit', (_name, v) => {
    const back = decodeJournal(encodeJournal(samples(v)));
    expect(words(back.v)).toEqual(words(Float64Array.from(v)));
    expect(back).toMatchObject({ count: v.length, q: new Uint16Array(v.length).fill(513) });
  });

  it('keeps the bits of a NaN that says more', () => {
    const v = new Float64Array(1);
    new Uint32Array(v.buffer).set([0xdeadbeef, 0x7ff81234]);
    expect(words(decodeJournal(encodeJournal(samples([0], { v }))).v)).toEqual([0xdeadbeef, 0x7ff81234]);
  });

  it('keeps tags in any order, single times, numbers of their own, texts and large integers', () => {
    const row = samples([1, 2, 3], {
      tag: Uint32Array.of(4_000_000_000, 1, 7),
      t: Float64Array.of(3.25, 1, 2),
      q: Uint16Array.of(0, 65_535, 513),
      seq: Float64Array.of(2 ** 53 - 1, 1, 1),
      exact: new Map<number, string | bigint>([
        [0, '文字 "x"'],
        [2, -(2n ** 70n)],
      ]),
    });
    expect(decodeJournal(encodeJournal(row))).toEqual(row);
  });

  it('takes about nine bytes a double and five a 32-bit float', () => {
    const doubles = samples(Array.from({ length: 1_000 }, (_, i) => i / 3));
    const singles = samples(Array.from({ length: 1_000 }, (_, i) => i / 4));
    expect(encodeJournal(doubles).length).toBeLessThan(9_100);
    expect(encodeJournal(singles).length).toBeLessThan(5_100);
  });

  it('that the disk has changed or cut off anywhere is an error and never samples', () => {
    const bytes = encodeJournal(samples([1, 0.1, 3]));
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = (changed[i] ?? 0) ^ 0x10;
      expect(() => decodeJournal(changed), `byte ${i}`).toThrow();
      expect(() => decodeJournal(bytes.slice(0, i)), `cut at ${i}`).toThrow();
    }
  });
});
