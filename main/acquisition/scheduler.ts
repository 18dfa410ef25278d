/**
 * Fixed-rate beats (main thread): beat n of a group fires at t0 + n · period, never "period after the last reply", so nothing
 * drifts. One timer serves all groups; the first beats of consecutive groups are spread over a second, so that devices are not
 * all asked at once. What a beat does must not block; whether the last scan is still running is its own to know.
 */
import type { Clock } from '../platform/clock.ts';

export interface Beat {
  /** Safe to call twice and from within the beat itself. */
  cancel(): void;
}

/**
 * `dueAt` is the nominal time of the beat, monotonic ms. `missed` counts whole periods before it that passed unnoticed because
 * this thread stood still.
 */
export type OnBeat = (dueAt: number, missed: number) => void;

interface Entry extends Beat {
  nextAt: number;
  readonly periodMs: number;
  readonly onBeat: OnBeat;
}

/** Golden ratio: consecutive groups land far apart in the period whatever their number. */
const SPREAD = 0.618_033_988_75;
/** A long period does not keep its tags waiting for their first value; ms. */
const LATEST_FIRST_MS = 1_000;
/** Timers may fire a fraction of a ms early; below any period's jitter. */
const EARLY_MS = 0.5;

export class Scheduler {
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  every(periodMs: number, onBeat: OnBeat): Beat {
    const phase = ((this.#count++ * SPREAD) % 1) * Math.min(periodMs, LATEST_FIRST_MS);
    const entry: Entry = {
      nextAt: this.#clock.monotonic() + phase,
      periodMs,
      onBeat,
      cancel: () => void this.#entries.delete(entry),
    };
    this.#entries.add(entry);
    this.#arm();
    return entry;
  }

  stop(): void {
    this.#entries.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries) next = Math.min(next, entry.nextAt);
    if (next === this.#timerAt || next === Number.POSITIVE_INFINITY) return;
    clearTimeout(this.#timer);
    this.#timerAt = next;
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, next - this.#clock.monotonic()));
  }

  #fire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    for (const entry of this.#entries) {
      if (entry.nextAt > now + EARLY_MS) continue;
      const missed = Math.max(0, Math.floor((now - entry.nextAt) / entry.periodMs));
      const dueAt = entry.nextAt + missed * entry.periodMs;
      entry.nextAt = dueAt + entry.periodMs;
      entry.onBeat(dueAt, missed);
    }
    this.#arm();
  }
}
