/**
 * The newest sample of every tag by sequence, never by wall time (writer thread). What is in the tail is looked up there, and taken
 * over when it leaves: following every sample would cost more than all else that is done with it.
 */
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import { grown } from '../grown.ts';
import { bitsOf } from '../sample-bits.ts';
import type { JournalSamples } from '../store/journal-blob.ts';
import type { Arrivals } from './slab.ts';
import type { Tail } from './tail.ts';

export class Newest {
  #t = new Float64Array(0);
  #seq = new Float64Array(0);
  /** Commit of the newest gap. */
  #gapSeq = new Float64Array(0);
  #v = new Float64Array(0);
  #bits = bitsOf(this.#v);
  #q = new Uint16Array(0);
  readonly #exact = new Map<number, bigint | string>();

  /** Takes over the newest sample of each of these tags, of commits up to `through`. */
  follow(tail: Tail, ids: readonly number[], through = Number.POSITIVE_INFINITY): void {
    for (const id of ids) {
      for (const arrival of tail.latest(id, through)) {
        this.set(id, arrival.from, arrival);
        if (arrival.from.q[arrival.i] !== NOT_RECORDED) break;
      }
    }
  }

  /** Takes the sample unless a newer one is known. */
  set(id: number, from: Arrivals, { i, seq }: { i: number; seq: number }): void {
    if (id >= this.#t.length) this.#grow(Math.max(1_024, id * 2));
    if (from.q[i] === NOT_RECORDED) {
      // A gap says that nothing is known since, not that the value was another one.
      this.#gapSeq[id] = Math.max(this.#gapSeq[id] ?? 0, seq);
      return;
    }
    if (seq < (this.#seq[id] ?? 0)) return;
    this.#t[id] = from.t[i] ?? 0;
    this.#seq[id] = seq;
    this.#bits[2 * id] = from.bits[2 * i] ?? 0;
    this.#bits[2 * id + 1] = from.bits[2 * i + 1] ?? 0;
    this.#q[id] = from.q[i] ?? 0;
    const exact = from.exact?.get(i);
    if (exact !== undefined) this.#exact.set(id, exact);
    else if (this.#exact.size > 0) this.#exact.delete(id);
  }

  /** Takes over what another one knows. */
  merge(other: Newest): void {
    const { tag, t, v, q, seq, exact } = other.saved();
    const from = { t, q, exact, bits: bitsOf(v) };
    for (let i = 0; i < tag.length; i++) this.set(tag[i] ?? 0, from, { i, seq: seq?.[i] ?? 0 });
  }

  /** False when nothing was ever heard of the tag. */
  has(id: number): boolean {
    return (this.#seq[id] ?? 0) > 0;
  }

  timeOf(id: number): number {
    return this.#t[id] ?? 0;
  }

  /** Of what is in force: after a gap nothing is. */
  qualityOf(id: number): number {
    return (this.#gapSeq[id] ?? 0) > (this.#seq[id] ?? 0) ? NOT_RECORDED : (this.#q[id] ?? 0);
  }

  /** All of them, with the gaps that came after. */
  saved(): JournalSamples {
    const values = this.all();
    const { tag, t, seq, v, q } = values;
    const gaps = tag.filter(id => this.qualityOf(id) === NOT_RECORDED);
    const joined = (own: Float64Array, more: (id: number) => number): Float64Array =>
      Float64Array.from([...own, ...Array.from(gaps, more)]);
    const all = new Float64Array(tag.length + gaps.length).fill(Number.NaN);
    all.set(v);
    return {
      count: tag.length + gaps.length,
      tag: Uint32Array.from([...tag, ...gaps]),
      t: joined(t, id => this.timeOf(id)),
      seq: joined(seq, id => this.#gapSeq[id] ?? 0),
      v: all,
      q: Uint16Array.from([...q, ...Array.from(gaps, () => NOT_RECORDED)]),
      ...(values.exact === undefined ? {} : { exact: values.exact }),
    };
  }

  /** All of them, in order of tag ids. */
  all(): JournalSamples & { seq: Float64Array } {
    const ids = Uint32Array.from(this.#seq.keys()).filter(id => this.has(id));
    const out = {
      count: ids.length,
      tag: ids,
      t: new Float64Array(ids.length),
      seq: new Float64Array(ids.length),
      v: new Float64Array(ids.length),
      q: new Uint16Array(ids.length),
    };
    const bits = bitsOf(out.v);
    const exact = new Map<number, bigint | string>();
    ids.forEach((id, i) => {
      out.t[i] = this.#t[id] ?? 0;
      out.seq[i] = this.#seq[id] ?? 0;
      bits[2 * i] = this.#bits[2 * id] ?? 0;
      bits[2 * i + 1] = this.#bits[2 * id + 1] ?? 0;
      out.q[i] = this.#q[id] ?? 0;
      const text = this.#exact.get(id);
      if (text !== undefined) exact.set(i, text);
    });
    return { ...out, exact };
  }

  #grow(places: number): void {
    this.#t = grown(this.#t, new Float64Array(places));
    this.#seq = grown(this.#seq, new Float64Array(places));
    this.#gapSeq = grown(this.#gapSeq, new Float64Array(places));
    this.#v = grown(this.#v, new Float64Array(places));
    this.#bits = bitsOf(this.#v);
    this.#q = grown(this.#q, new Uint16Array(places));
  }
}
