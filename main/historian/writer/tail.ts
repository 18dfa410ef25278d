/**
 * The newest samples of every tag, those that are not in month files yet, in the order in which they came (writer thread). The
 * journal on disk has the same; this is what readers ask and what sealing takes. Memory is used again when it is sealed.
 */
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';
import { joinSamples, pickSamples } from '../sort-samples.ts';
import type { PlacedRun } from './segments.ts';
import { type Arrivals, Slab } from './slab.ts';
import { WorkSpace } from './work-space.ts';

/** Empty slabs kept for use again: what a seal of the budget sets free. */
const MOST_SPARE = 16;

/** Places between the samples of tags that are taken together: columns that begin a power of two apart share lines of a cache. */
const STAGGER = 24;

interface Part {
  readonly slab: Slab;
  readonly run: Omit<PlacedRun, 'at'>;
}

export class Tail {
  #slabs: Slab[] = [];
  #open = new Slab();
  readonly #spare: Slab[] = [];
  /** One sample at a time. */
  readonly #glance = new WorkSpace();
  /** What a slab has of one tag at a time. */
  readonly #piece = new WorkSpace();
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
    this.#total += ids.length;
  }

  /** Tags that have samples here, ascending. */
  ids(): number[] {
    const found = new Set(this.#all().flatMap(slab => slab.ids()));
    return [...found].filter(id => this.#parts(id, Number.POSITIVE_INFINITY).length > 0).toSorted((a, b) => a - b);
  }

  /** Samples of a tag of commits up to `through`. */
  count(id: number, through = Number.POSITIVE_INFINITY): number {
    return countOf(this.#parts(id, through));
  }

  /** A copy of them, in the order of arrival. */
  take(id: number, through = Number.POSITIVE_INFINITY): Samples {
    const [samples] = this.takeAll([id], through, new WorkSpace());
    return samples ?? new WorkSpace().samples(0, 0, new Map());
  }

  /** The same for some tags that are neighbours, in `space`. */
  takeAll(ids: readonly number[], through: number, space: WorkSpace): Samples[] {
    const parts = ids.map(id => this.#parts(id, through));
    const counts = parts.map(countOf);
    const gap = ids.length > 1 ? STAGGER : 0;
    space.reserve(counts.reduce((sum, count) => sum + count + gap, 0));
    const placed = new Map<Slab, PlacedRun[]>();
    let end = 0;
    const all = parts.map((own, k) => {
      const exact = place(own, { start: end, placed });
      const samples = space.samples(end, counts[k] ?? 0, exact);
      end += (counts[k] ?? 0) + gap;
      return samples;
    });
    for (const [slab, runs] of placed) slab.copy(runs, space);
    return all;
  }

  /** A copy of those of the latest time up to an instant: one of them was in force then. Slabs that cannot have it are left alone. */
  takeAt(id: number, instant: number): Samples {
    const found: Samples[] = [];
    let latest = Number.NEGATIVE_INFINITY;
    for (const { slab, run } of this.#parts(id, Number.POSITIVE_INFINITY).reverse()) {
      if (slab.firstT > instant || slab.lastT < latest) continue;
      const samples = this.#copyOf(slab, run);
      const time = latestUpTo(samples.t, instant);
      if (time > latest) found.length = 0;
      latest = Math.max(latest, time);
      if (time === latest && time > Number.NEGATIVE_INFINITY) found.push(atTime(samples, time));
    }
    return joinSamples(found.reverse());
  }

  /** Good until the next one. */
  #copyOf(slab: Slab, run: Omit<PlacedRun, 'at'>): Samples {
    const count = run.to - run.from;
    const exact = new Map<number, bigint | string>();
    this.#piece.reserve(count);
    slab.copy([{ ...run, at: 0 }], this.#piece);
    slab.copyExact(run, exact, 0);
    return this.#piece.samples(0, count, exact);
  }

  /** The arrivals of a tag up to commit `through`, the newest first; each is good until the next one is asked for. */
  *latest(
    id: number,
    through: number,
  ): Generator<{ readonly from: Arrivals; readonly i: number; readonly seq: number }> {
    const space = this.#glance;
    space.reserve(1);
    for (const { slab, run } of this.#parts(id, through).reverse()) {
      for (let from = run.to - 1; from >= run.from; from--) {
        const exact = new Map<number, bigint | string>();
        const one = { id, from, to: from + 1, at: 0 };
        slab.copy([one], space);
        slab.copyExact(one, exact, 0);
        yield { from: { t: space.t, bits: space.bits, q: space.q, exact }, i: 0, seq: space.seq[0] as number };
      }
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
    for (const slab of this.#slabs) if (!slab.endsAfter(through)) this.#putAside(slab);
    const open = this.#open;
    this.#slabs = [];
    this.#open = this.#emptySlab();
    this.#total -= kept.reduce((sum, { samples }) => sum + samples.t.length, 0);
    // They came before all that is left.
    for (const { id, samples } of kept) this.#keep(id, samples);
    this.begin();
    this.#putAside(this.#open);
    this.#slabs.push(...later);
    this.#open = open;
  }

  #keep(id: number, { t, q, v, seq, exact }: Samples): void {
    this.add(new Uint32Array(t.length).fill(id), { t, q, exact, bits: bitsOf(v) }, seq);
  }

  #closeSlab(): void {
    this.#slabs.push(this.#open);
    this.#open = this.#emptySlab();
  }

  #emptySlab(): Slab {
    return this.#spare.pop() ?? new Slab();
  }

  #putAside(slab: Slab): void {
    slab.clear();
    if (this.#spare.length < MOST_SPARE) this.#spare.push(slab);
  }

  #all(): readonly Slab[] {
    return this.#open.count === 0 ? this.#slabs : [...this.#slabs, this.#open];
  }

  #parts(id: number, through: number): Part[] {
    const after = this.#sealed.get(id) ?? 0;
    const parts: Part[] = [];
    for (const slab of this.#slabs) addPart(parts, slab, { id, after, through });
    addPart(parts, this.#open, { id, after, through });
    return parts;
  }
}

function addPart(parts: Part[], slab: Slab, { id, after, through }: { id: number; after: number; through: number }) {
  const run = slab.runOf(id, after, through);
  if (run !== null) parts.push({ slab, run: { id, ...run } });
}

/** Where the parts of a tag go, from `start` on; returns its texts. */
function place(parts: readonly Part[], { start, placed }: { start: number; placed: Map<Slab, PlacedRun[]> }) {
  const exact = new Map<number, bigint | string>();
  let at = start;
  for (const { slab, run } of parts) {
    const runs = placed.get(slab);
    if (runs === undefined) placed.set(slab, [{ ...run, at }]);
    else runs.push({ ...run, at });
    slab.copyExact(run, exact, at - start);
    at += run.to - run.from;
  }
  return exact;
}

function latestUpTo(t: Float64Array, instant: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < t.length; i++) {
    const time = t[i] as number;
    if (time > latest && time <= instant) latest = time;
  }
  return latest;
}

const atTime = (samples: Samples, time: number): Samples =>
  pickSamples(
    samples,
    Uint32Array.from(samples.t.keys()).filter(i => samples.t[i] === time),
  );

const countOf = (parts: readonly Part[]): number => parts.reduce((sum, { run }) => sum + run.to - run.from, 0);
