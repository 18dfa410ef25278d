/**
 * The newest samples of every tag, those that are not in month files yet, in the order in which they came (writer thread). The
 * journal on disk has the same; this is what readers ask and what sealing takes. 26 bytes a sample.
 */

import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';

const FIRST_PLACES = 64;

/** Samples on their way in, of any tags, structure of arrays. */
export interface Arrivals {
  readonly t: Float64Array;
  /** The doubles as pairs of words: copying them so keeps every bit of a NaN. */
  readonly bits: Uint32Array;
  readonly q: Uint16Array;
  readonly exact?: ReadonlyMap<number, bigint | string> | undefined;
}

export class TagTail {
  #t = new Float64Array(FIRST_PLACES);
  #seq = new Float64Array(FIRST_PLACES);
  #v = new Float64Array(FIRST_PLACES);
  #bits = bitsOf(this.#v);
  #q = new Uint16Array(FIRST_PLACES);
  #exact: Map<number, bigint | string> | null = null;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Commit of the oldest sample; infinity without one. */
  get firstSeq(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : (this.#seq[0] ?? 0);
  }

  /** Time of the oldest sample, epoch ms; infinity without one. */
  get firstT(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : (this.#t[0] ?? 0);
  }

  add(from: Arrivals, i: number, seq: number): void {
    if (this.#count === this.#t.length) this.#resize(this.#count * 2);
    const at = this.#count++;
    this.#t[at] = from.t[i] ?? 0;
    this.#seq[at] = seq;
    this.#bits[2 * at] = from.bits[2 * i] ?? 0;
    this.#bits[2 * at + 1] = from.bits[2 * i + 1] ?? 0;
    this.#q[at] = from.q[i] ?? 0;
    const exact = from.exact?.get(i);
    if (exact !== undefined) (this.#exact ??= new Map()).set(at, exact);
  }

  /** How many of the oldest arrivals are of commits up to `seq`. */
  countThrough(seq: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seq[middle] ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest arrival, as something to take it from; null without one. */
  newest(): { readonly from: Arrivals; readonly i: number; readonly seq: number } | null {
    const i = this.#count - 1;
    if (i < 0) return null;
    const from = { t: this.#t, bits: this.#bits, q: this.#q, exact: this.#exact ?? undefined };
    return { from, i, seq: this.#seq[i] ?? 0 };
  }

  /** A copy of the oldest `count` arrivals, in the order of arrival. */
  first(count: number): Samples {
    const exact = this.#exact && new Map([...this.#exact].filter(([i]) => i < count));
    return {
      t: this.#t.slice(0, count),
      seq: this.#seq.slice(0, count),
      v: this.#v.slice(0, count),
      q: this.#q.slice(0, count),
      ...(exact && exact.size > 0 ? { exact } : {}),
    };
  }

  /** Forgets the oldest `count` arrivals. */
  drop(count: number): void {
    for (const column of [this.#t, this.#seq, this.#v, this.#q]) column.copyWithin(0, count, this.#count);
    if (this.#exact) this.#exact = new Map([...this.#exact].flatMap(([i, x]) => (i < count ? [] : [[i - count, x]])));
    const held = this.#count;
    this.#count -= count;
    // The next half hour will bring about as many; but a burst must not keep its memory for ever.
    if (this.#t.length > 4 * Math.max(held, FIRST_PLACES)) this.#resize(Math.max(FIRST_PLACES, held));
  }

  #resize(places: number): void {
    const moved = <A extends Float64Array | Uint16Array>(from: A, to: A): A => {
      to.set(from.subarray(0, this.#count));
      return to;
    };
    this.#t = moved(this.#t, new Float64Array(places));
    this.#seq = moved(this.#seq, new Float64Array(places));
    this.#v = moved(this.#v, new Float64Array(places));
    this.#bits = bitsOf(this.#v);
    this.#q = moved(this.#q, new Uint16Array(places));
  }
}

export class Tail {
  /** By tag id: ids are small and dense, and this is looked up for every sample. */
  readonly #tags: (TagTail | undefined)[] = [];
  #total = 0;

  /** Samples of all tags. */
  get total(): number {
    return this.#total;
  }

  /** Tag ids that have samples here. */
  ids(): number[] {
    return this.#tags.flatMap((tag, id) => (tag !== undefined && tag.count > 0 ? [id] : []));
  }

  of(id: number): TagTail | undefined {
    return this.#tags[id];
  }

  add(id: number, from: Arrivals, { i, seq }: { i: number; seq: number }): void {
    this.#of(id).add(from, i, seq);
    this.#total++;
  }

  /** Samples of one commit: `from` is of the tags `ids`. */
  addAll(ids: Uint32Array, from: Arrivals, seq: number): void {
    for (let i = 0; i < ids.length; i++) this.#of(ids[i] ?? 0).add(from, i, seq);
    this.#total += ids.length;
  }

  drop(id: number, count: number): void {
    this.#tags[id]?.drop(count);
    this.#total -= count;
  }

  #of(id: number): TagTail {
    let tag = this.#tags[id];
    if (tag === undefined) {
      tag = new TagTail();
      this.#tags[id] = tag;
    }
    return tag;
  }
}
