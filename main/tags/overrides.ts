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
    this.#entries.set(h, { override, endsAt: now.monotonic + (override.until - now.wall) });
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

  /** Takes out those whose time has come. */
  takeEnded(now: Moment): readonly (readonly [Handle, TagOverride])[] {
    const ended: (readonly [Handle, TagOverride])[] = [];
    for (const [h, { override, endsAt }] of this.#entries) {
      if (override.until > now.wall && endsAt > now.monotonic) continue;
      ended.push([h, override]);
      this.#entries.delete(h);
    }
    return ended;
  }
}
