/** The statistics of the benches. */
import { describe, expect, it } from 'vitest';
import { tenths } from '../../bench/bench.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('tenths', () => {
  it('gives the median of every tenth, in order, and leaves no value out', () => {
    expect(tenths(upTo(30))).toEqual([1, 4, 7, 10, 13, 16, 19, 22, 25, 28]);
    expect(tenths(upTo(19)).at(-1)).toBe(18);
  });

  it.each([1, 2, 9, 11])('gives ten numbers, from the first value to the last, for %d values', count => {
    const values = upTo(count);
    const trail = tenths(values);
    expect(trail.every(Number.isFinite)).toBe(true);
    expect([trail.length, trail[0], trail.at(-1)]).toEqual([10, 0, count - 1]);
  });
});
