/**
 * Notices raw values that do not move at all: a stuck instrument, a dead analyser behind a living gateway. Pure: the monotonic
 * time is handed in. Only time in which the value was really heard counts, so a lost link neither makes a value frozen nor
 * makes a frozen one good; only another raw value does.
 */
import type { Handle } from '../../shared/model/tag.ts';
import type { RawValue } from './value-store.ts';

export interface Watched {
  /** Left out or null: the tag is not watched. */
  readonly frozenAfterMs?: number | null;
}

interface Watch {
  readonly afterMs: number;
  seen: RawValue | null;
  /** Since when `seen` is unchanged, moved on by every pause. */
  since: number;
  /** Since when nothing usable is heard; null while the value is live. */
  pausedAt: number | null;
  /** When it becomes frozen if nothing changes; Infinity while paused and when it is so already. */
  dueAt: number;
}

export class FrozenWatch {
  /** By handle, with holes: most tags are not watched. */
  readonly #watches: readonly (Watch | undefined)[];
  /** No due time is earlier; corrected when it passes, as in `Deadlines`. */
  #earliest = Number.POSITIVE_INFINITY;

  constructor(points: readonly Watched[]) {
    this.#watches = points.map(({ frozenAfterMs = null }) =>
      frozenAfterMs === null
        ? undefined
        : { afterMs: frozenAfterMs, seen: null, since: 0, pausedAt: null, dueAt: Infinity },
    );
  }

  get earliest(): number {
    return this.#earliest;
  }

  isWatched(h: Handle): boolean {
    return this.#watches[h] !== undefined;
  }

  /** A usable raw value came. True when it counts as frozen. */
  heard(h: Handle, value: RawValue, now: number): boolean {
    const watch = this.#watches[h];
    if (watch === undefined) return false;
    if (watch.seen !== null && isSame(watch.seen, value)) return this.resume(h, now);
    watch.seen = value;
    watch.since = now;
    watch.pausedAt = null;
    this.#await(watch, now + watch.afterMs);
    return false;
  }

  /** The value that was paused is live again and has not changed. True when it counts as frozen. */
  resume(h: Handle, now: number): boolean {
    const watch = this.#watches[h];
    if (watch === undefined || watch.seen === null) return false;
    if (watch.pausedAt !== null) watch.since += now - watch.pausedAt;
    watch.pausedAt = null;
    const dueAt = watch.since + watch.afterMs;
    if (dueAt <= now) watch.dueAt = Infinity;
    else this.#await(watch, dueAt);
    return dueAt <= now;
  }

  /** From `at` on nothing usable is heard; the count stands still. */
  pause(h: Handle, at: number): void {
    const watch = this.#watches[h];
    if (watch === undefined || watch.seen === null || watch.pausedAt !== null) return;
    watch.pausedAt = at;
    watch.dueAt = Infinity;
  }

  /** Handles that have become frozen since the last call. */
  takeDue(now: number): readonly Handle[] {
    const due: Handle[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    for (const [h, watch] of this.#watches.entries()) {
      if (watch === undefined) continue;
      if (watch.dueAt <= now) {
        due.push(h);
        watch.dueAt = Infinity;
      } else earliest = Math.min(earliest, watch.dueAt);
    }
    this.#earliest = earliest;
    return due;
  }

  /** For how long the raw value has been heard without a change, ms; null for a tag that is not watched or never heard. */
  unchangedMs(h: Handle, now: number): number | null {
    const watch = this.#watches[h];
    if (watch === undefined || watch.seen === null) return null;
    return (watch.pausedAt ?? now) - watch.since;
  }

  #await(watch: Watch, dueAt: number): void {
    watch.dueAt = dueAt;
    this.#earliest = Math.min(this.#earliest, dueAt);
  }
}

/** Bit by bit: −0 and 0 are two readings, and so are two integers with the same nearest double. */
const isSame = (a: RawValue, b: RawValue): boolean => Object.is(a.raw, b.raw) && a.exact === b.exact;
