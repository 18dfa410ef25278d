/**
 * The tag table as one would write it without a thought for speed: nothing is stored but what happened, and every question is
 * answered from that. No sweep, no deadlines kept, no columns; only the rules. Random tests hold the real table against it.
 */
import {
  DEVICE_FAULT,
  FORCED,
  FROZEN,
  GOOD,
  isBad,
  NOT_READ_YET,
  OUT_OF_RANGE,
  type Quality,
  STALE,
  SUBSTITUTED,
} from '../../../shared/model/quality.ts';
import type { TagOverride } from '../../../shared/model/tag.ts';

export interface ModelPoint {
  readonly low: number | null;
  readonly high: number | null;
  readonly staleAfterMs: number;
  readonly gain?: number;
  readonly isClamped?: boolean;
  readonly frozenAfterMs?: number;
}

export interface ModelMoment {
  readonly wall: number;
  readonly monotonic: number;
}

export interface Told {
  readonly raw: number;
  readonly q: Quality;
  readonly exact?: bigint | string | undefined;
}

export interface Expected {
  readonly v: number;
  readonly q: Quality;
  readonly exact: bigint | string | undefined;
}

/** Heard with the same raw value, monotonic ms; an open end is where silence will have begun. */
interface Stretch {
  readonly from: number;
  to: number;
}

const NOTHING = { v: Number.NaN, exact: undefined };

export class ModelTag {
  readonly #point: ModelPoint;
  #told: Told | null = null;
  /** Why there is no value although one was told. */
  #lostBy: Quality | null = null;
  #heardAt = 0;
  #unchanged: Stretch[] = [];
  #unchangedRaw: Told | null = null;
  #override: (TagOverride & { readonly endsAt: number }) | null = null;

  constructor(point: ModelPoint) {
    this.#point = point;
  }

  sample(told: Told, now: ModelMoment): void {
    this.#silenceUntil(now);
    this.#told = told;
    this.#lostBy = null;
    this.#heardAt = now.monotonic;
    const isUsable = !isBad(this.#converted().q);
    if (!isUsable) return;
    const last = this.#unchangedRaw;
    const isSame = last !== null && Object.is(last.raw, told.raw) && last.exact === told.exact;
    if (!isSame) this.#unchanged = [];
    this.#unchangedRaw = told;
    this.#unchanged.push({ from: now.monotonic, to: Number.POSITIVE_INFINITY });
  }

  confirm(now: ModelMoment): void {
    if (this.#told === null || this.#lostBy !== null || isBad(this.#converted().q)) return;
    this.#silenceUntil(now);
    this.#heardAt = now.monotonic;
    this.#unchanged.push({ from: now.monotonic, to: Number.POSITIVE_INFINITY });
  }

  lose(reason: Quality, now: ModelMoment): void {
    if (this.live(now).q === reason) return;
    this.#silenceUntil(now);
    this.#lostBy = reason;
  }

  override(override: TagOverride | null, now: ModelMoment): void {
    this.#override = override === null ? null : { ...override, endsAt: now.monotonic + (override.until - now.wall) };
  }

  live({ monotonic }: ModelMoment): Expected {
    if (this.#lostBy !== null) return { ...NOTHING, q: this.#lostBy };
    if (this.#told === null) return { ...NOTHING, q: NOT_READ_YET };
    if (monotonic >= this.#heardAt + this.#point.staleAfterMs) return { ...NOTHING, q: STALE };
    const converted = this.#converted();
    const isFrozen = this.#unchangedMs(monotonic) >= (this.#point.frozenAfterMs ?? Number.POSITIVE_INFINITY);
    return { ...converted, q: isFrozen && converted.q === GOOD ? FROZEN : converted.q };
  }

  shown(now: ModelMoment): Expected {
    const live = this.live(now);
    const o = this.#override;
    // Once over it is over, even if the clock is set back afterwards.
    if (o !== null && (now.wall >= o.until || now.monotonic >= o.endsAt)) this.#override = null;
    if (o === null || this.#override === null) return live;
    if (o.kind === 'force') return { v: o.value, q: FORCED, exact: undefined };
    return isBad(live.q) ? { v: o.value, q: SUBSTITUTED, exact: undefined } : live;
  }

  #converted(): Expected {
    const { low, high, gain = 1, isClamped = false } = this.#point;
    if (this.#told === null || isBad(this.#told.q)) return { ...NOTHING, q: this.#told?.q ?? NOT_READ_YET };
    const { raw, q, exact } = this.#told;
    if (typeof exact === 'string') return { v: Number.NaN, q, exact };
    const value = raw * gain;
    if (!Number.isFinite(value)) return { ...NOTHING, q: DEVICE_FAULT };
    const span = low === null || high === null ? null : high - low;
    const isOutside = span !== null && (value < (low ?? 0) - span * 0.0125 || value > (high ?? 0) + span * 0.03125);
    const v = isClamped ? Math.max(low ?? value, Math.min(high ?? value, value)) : value;
    const isPlain = gain === 1 && !isClamped;
    return { v, q: isOutside && q === GOOD ? OUT_OF_RANGE : q, exact: isPlain ? exact : undefined };
  }

  /** What was heard until now ends now, or ended at the deadline if that has passed. */
  #silenceUntil({ monotonic }: ModelMoment): void {
    const end = Math.min(monotonic, this.#heardAt + this.#point.staleAfterMs);
    for (const stretch of this.#unchanged) stretch.to = Math.min(stretch.to, end);
  }

  #unchangedMs(monotonic: number): number {
    return this.#unchanged.reduce((sum, { from, to }) => sum + Math.min(to, monotonic) - from, 0);
  }
}
