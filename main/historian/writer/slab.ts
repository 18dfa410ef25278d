/**
 * Some hundred thousand arrivals in the order in which they came (writer thread). Taking them is a few copies of whole commits; the
 * place of each tag's arrivals among them is worked out once, when somebody first asks. Samples of a reply share time and commit:
 * both are kept once for all of them (a stamp). 18 bytes a sample.
 */
import { bitsOf } from '../sample-bits.ts';
import { type PlacedRun, Segments } from './segments.ts';
import type { WorkSpace } from './work-space.ts';

/** 5 MB: some dozens of samples of each of ten thousand tags, so that runs are worth their handling. */
const SLAB_SAMPLES = 262_144;
const FIRST_STAMPS = 1_024;
const FIRST_IDS = 1_024;

/** Samples on their way in, of any tags, structure of arrays. */
export interface Arrivals {
  readonly t: Float64Array;
  /** The doubles as pairs of words: copying them so keeps every bit of a NaN. */
  readonly bits: Uint32Array;
  readonly q: Uint16Array;
  readonly exact?: ReadonlyMap<number, bigint | string> | undefined;
}

/** Arrivals of one tag, by their rank within the slab. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** For counting; one slab is put in order at a time. */
let next = new Uint32Array(FIRST_IDS);

export class Slab {
  readonly #ids = new Uint32Array(SLAB_SAMPLES);
  readonly #bits = bitsOf(new Float64Array(SLAB_SAMPLES));
  readonly #q = new Uint16Array(SLAB_SAMPLES);
  readonly #stamp = new Int32Array(SLAB_SAMPLES);
  #stampT = new Float64Array(FIRST_STAMPS);
  #stampSeq = new Float64Array(FIRST_STAMPS);
  #stamps = 0;
  readonly #exact = new Map<number, bigint | string>();
  #count = 0;
  #firstSeq = Number.POSITIVE_INFINITY;
  #lastSeq = 0;
  #firstT = Number.POSITIVE_INFINITY;
  #lastT = Number.NEGATIVE_INFINITY;
  /** The index below is of so many arrivals. */
  #indexed = 0;
  /** Where they lie if they came as scans do, which is nearly always. */
  readonly #segments = new Segments();
  #isRegular = true;
  /** Otherwise: places of the arrivals in the order of tags, each tag's as they came. */
  #order = new Int32Array(0);
  /** Where the arrivals of each tag begin in `#order`, by id, and behind the last one where they end. Ids are small and dense. */
  #starts = new Uint32Array(FIRST_IDS);
  #idEnd = 0;

  get count(): number {
    return this.#count;
  }

  /** Least and greatest time of all arrivals. */
  get firstT(): number {
    return this.#firstT;
  }

  get lastT(): number {
    return this.#lastT;
  }

  get isFull(): boolean {
    return this.#count === SLAB_SAMPLES;
  }

  /** Forgets everything, to be used again. */
  clear(): void {
    this.#count = 0;
    this.#stamps = 0;
    this.#firstSeq = Number.POSITIVE_INFINITY;
    this.#lastSeq = 0;
    this.#firstT = Number.POSITIVE_INFINITY;
    this.#lastT = Number.NEGATIVE_INFINITY;
    this.#indexed = 0;
    this.#isRegular = true;
    this.#segments.clear();
    this.#exact.clear();
  }

  /** Takes arrivals from place `start` on until it is full; returns the place after the last one taken. */
  add(ids: Uint32Array, from: Arrivals, { start, seq }: { start: number; seq: number | Float64Array }): number {
    const end = Math.min(ids.length, start + SLAB_SAMPLES - this.#count);
    const at = this.#count;
    this.#ids.set(ids.subarray(start, end), at);
    this.#bits.set(from.bits.subarray(2 * start, 2 * end), 2 * at);
    this.#q.set(from.q.subarray(start, end), at);
    this.#addStamps(from.t, seq, { start, end });
    for (const [i, value] of from.exact ?? []) if (i >= start && i < end) this.#exact.set(at + i - start, value);
    this.#count += end - start;
    return end;
  }

  #addStamps(t: Float64Array, seq: number | Float64Array, { start, end }: { start: number; end: number }): void {
    const shift = this.#count - start;
    for (let i = start; i < end; ) {
      const time = t[i] as number;
      const number = typeof seq === 'number' ? seq : (seq[i] as number);
      let stop = i + 1;
      while (stop < end && t[stop] === time && (typeof seq === 'number' || seq[stop] === number)) stop++;
      this.#stamp.fill(this.#stampOf(time, number), i + shift, stop + shift);
      i = stop;
    }
  }

