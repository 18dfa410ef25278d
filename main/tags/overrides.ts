/**
 * Which tags show a value that a person has put in the place of the live one. Pure register of the running station; clock,
 * disk and events are elsewhere (override-register.ts). An override changes what is shown and calculated with, never what a
 * device does, and it ends by itself: by the calendar or by the elapsed time, whichever comes first, so that a clock that is
 * set back does not prolong it.
 */
import { FORCED, isBad, type Quality, SUBSTITUTED } from '../../shared/model/quality.ts';
import type { Handle, TagOverride } from '../../shared/model/tag.ts';

export interface Moment {
  /** Epoch ms. */
  readonly wall: number;
  /** Monotonic ms. */
  readonly monotonic: number;
}

interface Entry {
  readonly override: TagOverride;
  /** Monotonic ms. */
  readonly endsAt: number;
}

/** Quality of a value while it is overridden. */
export const qualityOf = ({ kind }: TagOverride): Quality => (kind === 'force' ? FORCED : SUBSTITUTED);

export class Overrides {
  readonly #entries = new Map<Handle, Entry>();
  /** None ends before these; they may be too early after one was deleted, and are corrected when they pass. */
  #firstUntil = Number.POSITIVE_INFINITY;
  #firstEndsAt = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#entries.size;
  }

  get(h: Handle): TagOverride | undefined {
    return this.#entries.get(h)?.override;
  }

  /** All of them, in order of handles. */
  all(): readonly (readonly [Handle, TagOverride])[] {
    return [...this.#entries].map(([h, { override }]) => [h, override] as const).toSorted(([a], [b]) => a - b);
  }

  /** Replaces the one that the tag may have. */
  set(h: Handle, override: TagOverride, now: Moment): void {
    const entry = { override, endsAt: now.monotonic + (override.until - now.wall) };
    this.#entries.set(h, entry);
    this.#watch(entry);
  }

  /** The one that ended, if there was one. */
  delete(h: Handle): TagOverride | undefined {
    const override = this.get(h);
    this.#entries.delete(h);
    return override;
  }

  /** The one that decides what is shown while the live value has the quality `live`. */
  inForce(h: Handle, live: Quality): TagOverride | undefined {
    const override = this.get(h);
    return override !== undefined && (override.kind === 'force' || isBad(live)) ? override : undefined;
  }

  /** Takes out those whose time has come. Asked for every value that somebody reads, so most calls look no further. */
  takeEnded(now: Moment): readonly (readonly [Handle, TagOverride])[] {
    if (this.#firstUntil > now.wall && this.#firstEndsAt > now.monotonic) return [];
    const ended = [...this.#entries].filter(
      ([, { override, endsAt }]) => override.until <= now.wall || endsAt <= now.monotonic,
    );
    for (const [h] of ended) this.#entries.delete(h);
    this.#firstUntil = Number.POSITIVE_INFINITY;
    this.#firstEndsAt = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) this.#watch(entry);
    return ended.map(([h, { override }]) => [h, override] as const);
  }

  #watch({ override, endsAt }: Entry): void {
    this.#firstUntil = Math.min(this.#firstUntil, override.until);
    this.#firstEndsAt = Math.min(this.#firstEndsAt, endsAt);
  }
}
