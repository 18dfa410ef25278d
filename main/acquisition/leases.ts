/**
 * Which tags are read with their fast period now: those that somebody looks at, and those that a command waits for. A lease ends
 * by itself when it is not renewed, so that a window that hangs or a command that is forgotten cannot keep a slow line busy. Main
 * thread.
 */
import type { Handle } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';

export interface Lease {
  /** From now on for these tags, for the whole time again; also after it has run out, but not after `release`. */
  renew(): void;
  /** Safe to call twice. */
  release(): void;
}

/** Takers come and go in bursts (a screen opens, another closes): the plan of the devices follows once; ms. */
const GATHER_MS = 30;

interface Entry {
  readonly handles: readonly Handle[];
  readonly durationMs: number;
  until: number;
}

export class LeaseBook {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #onChange: (hastened: ReadonlySet<Handle>) => void;
  readonly #entries = new Set<Entry>();
  #told: ReadonlySet<Handle> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  /** @param onChange called with all tags that are hastened from now on, when they are others than before */
  constructor(clock: Pick<Clock, 'monotonic'>, onChange: (hastened: ReadonlySet<Handle>) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  take(handles: readonly Handle[], durationMs: number): Lease {
    const entry: Entry = { handles, durationMs, until: this.#clock.monotonic() + durationMs };
    this.#entries.add(entry);
    this.#reviewIn(GATHER_MS);
    let isReleased = false;
    return {
      renew: () => {
        // A lease that was let go is not renewed any more.
        if (isReleased) return;
        entry.until = this.#clock.monotonic() + durationMs;
        if (this.#entries.has(entry)) return;
        this.#entries.add(entry);
        this.#reviewIn(GATHER_MS);
      },
      release: () => {
        isReleased = true;
        if (this.#entries.delete(entry)) this.#reviewIn(GATHER_MS);
      },
    };
  }

  /** Nothing is told any more, whoever still holds a lease. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#entries.clear();
  }

  #reviewIn(ms: number): void {
    const at = this.#clock.monotonic() + ms;
    if (this.#isStopped || at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#review(), ms);
    this.#timer.unref();
  }

  #review(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    const hastened = new Set<Handle>();
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries) {
      if (entry.until <= now) {
        this.#entries.delete(entry);
        continue;
      }
      next = Math.min(next, entry.until);
      for (const handle of entry.handles) hastened.add(handle);
    }
    if (next < Number.POSITIVE_INFINITY) this.#reviewIn(Math.max(GATHER_MS, next - now));
    if (hastened.size === this.#told.size && [...hastened].every(handle => this.#told.has(handle))) return;
    this.#told = hastened;
    this.#onChange(hastened);
  }
}
