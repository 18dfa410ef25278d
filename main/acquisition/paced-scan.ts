/**
 * A scan that takes time, at a fixed rate: a beat that finds the last one still running is counted as an overrun and skipped,
 * never queued.
 */
import type { Beat, Scheduler } from './scheduler.ts';

export interface PacedScan extends Beat {
  /** Beats that found the last scan still running, and those that passed unnoticed. */
  readonly overruns: number;
}

/** `scan` must settle by itself within its own deadlines and must not reject. */
export function everyScan(scheduler: Scheduler, periodMs: number, scan: () => Promise<void>): PacedScan {
  let isRunning = false;
  let overruns = 0;
  const beat = scheduler.every(periodMs, (_dueAt, missed) => {
    overruns += missed;
    if (isRunning) {
      overruns++;
      return;
    }
    isRunning = true;
    void scan().finally(() => {
      isRunning = false;
    });
  });
  return {
    get overruns() {
      return overruns;
    },
    cancel: () => beat.cancel(),
  };
}
