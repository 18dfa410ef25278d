/** The last hour in memory: rings that grow, wrap and stay within their budget. */
import { describe, expect, it } from 'vitest';
import { KEPT_MS, RecentHistory } from '../../../main/recent/recent-history.ts';
import { GOOD, STALE } from '../../../shared/model/quality.ts';
import { batch } from '../support/samples.ts';

const T0 = 1_800_000_000_000;
/** A clock that is ahead of every sample here. */
const FAR = { now: () => T0 + 1e9 };

function fill(history: RecentHistory, { h = 0, count, stepMs }: { h?: number; count: number; stepMs: number }): void {
  for (let i = 0; i < count; i++) history.record(batch({ h, v: i, t: T0 + i * stepMs }));
}

describe('RecentHistory', () => {
  it('gives back what was recorded, oldest first, quality and missing numbers included', () => {
    const history = new RecentHistory(2, FAR);
    history.record(batch({ h: 1, v: 5, t: T0 }, { h: 0, v: 6, t: T0 }));
    history.record(batch({ h: 1, v: Number.NaN, t: T0 + 1, q: STALE }));
    expect(history.since(1, 0)).toEqual({
      t: Float64Array.of(T0, T0 + 1),
      v: Float64Array.of(5, Number.NaN),
      q: Uint16Array.of(GOOD, STALE),
    });
    expect(history.since(0, 0).v).toEqual(Float64Array.of(6));
  });

  it('gives what was in force at the time asked and all after it', () => {
    const history = new RecentHistory(1, FAR);
    fill(history, { count: 10, stepMs: 1_000 });
    expect(history.since(0, T0 + 7_000).v).toEqual(Float64Array.of(7, 8, 9));
    expect(history.since(0, T0 + 6_999.5).v).toEqual(Float64Array.of(6, 7, 8, 9));
    expect(history.since(0, T0 + 99_000).v).toEqual(Float64Array.of(9));
  });

  it('never runs backwards: an old source time after a loss counts from the loss on', () => {
    const history = new RecentHistory(1, FAR);
    history.record(batch({ h: 0, v: 1, t: T0 }));
    history.record(batch({ h: 0, v: Number.NaN, t: T0 + 60_000, q: STALE }));
    history.record(batch({ h: 0, v: 2, t: T0 + 10_000 }));
    expect(history.since(0, 0).t).toEqual(Float64Array.of(T0, T0 + 60_000, T0 + 60_000));
  });

  it('drops the future that a backward step of the clock has taken back', () => {
    let now = T0 + 3_600_000;
    const history = new RecentHistory(1, { now: () => now });
    history.record(batch({ h: 0, v: 1, t: T0 }, { h: 0, v: 2, t: now }));
    now = T0 + 1_000;
    history.record(batch({ h: 0, v: 3, t: now }));
    expect(history.since(0, 0).v).toEqual(Float64Array.of(1, 3));
  });

  it('is empty for a tag without samples, and keeps no derived points', () => {
    const history = new RecentHistory(1, FAR);
    history.record(batch({ h: 1, v: 5, t: T0 }));
    expect(history.since(0, 0).v).toHaveLength(0);
    expect(history.since(1, 0).v).toHaveLength(0);
    expect(history.since(99, 0).v).toHaveLength(0);
  });

  it.each([63, 64, 65, 128, 129, 1_000])('keeps all of %i samples while it grows', count => {
    const history = new RecentHistory(1, FAR);
    fill(history, { count, stepMs: 1_000 });
    const { t, v, q } = history.since(0, 0);
    expect(v).toEqual(Float64Array.from({ length: count }, (_, i) => i));
    expect(t[count - 1]).toBe(T0 + (count - 1) * 1_000);
    expect(q.every(word => word === GOOD)).toBe(true);
  });

  it('keeps one hour and forgets what is older, over many wraps of its ring', () => {
    const history = new RecentHistory(230, FAR);
    fill(history, { count: 20_000, stepMs: 1_000 });
    const { t, v } = history.since(0, 0);
    expect(t).toHaveLength(3_601);
    expect(t[0]).toBe((t.at(-1) ?? 0) - KEPT_MS);
    expect(v.every((value, i) => value === 16_399 + i)).toBe(true);
  });

  it('keeps less time, never less resolution, when the budget is reached', () => {
    const history = new RecentHistory(1, FAR);
    fill(history, { count: 40_000, stepMs: 50 });
    const { v } = history.since(0, 0);
    expect(v).toHaveLength(16_384);
    expect(v.at(-1)).toBe(39_999);
    expect(v.every((value, i) => value === 39_999 - 16_383 + i)).toBe(true);
  });

  it.each([1_000, 10_000, 40_000])('invariant 4: the samples of %i fast tags stay within 64 MiB', tags => {
    const history = new RecentHistory(tags, FAR);
    fill(history, { count: 20_000, stepMs: 10 });
    const places = history.since(0, 0).t.length;
    expect(places).toBeGreaterThanOrEqual(64);
    expect(places * 18 * tags).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it('gives copies: what a reader does to them does not reach the ring', () => {
    const history = new RecentHistory(1, FAR);
    fill(history, { count: 3, stepMs: 1_000 });
    history.since(0, 0).v.fill(99);
    expect(history.since(0, 0).v).toEqual(Float64Array.of(0, 1, 2));
  });
});
