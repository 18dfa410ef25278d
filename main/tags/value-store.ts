/**
 * The live value of each tag as it was judged, by handle: value, quality, time, the raw value behind it, when it was received,
 * the last good one, and what a value was before it went stale. Plain storage, without clock and without opinion. The columns
 * are open, because the tag table writes the common case straight into them: a call per value would cost more than the value.
 * Only tags that never had an exact value may be written so.
 */
import { GOOD, isBad, NOT_READ_YET, type Quality, STALE } from '../../shared/model/quality.ts';
import type { Handle } from '../../shared/model/tag.ts';

/** What a double cannot carry: an integer beyond 2^53, a text. */
export type Exact = bigint | string;

export interface Sample {
  /** NaN when the quality is bad, and for texts. */
  readonly v: number;
  readonly q: Quality;
  /** Epoch ms. */
  readonly t: number;
  /** A text, or an integer that `v` is only near. None when the quality is bad. */
  readonly exact: Exact | undefined;
}

export interface Reading extends Sample {
  /** The last good value; NaN when there never was one, and for a text, which is then in `lastExact`. */
  readonly lastV: number;
  readonly lastT: number;
  readonly lastExact: Exact | undefined;
}

export interface RawValue {
  /** As it stood on the wire; NaN where it was no number. */
  readonly raw: number;
  /** What `raw` cannot carry. */
  readonly exact: Exact | undefined;
}

export class ValueStore {
  readonly v: Float64Array;
  readonly q: Uint16Array;
  readonly t: Float64Array;
  /** The last one received, whatever became of the value since. */
  readonly raw: Float64Array;
  /** Epoch ms at which `raw` came; NaN before the first. */
  readonly receivedAt: Float64Array;
  /** Only kept when a value stops being good; while it is good, it is the last good one itself. */
  readonly #lastV: Float64Array;
  readonly #lastT: Float64Array;
  /** What a value was before it went stale, for the device that says later that it has not changed. */
  readonly #heldV: Float64Array;
  readonly #heldQ: Uint16Array;
  readonly #exact = new ExactColumn();
  readonly #lastExact = new ExactColumn();
  readonly #heldExact = new ExactColumn();
  readonly #rawExact = new ExactColumn();

  constructor(initial: readonly Quality[], now: number) {
    const size = initial.length;
    const nothing = () => new Float64Array(size).fill(Number.NaN);
    this.v = nothing();
    this.q = Uint16Array.from(initial);
    this.t = new Float64Array(size).fill(now);
    this.raw = nothing();
    this.receivedAt = nothing();
    this.#lastV = nothing();
    this.#lastT = nothing();
    this.#heldV = nothing();
    this.#heldQ = new Uint16Array(size).fill(NOT_READ_YET);
  }

  quality(h: Handle): Quality {
    return this.q[h] ?? NOT_READ_YET;
  }

  reading(h: Handle): Reading {
    const v = this.v[h] ?? Number.NaN;
    const q = this.q[h] ?? NOT_READ_YET;
    const t = this.t[h] ?? Number.NaN;
    const exact = this.#exact.get(h);
    if (q === GOOD) return { v, q, t, exact, lastV: v, lastT: t, lastExact: exact };
    const lastV = this.#lastV[h] ?? Number.NaN;
    const lastT = this.#lastT[h] ?? Number.NaN;
    return { v, q, t, exact, lastV, lastT, lastExact: this.#lastExact.get(h) };
  }

  store(h: Handle, { v, q, t, exact }: Sample): void {
    if (this.q[h] === GOOD) {
      this.#lastV[h] = this.v[h] ?? Number.NaN;
      this.#lastT[h] = this.t[h] ?? Number.NaN;
      this.#lastExact.put(h, this.#exact.get(h));
    }
    this.v[h] = v;
    this.q[h] = q;
    this.t[h] = t;
    this.#exact.put(h, exact);
    this.#heldQ[h] = NOT_READ_YET;
  }

  /** What came, and when (epoch ms). */
  receive(h: Handle, { raw, exact }: RawValue, at: number): void {
    this.raw[h] = raw;
    this.receivedAt[h] = at;
    this.#rawExact.put(h, exact);
  }

  received(h: Handle): RawValue {
    return { raw: this.raw[h] ?? Number.NaN, exact: this.#rawExact.get(h) };
  }

  /** Nothing was heard in time: there is no number from `t` on, but what it was stays known. */
  hold(h: Handle, t: number): void {
    const { v, q, exact } = this.reading(h);
    this.store(h, { v: Number.NaN, q: STALE, t, exact: undefined });
    this.#heldV[h] = v;
    this.#heldQ[h] = q;
    this.#heldExact.put(h, exact);
  }

  /** The value that is stale only because nobody was heard in time, or null when that is not what ails it. */
  held(h: Handle): Omit<Sample, 't'> | null {
    const q = this.#heldQ[h] ?? NOT_READ_YET;
    if (this.q[h] !== STALE || isBad(q)) return null;
    return { v: this.#heldV[h] ?? Number.NaN, q, exact: this.#heldExact.get(h) };
  }
}

/** Few tags have exact values, so there is a map and no column of them; most stations have none at all. */
class ExactColumn {
  readonly #values = new Map<Handle, Exact>();

  get(h: Handle): Exact | undefined {
    return this.#values.size === 0 ? undefined : this.#values.get(h);
  }

  put(h: Handle, exact: Exact | undefined): void {
    if (exact !== undefined) this.#values.set(h, exact);
    else if (this.#values.size > 0) this.#values.delete(h);
  }
}
