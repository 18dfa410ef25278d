/** The fixed beat: t0 + n · period whatever the scans do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler } from '../../../main/acquisition/scheduler.ts';
import { systemClock } from '../../../main/platform/clock.ts';

const after = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

describe('Scheduler', () => {
  let scheduler: Scheduler;
  let t0: number;
  /** Fires at the phases that the spread gives; ms since t0. */
  const beats: number[] = [];
  const mark = () => void beats.push(systemClock.monotonic() - t0);

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    scheduler = new Scheduler(systemClock);
    t0 = systemClock.monotonic();
    beats.length = 0;
  });
  afterEach(() => {
    scheduler.stop();
    vi.useRealTimers();
  });

  it('fires at t0 + n · period without drift over 10,000 beats, though every scan takes part of the period', async () => {
    const group = scheduler.every(100, async () => {
      mark();
      await after(37);
    });
    await vi.advanceTimersByTimeAsync(100 * 10_000 - 1);
    expect(beats).toHaveLength(10_000);
    expect(beats.at(-1)).toBeCloseTo(999_900, 6);
    expect(beats.every((at, n) => Math.abs(at - n * 100) < 1)).toBe(true);
    expect(group.overruns).toBe(0);
  });

  it('fires at t0 + n · period over 10,000 beats though every timer comes a little late', async () => {
    // Time runs 0.5 % faster than the timers: each fires up to half a millisecond after it was meant to.
    const late = { now: () => 0, monotonic: () => performance.now() * 1.005 };
    const start = late.monotonic();
    const own = new Scheduler(late);
    own.every(100, async () => void beats.push(late.monotonic() - start));
    await vi.advanceTimersByTimeAsync((100 * 10_000) / 1.005);
    own.stop();
    expect(beats.length).toBeGreaterThanOrEqual(10_000);
    expect(beats.every((at, n) => Math.abs(at - n * 100) < 2)).toBe(true);
  });

  it('counts a beat that finds the last scan running and never queues it', async () => {
    let running = 0;
    let most = 0;
    const group = scheduler.every(100, async () => {
      mark();
      most = Math.max(most, ++running);
      await after(beats.length === 1 ? 350 : 10);
      running--;
    });
    await vi.advanceTimersByTimeAsync(799);
    expect(beats).toEqual([0, 400, 500, 600, 700]);
    expect(group.overruns).toBe(3);
    expect(most).toBe(1);
  });

  it('invariant 4: a group whose scan never ends delays no other group', async () => {
    const dead = scheduler.every(100, () => new Promise(() => undefined));
    const seen: number[] = [];
    scheduler.every(100, async () => void seen.push(systemClock.monotonic() - t0));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toHaveLength(100);
    expect(dead.overruns).toBe(100);
  });

  it('after a stall of the process goes on with the beat as it was, and counts what it missed', async () => {
    const group = scheduler.every(100, async () => mark());
    await vi.advanceTimersByTimeAsync(150);
    // The event loop stands still for 1,230 ms: monotonic time passes, no timer fires.
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 1_230);
    await vi.advanceTimersByTimeAsync(50);
    expect(beats).toHaveLength(3);
    expect(group.overruns).toBe(12);
    await vi.advanceTimersByTimeAsync(120);
    vi.restoreAllMocks();
    const later = beats.slice(3).map(at => at % 100);
    expect(later.length).toBeGreaterThan(0);
    for (const phase of later) expect(Math.min(phase, 100 - phase)).toBeLessThan(1);
  });

  it('spreads groups of one period over it', async () => {
    for (let i = 0; i < 10; i++) scheduler.every(1_000, async () => mark());
    await vi.advanceTimersByTimeAsync(999);
    expect(beats).toHaveLength(10);
    const gaps = beats.toSorted((a, b) => a - b).map((at, i, all) => at - (all[i - 1] ?? -100));
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  it('fireNow scans out of turn, leaves the beat alone, and does nothing while a scan runs', async () => {
    const group = scheduler.every(100, async () => {
      mark();
      await after(20);
    });
    await vi.advanceTimersByTimeAsync(50);
    group.fireNow();
    group.fireNow();
    await vi.advanceTimersByTimeAsync(150);
    expect(beats).toEqual([0, 50, 100, 200]);
    expect(group.overruns).toBe(0);
  });

  it('a cancelled group fires no more, neither by the beat nor by fireNow; the others go on', async () => {
    const group = scheduler.every(100, async () => mark());
    let others = 0;
    scheduler.every(100, async () => void others++);
    await vi.advanceTimersByTimeAsync(50);
    group.cancel();
    group.fireNow();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(beats).toEqual([0]);
    expect(others).toBeGreaterThanOrEqual(10);
  });

  it('leaves no timer after stop', async () => {
    const group = scheduler.every(100, async () => mark());
    await vi.advanceTimersByTimeAsync(250);
    scheduler.stop();
    group.fireNow();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(beats).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });
});
