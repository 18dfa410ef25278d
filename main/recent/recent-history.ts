/**
 * The last hour of every tag in memory (main thread), until the historian answers. One growing ring per tag: a tag that is
 * scanned once a second needs 3,600 places. With very many tags the budget shortens the time kept, never the resolution.
 */
import type { Handle, SampleBatch } from '../../shared/model/tag.ts';

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

class Ring {
  #t = new Float64Array(FIRST_PLACES);
  #v = new Float64Array(FIRST_PLACES);
  #q = new Uint16Array(FIRST_PLACES);
  #start = 0;
  #length = 0;

  add(t: number, v: number, { q, most }: { q: number; most: number }): void {
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

  since(from: number): Series {
    const { t, v, q } = this.#unrolled(this.#length);
    let first = 0;
    while (first < t.length && (t[first] ?? 0) < from) first++;
    return { t: t.slice(first), v: v.slice(first), q: q.slice(first) };
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

  constructor(tagCount: number) {
    this.#rings = new Array<Ring | undefined>(tagCount);
    this.#most = Math.max(
      FIRST_PLACES,
      Math.min(MOST_PLACES, Math.floor(BUDGET_BYTES / PLACE_BYTES / Math.max(1, tagCount))),
    );
  }

  /** A listener of the tag table. Derived points of the screens are not kept. */
  record({ handles, t, v, q }: SampleBatch): void {
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      if (h >= this.#rings.length) continue;
      const ring = (this.#rings[h] ??= new Ring());
      ring.add(t[i] ?? Number.NaN, v[i] ?? Number.NaN, { q: q[i] ?? 0, most: this.#most });
    }
  }

  /** Samples of one tag from `from` (epoch ms) on, oldest first. */
  since(handle: Handle, from: number): Series {
    return this.#rings[handle]?.since(from) ?? { t: new Float64Array(), v: new Float64Array(), q: new Uint16Array() };
  }
}
