/**
 * The newest samples of every tag, those that are not in month files yet, in the order in which they came (writer thread). The
 * journal on disk has the same; this is what readers ask and what sealing takes. 30 bytes a sample.
 */
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';
import { type Arrivals, type Run, Slab, type SortedSlab } from './slab.ts';

export class Tail {
  #slabs: SortedSlab[] = [];
  #open = new Slab();
  /** The open slab in order, made when somebody asks and good until the next arrival. */
  #openSorted: SortedSlab | null = null;
  /** By tag: arrivals of commits up to this one are in files. Absent = none are. */
  readonly #sealed = new Map<number, number>();
  #total = 0;

  /** Samples of all tags. */
  get total(): number {
    return this.#total;
  }

  /** Takes arrivals of the tags `ids`, of one commit or each of its own, not descending. */
  add(ids: Uint32Array, from: Arrivals, seq: number | Float64Array): void {
    for (let start = 0; start < ids.length; ) {
      start = this.#open.add(ids, from, { start, seq });
      if (this.#open.isFull) this.#closeSlab();
    }
    this.#openSorted = null;
    this.#total += ids.length;
  }

  /** Tags that have samples here, ascending. */
  ids(): number[] {
    const found = new Set(this.#all().flatMap(slab => slab.ids()));
    return [...found].filter(id => this.count(id) > 0).toSorted((a, b) => a - b);
  }

  /** Samples of a tag of commits up to `through`. */
  count(id: number, through = Number.POSITIVE_INFINITY): number {
    return this.#runs(id, through).reduce((sum, { run }) => sum + run.to - run.from, 0);
  }

  /** A copy of them, in the order of arrival. */
  take(id: number, through = Number.POSITIVE_INFINITY): Samples {
    return joined(this.#runs(id, through).map(({ slab, run }) => slab.slice(run)));
  }

  /** The arrivals of a tag, the newest first. */
  *latest(id: number): Generator<{ readonly from: Arrivals; readonly i: number; readonly seq: number }> {
    for (const { slab, run } of this.#runs(id, Number.POSITIVE_INFINITY).toReversed()) {
      const { t, v, q, seq, exact } = slab.slice(run);
      const from = { t, q, exact, bits: bitsOf(v) };
      for (let i = t.length - 1; i >= 0; i--) yield { from, i, seq: seq[i] ?? 0 };
    }
  }

  /** Forgets the `count` samples of a tag of commits up to `through`: they are in files. */
  drop(id: number, { count, through }: { count: number; through: number }): void {
    this.#total -= count;
    this.#sealed.set(id, through);
  }

  /** What comes from here on is kept apart from what is here: call it before the samples up to now are sealed. */
  begin(): void {
    if (this.#open.count > 0) this.#closeSlab();
  }

  /** Everything up to `through` is in files but for the samples of the tags `carried`, which stay. */
  settle(through: number, carried: readonly number[]): void {
    const kept = carried.map(id => ({ id, samples: this.take(id, through) }));
    const later = this.#slabs.filter(slab => slab.endsAfter(through));
    const open = this.#open;
    this.#slabs = [];
    this.#open = new Slab();
    this.#openSorted = null;
    this.#total -= kept.reduce((sum, { samples }) => sum + samples.t.length, 0);
    // They came before all that is left.
    for (const { id, samples } of kept) this.#keep(id, samples);
    this.begin();
    this.#slabs.push(...later);
    this.#open = open;
  }

  #keep(id: number, samples: Samples): void {
    const { t, q, v, seq, exact } = samples;
    this.add(new Uint32Array(t.length).fill(id), { t, q, exact, bits: bitsOf(v) }, seq);
  }

  #closeSlab(): void {
    this.#slabs.push(this.#open.sorted());
    this.#open = new Slab();
    this.#openSorted = null;
  }

  #all(): readonly SortedSlab[] {
    if (this.#open.count === 0) return this.#slabs;
    this.#openSorted ??= this.#open.sorted();
    return [...this.#slabs, this.#openSorted];
  }

  #runs(id: number, through: number): { readonly slab: SortedSlab; readonly run: Run }[] {
    const after = this.#sealed.get(id) ?? 0;
    const runs: { readonly slab: SortedSlab; readonly run: Run }[] = [];
    for (const slab of this.#all()) {
      const whole = slab.runOf(id);
      if (whole === null) continue;
      const run = slab.within(whole, after, through);
      if (run.to > run.from) runs.push({ slab, run });
    }
    return runs;
  }
}

function joined(parts: readonly Samples[]): Samples {
  const count = parts.reduce((sum, { t }) => sum + t.length, 0);
  const all = {
    t: new Float64Array(count),
    seq: new Float64Array(count),
    v: new Float64Array(count),
    q: new Uint16Array(count),
  };
  const bits = bitsOf(all.v);
  const exact = new Map<number, bigint | string>();
  let at = 0;
  for (const part of parts) {
    all.t.set(part.t, at);
    all.seq.set(part.seq, at);
    bits.set(bitsOf(part.v), 2 * at);
    all.q.set(part.q, at);
    for (const [i, value] of part.exact ?? []) exact.set(at + i, value);
    at += part.t.length;
  }
  return { ...all, ...(exact.size > 0 ? { exact } : {}) };
}
