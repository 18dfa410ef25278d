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

  it('takes 8 bytes and two bits a double, 4 a 32-bit float and 1 a state, where tags come in their order', () => {
    const of = (one: (i: number) => number) => encodeJournal(samples(Array.from({ length: 1_000 }, (_, i) => one(i))));
    expect(of(i => (i + 1) / 3 + 0.1).length).toBeLessThan(8_300);
    expect(of(i => i + 0.25).length).toBeLessThan(4_300);
    expect(of(i => i % 2).length).toBeLessThan(1_300);
  });

  it('keeps values of all kinds that come mixed, each at its place', () => {
    const v = Array.from({ length: 103 }, (_, i) => [i, -i, i / 4, i / 3, 255 + i, -0, Number.NaN][i % 7] ?? 0);
    const tag = Uint32Array.from(v, (_, i) => (i < 50 ? i + 7 : 500 - i));
    const back = decodeJournal(encodeJournal(samples(v, { tag })));
    expect(words(back.v)).toEqual(words(Float64Array.from(v)));
    expect(back.tag).toEqual(tag);
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
