/** Raw values that do not move: which time counts, and what ends it. */
import { describe, expect, it } from 'vitest';
import { FrozenWatch } from '../../../main/tags/frozen-watch.ts';

const AFTER = 10_000;
const watchOf = (...after: (number | null)[]) => new FrozenWatch(after.map(frozenAfterMs => ({ frozenAfterMs })));
const value = (raw: number, exact?: bigint | string) => ({ raw, exact });

describe('FrozenWatch', () => {
  it('calls a value frozen that is the same for so long, from that moment on, once', () => {
    const watch = watchOf(AFTER);
    expect(watch.heard(0, value(5), 1_000)).toBe(false);
    expect(watch.heard(0, value(5), 1_000 + AFTER - 1)).toBe(false);
    expect(watch.earliest).toBe(1_000 + AFTER);
    expect(watch.takeDue(1_000 + AFTER - 1)).toEqual([]);
    expect(watch.takeDue(1_000 + AFTER)).toEqual([0]);
    expect(watch.takeDue(1_000 + AFTER)).toEqual([]);
    expect(watch.heard(0, value(5), 1_001 + AFTER)).toBe(true);
    expect(watch.unchangedMs(0, 1_001 + AFTER)).toBe(AFTER + 1);
  });

  it('starts anew with the least change, also one that a double cannot show', () => {
    const watch = watchOf(AFTER);
    watch.heard(0, value(0), 0);
    expect(watch.heard(0, value(-0), AFTER)).toBe(false);
    const near = 2 ** 60;
    watch.heard(0, value(near, 2n ** 60n), AFTER);
    expect(watch.heard(0, value(near, 2n ** 60n + 1n), 2 * AFTER)).toBe(false);
    watch.heard(0, value(Number.NaN, 'A'), 3 * AFTER);
    expect(watch.heard(0, value(Number.NaN, 'A'), 4 * AFTER)).toBe(true);
    expect(watch.heard(0, value(Number.NaN, 'B'), 5 * AFTER)).toBe(false);
  });

  it('does not count the time in which nothing was heard', () => {
    const watch = watchOf(AFTER);
    watch.heard(0, value(5), 0);
    watch.pause(0, 6_000);
    watch.pause(0, 7_000);
    expect(watch.takeDue(100_000)).toEqual([]);
    expect(watch.unchangedMs(0, 100_000)).toBe(6_000);
    expect(watch.heard(0, value(5), 100_000)).toBe(false);
    expect(watch.takeDue(103_999)).toEqual([]);
    expect(watch.takeDue(104_000)).toEqual([0]);
  });

  it('does not forget over a loss that a value is frozen', () => {
    const watch = watchOf(AFTER);
    watch.heard(0, value(5), 0);
    expect(watch.takeDue(AFTER)).toEqual([0]);
    watch.pause(0, AFTER + 1);
    expect(watch.resume(0, 500_000)).toBe(true);
    expect(watch.heard(0, value(6), 500_001)).toBe(false);
  });

  it('watches nothing that it is not told to watch', () => {
    const watch = watchOf(null, AFTER);
    expect([watch.isWatched(0), watch.isWatched(1)]).toEqual([false, true]);
    watch.heard(0, value(5), 0);
    expect(watch.heard(0, value(5), 1e9)).toBe(false);
    expect(watch.unchangedMs(0, 1e9)).toBeNull();
    expect(watch.unchangedMs(1, 1e9)).toBeNull();
    watch.pause(1, 5);
    expect(watch.resume(1, 6)).toBe(false);
    expect(watch.takeDue(1e9)).toEqual([]);
  });
});
