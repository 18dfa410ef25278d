/** One period of one device: asked at every beat, never twice at once, and what is missed is counted. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PolledBlock } from '../../../../../main/acquisition/drivers/modbus/poll/polled-block.ts';
import { ScanGroup } from '../../../../../main/acquisition/drivers/modbus/poll/scan-group.ts';
import { ScanStatistics } from '../../../../../main/acquisition/scan-statistics.ts';
import { Scheduler } from '../../../../../main/acquisition/scheduler.ts';
import { systemClock } from '../../../../../main/platform/clock.ts';
import { polledBlock } from './poll-bench.ts';

const PERIOD_MS = 200;
const advance = (ms: number): void => void vi.advanceTimersByTime(ms);

describe('ScanGroup', () => {
  let scheduler: Scheduler;
  let group: ScanGroup;
  let isScanned: boolean;
  /** Offset of the block, when it was submitted and by when it should be read, ms since the start. */
  let submitted: (readonly [number, number, number])[];
  let startedAt: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    startedAt = systemClock.monotonic();
    scheduler = new Scheduler(systemClock);
    isScanned = true;
    submitted = [];
    group = new ScanGroup({
      periodMs: PERIOD_MS,
      statistics: new ScanStatistics(PERIOD_MS),
      scheduler,
      context: { clock: systemClock, guard: run => run },
      isScanned: () => isScanned,
      submit: (block, deadline) => {
        block.isPending = true;
        submitted.push([block.block.offset, systemClock.monotonic() - startedAt, deadline - startedAt]);
      },
    });
    group.blocks = [polledBlock(0), polledBlock(10, 3)];
  });
  afterEach(() => {
    scheduler.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  const answer = (...blocks: readonly PolledBlock[]): void => {
    for (const block of blocks) block.isPending = false;
  };

  it('asks for every block at every beat, each to be read by the next one', () => {
    for (let i = 0; i < 3; i++) {
      advance(i === 0 ? 0 : PERIOD_MS);
      answer(...group.blocks);
    }
    expect(submitted).toEqual([
      [0, 0, 200],
      [10, 0, 200],
      [0, 200, 400],
      [10, 200, 400],
      [0, 400, 600],
      [10, 400, 600],
    ]);
    expect(group.statistics.overruns).toBe(0);
  });

  it('does not ask twice for a block that has not come back, asks for the others, and counts one overrun a beat', () => {
    const [slow, quick] = group.blocks;
    advance(0);
    if (quick !== undefined) answer(quick);
    advance(PERIOD_MS);
    expect(submitted.map(([offset]) => offset)).toEqual([0, 10, 10]);
    expect(group.statistics.overruns).toBe(1);
    // Both are late now: one scan is.
    advance(PERIOD_MS);
    expect([submitted.length, group.statistics.overruns]).toEqual([3, 2]);
    if (slow !== undefined) answer(slow);
    advance(PERIOD_MS);
    expect([submitted.at(-1)?.[0], group.statistics.overruns]).toEqual([0, 3]);
  });

  it('counts the beats that the whole process missed', () => {
    advance(0);
    answer(...group.blocks);
    vi.spyOn(systemClock, 'monotonic').mockImplementation(() => performance.now() + 5 * PERIOD_MS);
    advance(PERIOD_MS);
    expect(group.statistics.overruns).toBe(5);
    expect(submitted.slice(2).map(([offset, , deadline]) => [offset, deadline])).toEqual([
      [0, 7 * PERIOD_MS],
      [10, 7 * PERIOD_MS],
    ]);
  });

  it('asks nothing and counts nothing while the device is not scanned, and keeps its beat', () => {
    isScanned = false;
    advance(3.5 * PERIOD_MS);
    expect([submitted, group.statistics.overruns]).toEqual([[], 0]);
    isScanned = true;
    advance(PERIOD_MS);
    expect(submitted.map(([, at]) => at)).toEqual([4 * PERIOD_MS, 4 * PERIOD_MS]);
  });

  it('leaves a block alone for as long as it is left in peace, which is no overrun', () => {
    const [deaf] = group.blocks;
    if (deaf !== undefined) deaf.retryAt = startedAt + 2 * PERIOD_MS;
    for (let i = 0; i < 3; i++) {
      advance(i === 0 ? 0 : PERIOD_MS);
      answer(...group.blocks);
    }
    expect(submitted.map(([offset, at]) => [offset, at])).toEqual([
      [10, 0],
      [10, 200],
      [0, 400],
      [10, 400],
    ]);
    expect(group.statistics.overruns).toBe(0);
  });

  it('asks out of turn when it is refreshed, except for what waits already, and the beat goes on as it was', () => {
    advance(0);
    const [first] = group.blocks;
    if (first !== undefined) answer(first);
    advance(50);
    group.refresh();
    expect(submitted.slice(2)).toEqual([[0, 50, 250]]);
    expect(group.statistics.overruns).toBe(0);
    answer(...group.blocks);
    advance(150);
    expect(submitted.slice(3).map(([, at]) => at)).toEqual([200, 200]);
  });

  it('counts no overrun for what was asked out of turn just before the beat, but for what misses the next beat as well', () => {
    advance(0);
    answer(...group.blocks);
    advance(PERIOD_MS - 10);
    group.refresh();
    advance(10);
    expect([submitted.length, group.statistics.overruns]).toEqual([4, 0]);
    advance(PERIOD_MS);
    expect([submitted.length, group.statistics.overruns]).toEqual([4, 1]);
  });

  it('asks nothing after it has been cancelled', () => {
    group.cancel();
    group.cancel();
    advance(5 * PERIOD_MS);
    expect(submitted).toEqual([]);
  });

  it('says what it costs and how well it keeps its period', () => {
    expect(group.status()).toEqual({
      periodMs: PERIOD_MS,
      tags: 4,
      requests: 2,
      overruns: 0,
      measuredPeriodMs: Number.NaN,
      jitterMs: Number.NaN,
    });
    group.statistics.read(0);
    group.statistics.read(5_000);
    group.statistics.overruns = 3;
    expect(group.status()).toMatchObject({ overruns: 3, measuredPeriodMs: 5_000, jitterMs: 4_800 });
  });
});
