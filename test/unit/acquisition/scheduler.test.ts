/** The fixed beat: t0 + n · period whatever happens at it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scheduler } from '../../../main/acquisition/scheduler.ts';
import { systemClock } from '../../../main/platform/clock.ts';

describe('Scheduler', () => {
  let scheduler: Scheduler;
  let t0: number;
  /** When beats fired, ms since t0. */
  const fired: number[] = [];
  /** When they were due, ms since t0, and how many periods before them were missed. */
  const due: number[] = [];
  const missed: number[] = [];
  const mark = (dueAt: number, periods: number) => {
    fired.push(systemClock.monotonic() - t0);
    due.push(dueAt - t0);
    missed.push(periods);
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    scheduler = new Scheduler(systemClock);
    t0 = systemClock.monotonic();
    for (const list of [fired, due, missed]) list.length = 0;
  });
  afterEach(() => {
    scheduler.stop();
    vi.useRealTimers();
  });

  it('fires at t0 + n · period without drift over 10,000 beats', async () => {
    scheduler.every(100, mark);
    await vi.advanceTimersByTimeAsync(100 * 10_000 - 1);
    expect(fired).toHaveLength(10_000);
    expect(due.every((at, n) => at === n * 100)).toBe(true);
    expect(fired.every((at, n) => Math.abs(at - n * 100) < 1)).toBe(true);
  });

  it('fires at t0 + n · period over 10,000 beats though every timer comes a little late', async () => {
    // Time runs 0.5 % faster than the timers: each fires up to half a millisecond after it was meant to.
    const late = { now: () => 0, monotonic: () => performance.now() * 1.005 };
    const start = late.monotonic();
    const own = new Scheduler(late);
    own.every(100, () => void fired.push(late.monotonic() - start));
    await vi.advanceTimersByTimeAsync((100 * 10_000) / 1.005);
    own.stop();
    expect(fired.length).toBeGreaterThanOrEqual(10_000);
    expect(fired.every((at, n) => Math.abs(at - n * 100) < 2)).toBe(true);
  });

  it('keeps the beats of an hour and of 50 ms apart with one timer', async () => {
    let fast = 0;
    const slow: number[] = [];
    scheduler.every(3_600_000, dueAt => void slow.push(dueAt - t0));
    scheduler.every(50, () => void fast++);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000 + 10);
    expect(slow).toEqual([0, 3_600_000, 7_200_000]);
    expect(fast).toBeGreaterThanOrEqual(2 * 72_000 - 1);
  });

  it('after a stall of the process goes on with the beat as it was, and says how many were missed', async () => {
    scheduler.every(100, mark);
    await vi.advanceTimersByTimeAsync(150);
    // The event loop stands still for 1,230 ms: monotonic time passes, no timer fires.
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 1_230);
    await vi.advanceTimersByTimeAsync(50);
    expect(missed).toEqual([0, 0, 12]);
    expect(due).toEqual([0, 100, 1_400]);
    await vi.advanceTimersByTimeAsync(120);
    vi.restoreAllMocks();
    expect(due.slice(3)).toEqual([1_500]);
    expect(missed.slice(3)).toEqual([0]);
  });

  it('spreads groups of one period over it', async () => {
    for (let i = 0; i < 10; i++) scheduler.every(1_000, mark);
    await vi.advanceTimersByTimeAsync(999);
    expect(fired).toHaveLength(10);
    const gaps = fired.toSorted((a, b) => a - b).map((at, i, all) => at - (all[i - 1] ?? -100));
    expect(Math.min(...gaps)).toBeGreaterThan(50);
  });

  it('gives the tags of a slow group their first reading within a second', async () => {
    for (let i = 0; i < 20; i++) scheduler.every(3_600_000, mark);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fired).toHaveLength(20);
  });

  it('a cancelled beat fires no more, also when another beat of the same moment cancels it; the others go on', async () => {
    let others = 0;
    const first = scheduler.every(100, mark);
    scheduler.every(100, () => void others++);
    await vi.advanceTimersByTimeAsync(50);
    first.cancel();
    first.cancel();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fired).toEqual([0]);
    expect(others).toBeGreaterThanOrEqual(10);

    const own = new Scheduler(systemClock);
    const seen: string[] = [];
    const victim = { cancel: () => undefined };
    own.every(0.001, () => {
      seen.push('a');
      victim.cancel();
      own.stop();
    });
    Object.assign(
      victim,
      own.every(0.001, () => void seen.push('b')),
    );
    await vi.advanceTimersByTimeAsync(5);
    expect(seen).toEqual(['a']);
  });

  it('leaves no timer after stop', async () => {
    scheduler.every(100, mark);
    await vi.advanceTimersByTimeAsync(250);
    scheduler.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fired).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });
});
