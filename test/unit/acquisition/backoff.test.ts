/** Waiting times between attempts. */
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../main/acquisition/backoff.ts';

describe('backoffMs', () => {
  it('does not wait before the first attempt, then doubles from 1 s to 8 s', () => {
    const middle = [0, 1, 2, 3, 4, 5, 6, 7, 1e9].map(failures => backoffMs(failures, () => 0.5));
    expect(middle).toEqual([0, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000]);
    expect(backoffMs(-1)).toBe(0);
  });

  it('strays by at most a fifth either way', () => {
    expect(backoffMs(1, () => 0)).toBe(800);
    expect(backoffMs(1, () => 1)).toBe(1_200);
    expect(backoffMs(99, () => 1)).toBe(9_600);
    for (let i = 0; i < 200; i++) {
      expect(backoffMs(3)).toBeGreaterThanOrEqual(3_200);
      expect(backoffMs(3)).toBeLessThanOrEqual(4_800);
    }
  });
});
