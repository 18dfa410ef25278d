/**
 * The last hour of every tag in memory (main thread), until the historian answers. One growing ring per tag: a tag that is
 * scanned once a second needs 3,600 places. With very many tags the budget shortens the time kept, never the resolution.
 */
import type { Handle, SampleBatch } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';

export const KEPT_MS = 3_600_000;
/** Bytes of one place: time, value, quality. */
const PLACE_BYTES = 18;
/** All rings together; 230 tags at 1 s take 15 MB. */
const BUDGET_BYTES = 64 * 1024 * 1024;
const MOST_PLACES = 16_384;
const FIRST_PLACES = 64;

export interface Series {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

/** An entry this far ahead of the clock can only come from before a step of the clock; ms. */
const CLOCK_STEP_MS = 5_000;

class Ring {
  #t = new Float64Array(FIRST_PLACES);
  #v = new Float64Array(FIRST_PLACES);
  #q = new Uint16Array(FIRST_PLACES);
  #start = 0;
  #length = 0;

  /**
   * Times never run backwards within a ring. A source time older than the last entry (an analyser heard again after a loss) counts
   * from that entry on; entries of a future that a clock step has taken back are dropped.
   */
  add(sampledAt: number, v: number, { q, most, now }: { q: number; most: number; now: number }): void {
    while (this.#length > 0 && this.#lastTime > now + CLOCK_STEP_MS) this.#length--;
    const t = this.#length > 0 ? Math.max(sampledAt, this.#lastTime) : sampledAt;
    while (this.#length > 0 && (this.#t[this.#start] ?? 0) < t - KEPT_MS) this.#drop();
    if (this.#length === this.#t.length) {
      if (this.#length * 2 <= most) this.#grow();
      else this.#drop();
    }
    const at = (this.#start + this.#length++) % this.#t.length;
    this.#t[at] = t;
    this.#v[at] = v;
    this.#q[at] = q;
  }

  /** From the entry that was in force at `from` on. */
  since(from: number): Series {
    const { t, v, q } = this.#unrolled(this.#length);
    let first = 0;
    while (first + 1 < t.length && (t[first + 1] ?? 0) <= from) first++;
    return { t: t.slice(first), v: v.slice(first), q: q.slice(first) };
  }

  get #lastTime(): number {
    return this.#t[(this.#start + this.#length - 1) % this.#t.length] ?? Number.NaN;
  }

  #drop(): void {
    this.#start = (this.#start + 1) % this.#t.length;
    this.#length--;
  }

  #grow(): void {
    const { t, v, q } = this.#unrolled(this.#length * 2);
    this.#t = t;
    this.#v = v;
    this.#q = q;
    this.#start = 0;
  }

  #unrolled(places: number) {
    const out = { t: new Float64Array(places), v: new Float64Array(places), q: new Uint16Array(places) };
    for (let i = 0; i < this.#length; i++) {
      const at = (this.#start + i) % this.#t.length;
      out.t[i] = this.#t[at] ?? Number.NaN;
      out.v[i] = this.#v[at] ?? Number.NaN;
      out.q[i] = this.#q[at] ?? 0;
    }
    return out;
  }
}

export class RecentHistory {
  readonly #rings: (Ring | undefined)[];
  readonly #most: number;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(tagCount: number, clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#rings = new Array<Ring | undefined>(tagCount);
    this.#most = Math.max(
      FIRST_PLACES,
      Math.min(MOST_PLACES, Math.floor(BUDGET_BYTES / PLACE_BYTES / Math.max(1, tagCount))),
    );
  }

  /** A listener of the tag table. Derived points of the screens are not kept. */
  record({ handles, t, v, q }: SampleBatch): void {
    const now = this.#clock.now();
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      if (h >= this.#rings.length) continue;
      const ring = (this.#rings[h] ??= new Ring());
      ring.add(t[i] ?? Number.NaN, v[i] ?? Number.NaN, { q: q[i] ?? 0, most: this.#most, now });
    }
  }

  /** Samples of one tag from the one in force at `from` (epoch ms) on, oldest first, times ascending. */
  since(handle: Handle, from: number): Series {
    return this.#rings[handle]?.since(from) ?? { t: new Float64Array(), v: new Float64Array(), q: new Uint16Array() };
  }
}
