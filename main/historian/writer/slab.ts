/**
 * Some tens of thousands of arrivals (writer thread). First as they come, then put in order of tags, so that the samples of one tag
 * lie side by side. Both happen in memory that a processor keeps close: spreading each sample over the columns of its tag as it
 * comes costs five times as much with ten thousand tags.
 */
import { bitsOf } from '../sample-bits.ts';
import type { Samples } from '../samples.ts';

/**
 * 30 bytes each, 8 MB: some dozens of samples of each of ten thousand tags, so that runs are worth their handling; with fewer tags
 * what is touched at a time is small in any case.
 */
export const SLAB_SAMPLES = 262_144;

/** Samples on their way in, of any tags, structure of arrays. */
export interface Arrivals {
  readonly t: Float64Array;
  /** The doubles as pairs of words: copying them so keeps every bit of a NaN. */
  readonly bits: Uint32Array;
  readonly q: Uint16Array;
  readonly exact?: ReadonlyMap<number, bigint | string> | undefined;
}

/** A run of one tag's arrivals within a slab. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

export class Slab {
  readonly #ids = new Uint32Array(SLAB_SAMPLES);
  readonly #t = new Float64Array(SLAB_SAMPLES);
  readonly #seq = new Float64Array(SLAB_SAMPLES);
  readonly #v = new Float64Array(SLAB_SAMPLES);
  readonly #bits = bitsOf(this.#v);
  readonly #q = new Uint16Array(SLAB_SAMPLES);
  readonly #exact = new Map<number, bigint | string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === SLAB_SAMPLES;
  }

  /** Takes arrivals from place `start` on until it is full; returns the place after the last one taken. */
  add(ids: Uint32Array, from: Arrivals, { start, seq }: { start: number; seq: number | Float64Array }): number {
    const end = Math.min(ids.length, start + SLAB_SAMPLES - this.#count);
    const at = this.#count;
    this.#ids.set(ids.subarray(start, end), at);
    this.#t.set(from.t.subarray(start, end), at);
    this.#bits.set(from.bits.subarray(2 * start, 2 * end), 2 * at);
    this.#q.set(from.q.subarray(start, end), at);
    if (typeof seq === 'number') this.#seq.fill(seq, at, at + end - start);
    else this.#seq.set(seq.subarray(start, end), at);
    for (const [i, value] of from.exact ?? []) if (i >= start && i < end) this.#exact.set(at + i - start, value);
    this.#count += end - start;
    return end;
  }

  /** The same arrivals in order of tags, each tag's in the order in which they came. */
  sorted(): SortedSlab {
    const count = this.#count;
    const starts = startsOf(this.#ids, count);
    const next = starts.slice();
    const order = new Uint32Array(this.#exact.size === 0 ? 0 : count);
    const columns = {
      t: new Float64Array(count),
      seq: new Float64Array(count),
      v: new Float64Array(count),
      q: new Uint16Array(count),
    };
    const bits = bitsOf(columns.v);
    for (let i = 0; i < count; i++) {
      const id = this.#ids[i] ?? 0;
      const at = next[id] ?? 0;
      next[id] = at + 1;
      if (order.length > 0) order[i] = at;
      columns.t[at] = this.#t[i] ?? 0;
      columns.seq[at] = this.#seq[i] ?? 0;
      bits[2 * at] = this.#bits[2 * i] ?? 0;
      bits[2 * at + 1] = this.#bits[2 * i + 1] ?? 0;
      columns.q[at] = this.#q[i] ?? 0;
    }
    return new SortedSlab(columns, starts, new Map([...this.#exact].map(([i, value]) => [order[i] ?? 0, value])));
  }
}

/** Where the arrivals of each tag begin, by id, and behind the last one where they end. Ids are small and dense. */
function startsOf(ids: Uint32Array, count: number): Uint32Array {
  let highest = 0;
  for (let i = 0; i < count; i++) if ((ids[i] ?? 0) > highest) highest = ids[i] ?? 0;
  const starts = new Uint32Array(highest + 2);
  for (let i = 0; i < count; i++) {
    const after = (ids[i] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let id = 1; id < starts.length; id++) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
  return starts;
}

type Columns = Omit<Samples, 'exact'>;

export class SortedSlab {
  readonly #columns: Columns;
  readonly #exact: ReadonlyMap<number, bigint | string>;
  readonly #starts: Uint32Array;

  constructor(columns: Columns, starts: Uint32Array, exact: ReadonlyMap<number, bigint | string>) {
    this.#columns = columns;
    this.#starts = starts;
    this.#exact = exact;
  }

  /** Tags that are in here, ascending. */
  ids(): number[] {
    const ids: number[] = [];
    for (let id = 0; id + 1 < this.#starts.length; id++) if (this.#starts[id] !== this.#starts[id + 1]) ids.push(id);
    return ids;
  }

  /** The tag's arrivals; null when it has none here. */
  runOf(id: number): Run | null {
    const from = this.#starts[id];
    const to = this.#starts[id + 1];
    return from === undefined || to === undefined || from === to ? null : { from, to };
  }

  /** Whether there is an arrival of a later commit than `seq`. */
  endsAfter(seq: number): boolean {
    return this.#columns.seq.some(number => number > seq);
  }

  /** `run` without arrivals of commits up to `after` or beyond `through`. Numbers of commits rise within a run. */
  within({ from, to }: Run, after: number, through: number): Run {
    const { seq } = this.#columns;
    if ((seq[from] ?? 0) > after && (seq[to - 1] ?? 0) <= through) return { from, to };
    let start = from;
    while (start < to && (seq[start] ?? 0) <= after) start++;
    let end = to;
    while (end > start && (seq[end - 1] ?? 0) > through) end--;
    return { from: start, to: end };
  }

  /** Views, not copies. */
  slice({ from, to }: Run): Samples {
    const { t, seq, v, q } = this.#columns;
    const exact = new Map<number, bigint | string>();
    if (this.#exact.size > 0) for (let i = from; i < to; i++) this.#take(exact, i, from);
    return {
      t: t.subarray(from, to),
      seq: seq.subarray(from, to),
      v: v.subarray(from, to),
      q: q.subarray(from, to),
      ...(exact.size > 0 ? { exact } : {}),
    };
  }

  #take(into: Map<number, bigint | string>, i: number, from: number): void {
    const value = this.#exact.get(i);
    if (value !== undefined) into.set(i - from, value);
  }
}
