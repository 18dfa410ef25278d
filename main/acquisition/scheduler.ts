/**
 * Fixed-rate scheduler of scan groups (main thread): group n fires at t0 + n · period, never "period after the last reply".
 * A beat that comes while the last scan still runs is counted as an overrun and skipped, never queued. One timer serves all
 * groups; the first beats of groups with one period are spread over it, so that devices are not all asked at once.
 */
import type { Clock } from '../platform/clock.ts';

export interface ScanGroup {
  /** Beats that found the last scan still running. */
  readonly overruns: number;
  /** Fires the group now, out of turn; the fixed beat goes on as before. */
  fireNow(): void;
  cancel(): void;
}

interface Entry extends ScanGroup {
  overruns: number;
  running: boolean;
  nextAt: number;
  readonly periodMs: number;
  readonly scan: () => Promise<void>;
}

/** Golden ratio: consecutive groups land far apart in the period whatever their number. */
const SPREAD = 0.618_033_988_75;

export class Scheduler {
  readonly #clock: Clock;
  readonly #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `scan` must settle by itself within its own deadlines and must not reject. */
  every(periodMs: number, scan: () => Promise<void>): ScanGroup {
    const phase = ((this.#count++ * SPREAD) % 1) * Math.min(periodMs, 1_000);
    const entry: Entry = {
      overruns: 0,
      running: false,
      nextAt: this.#clock.monotonic() + phase,
      periodMs,
      scan,
      fireNow: () => this.#run(entry),
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
    this.#timer = setTimeout(() => this.#beat(), Math.max(0, next - this.#clock.monotonic()));
  }

  #beat(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    for (const entry of this.#entries) {
      // Timers may fire a fraction of a ms early; 0.5 ms is below any period's jitter.
      if (entry.nextAt > now + 0.5) continue;
      const missed = Math.max(0, Math.floor((now - entry.nextAt) / entry.periodMs));
      entry.nextAt += (missed + 1) * entry.periodMs;
      entry.overruns += missed;
      if (entry.running) entry.overruns++;
      else this.#run(entry);
    }
    this.#arm();
  }

  #run(entry: Entry): void {
    // A device that is found while the station stops must not be asked again.
    if (entry.running || !this.#entries.has(entry)) return;
    entry.running = true;
    void entry.scan().finally(() => {
      entry.running = false;
    });
  }
}
