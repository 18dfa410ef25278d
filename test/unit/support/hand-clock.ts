/** A clock whose hands only the test turns. Wall time and monotonic time start far apart, so that mixing them up shows. */
import type { Clock } from '../../../main/platform/clock.ts';

export class HandClock implements Clock {
  wallMs = 1_800_000_000_000;
  monotonicMs = 5_000;

  now(): number {
    return this.wallMs;
  }

  monotonic(): number {
    return this.monotonicMs;
  }

  advance(ms: number): void {
    this.wallMs += ms;
    this.monotonicMs += ms;
  }
}