  #stampOf(t: number, seq: number): number {
    if (this.#stamps === this.#stampT.length) {
      const [times, numbers] = [this.#stampT, this.#stampSeq];
      this.#stampT = new Float64Array(times.length * 2);
      this.#stampSeq = new Float64Array(times.length * 2);
      this.#stampT.set(times);
      this.#stampSeq.set(numbers);
    }
    this.#stampT[this.#stamps] = t;
    this.#stampSeq[this.#stamps] = seq;
    if (seq < this.#firstSeq) this.#firstSeq = seq;
    if (seq > this.#lastSeq) this.#lastSeq = seq;
    if (t < this.#firstT) this.#firstT = t;
    if (t > this.#lastT) this.#lastT = t;
    return this.#stamps++;
  }

  /** Tags that are in here, ascending. */
  ids(): number[] {
    this.#index();
    const end = this.#isRegular ? this.#segments.idEnd : this.#idEnd;
    const ids: number[] = [];
    for (let id = 0; id < end; id++) if (this.#countOf(id) > 0) ids.push(id);
    return ids;
  }

  /** The tag's arrivals of commits after `after` and up to `through`; null when it has none here. Commits rise within a run. */
  runOf(id: number, after: number, through: number): Run | null {
    // Those that came since a seal began need no index for it.
    if (this.#firstSeq > through || this.#lastSeq <= after) return null;
    this.#index();
    const count = this.#countOf(id);
    if (count === 0) return null;
    if (this.#firstSeq > after && this.#lastSeq <= through) return { from: 0, to: count };
    const arrivals = this.#arrivalsOf(id);
    let from = 0;
    while (from < count && this.#seqOf(arrivals[from]) <= after) from++;
    let to = count;
    while (to > from && this.#seqOf(arrivals[to - 1]) > through) to--;
    return from === to ? null : { from, to };
  }

  /** Whether there is an arrival of a later commit than `seq`. */
  endsAfter(seq: number): boolean {
    return this.#lastSeq > seq;
  }

  /** Copies runs of tags that are neighbours to `space`. */
  copy(runs: readonly PlacedRun[], space: WorkSpace): void {
    const columns = { bits: this.#bits, q: this.#q, stamp: this.#stamp };
    const from = { ...columns, stampT: this.#stampT, stampSeq: this.#stampSeq };
    if (this.#isRegular) return this.#segments.copy(runs, from, space);
    for (const run of runs) this.#copyOrdered(run, space);
  }

  #copyOrdered({ id, from, to, at }: PlacedRun, { t, seq, bits, q }: WorkSpace): void {
    const [order, stamps, stampT, stampSeq] = [this.#order, this.#stamp, this.#stampT, this.#stampSeq];
    const [ownBits, ownQ] = [this.#bits, this.#q];
    const start = (this.#starts[id] as number) + from;
    for (let i = 0; i < to - from; i++) {
      const arrival = order[start + i] as number;
      const place = at + i;
      const stamp = stamps[arrival] as number;
      t[place] = stampT[stamp] as number;
      seq[place] = stampSeq[stamp] as number;
      bits[2 * place] = ownBits[2 * arrival] as number;
      bits[2 * place + 1] = ownBits[2 * arrival + 1] as number;
      q[place] = ownQ[arrival] as number;
    }
  }

  /** Texts and big integers of a run, to places from `at` on. */
  copyExact({ id, from, to }: Run & { id: number }, exact: Map<number, bigint | string>, at: number): void {
    if (this.#exact.size === 0) return;
    const arrivals = this.#arrivalsOf(id);
    for (let i = from; i < to; i++) {
      const value = this.#exact.get(arrivals[i] as number);
      if (value !== undefined) exact.set(i - from + at, value);
    }
  }

  #seqOf(arrival: number | undefined): number {
    return this.#stampSeq[this.#stamp[arrival as number] as number] as number;
  }

  #countOf(id: number): number {
    if (this.#isRegular) return this.#segments.countOf(id);
    return id < this.#idEnd ? (this.#starts[id + 1] as number) - (this.#starts[id] as number) : 0;
  }

  #arrivalsOf(id: number): Int32Array | number[] {
    if (this.#isRegular) return this.#segments.arrivalsOf(id);
    return this.#order.subarray(this.#starts[id], this.#starts[id + 1]);
  }

  #index(): void {
    if (this.#indexed === this.#count) return;
    this.#indexed = this.#count;
    this.#isRegular = this.#segments.find(this.#ids, this.#stamp, this.#count);
    if (!this.#isRegular) this.#putInOrder();
  }

  #putInOrder(): void {
    if (this.#order.length === 0) this.#order = new Int32Array(SLAB_SAMPLES);
    this.#countIds();
    const [ids, order, count] = [this.#ids, this.#order, this.#count];
    if (next.length < this.#idEnd) next = new Uint32Array(this.#idEnd * 2);
    next.set(this.#starts.subarray(0, this.#idEnd));
    const places = next;
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      const place = places[id] as number;
      places[id] = place + 1;
      order[place] = i;
    }
  }

  #countIds(): void {
    const [ids, count] = [this.#ids, this.#count];
    let highest = 0;
    for (let i = 0; i < count; i++) if ((ids[i] as number) > highest) highest = ids[i] as number;
    this.#idEnd = highest + 1;
    if (this.#starts.length <= this.#idEnd) this.#starts = new Uint32Array(this.#idEnd * 2);
    const starts = this.#starts.fill(0, 0, this.#idEnd + 1);
    for (let i = 0; i < count; i++) {
      const after = (ids[i] as number) + 1;
      starts[after] = (starts[after] as number) + 1;
    }
    for (let id = 1; id <= this.#idEnd; id++) starts[id] = (starts[id] as number) + (starts[id - 1] as number);
  }
}
