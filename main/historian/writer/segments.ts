/**
 * Where arrivals lie that came as scans do (writer thread): stretches of tags whose ids count up, all of one time and one commit. A
 * few numbers a stretch tell the place of every tag's arrivals; nothing has to be put in order.
 */
import type { WorkSpace } from './work-space.ts';

/** Arrivals of a stretch, on average, below which going through stretches costs more than putting arrivals in order. */
const LEAST_LENGTH = 64;

/** Columns of the arrivals, and what a stamp stands for. */
export interface Stamped {
  readonly bits: Uint32Array;
  readonly q: Uint16Array;
  readonly stamp: Int32Array;
  readonly stampT: Float64Array;
  readonly stampSeq: Float64Array;
}

/** Arrivals of a tag by their rank within the slab, and where the first one goes. */
export interface PlacedRun {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** The stretches that some neighbouring tags have a part in; for one slab at a time. */
let near = new Int32Array(1_024);

export class Segments {
  #first = new Int32Array(64);
  #end = new Int32Array(64);
  #start = new Int32Array(64);
  #count = 0;
  /** Arrivals of each tag, by id. */
  #covers = new Int32Array(64);
  #idEnd = 0;

  /** Finds the stretches of the first `count` arrivals; false when they are too short. */
  find(ids: Uint32Array, stamps: Int32Array, count: number): boolean {
    const most = count / LEAST_LENGTH;
    this.#count = 0;
    this.#idEnd = 0;
    for (let i = 0; i < count; ) {
      if (this.#count >= most) return false;
      const id = ids[i] as number;
      const stamp = stamps[i] as number;
      let stop = i + 1;
      while (stop < count && ids[stop] === id + stop - i && stamps[stop] === stamp) stop++;
      this.#push(id, id + stop - i, i);
      i = stop;
    }
    this.#cover();
    return true;
  }

  clear(): void {
    this.#count = 0;
    this.#idEnd = 0;
  }

  get idEnd(): number {
    return this.#idEnd;
  }

  countOf(id: number): number {
    return id < this.#idEnd ? (this.#covers[id] as number) : 0;
  }

  /** Places of a tag's arrivals, in order. */
  arrivalsOf(id: number): number[] {
    const found: number[] = [];
    for (let k = 0; k < this.#count; k++) {
      const offset = id - (this.#first[k] as number);
      if (offset >= 0 && id < (this.#end[k] as number)) found.push((this.#start[k] as number) + offset);
    }
    return found;
  }

  /** Copies runs of tags that are neighbours to `space`. */
  copy(runs: readonly PlacedRun[], from: Stamped, space: WorkSpace): void {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (const { id } of runs) {
      if (id < least) least = id;
      if (id > most) most = id;
    }
    const count = this.#gather(least, most);
    for (const run of runs) this.#copyRun(run, count, { from, space });
  }

  #copyRun(run: PlacedRun, count: number, { from, space }: { from: Stamped; space: WorkSpace }): void {
    const { t, seq, bits, q } = space;
    const [firsts, ends, starts, list] = [this.#first, this.#end, this.#start, near];
    const { id } = run;
    const end = run.at + run.to - run.from;
    for (let n = 0, place = run.at - run.from; n < count && place < end; n++) {
      const k = list[n] as number;
      const offset = id - (firsts[k] as number);
      if (offset < 0 || id >= (ends[k] as number)) continue;
      if (place >= run.at) {
        const start = starts[k] as number;
        const arrival = start + offset;
        // All of a stretch have the stamp of its first.
        const stamp = from.stamp[start] as number;
        t[place] = from.stampT[stamp] as number;
        seq[place] = from.stampSeq[stamp] as number;
        bits[2 * place] = from.bits[2 * arrival] as number;
        bits[2 * place + 1] = from.bits[2 * arrival + 1] as number;
        q[place] = from.q[arrival] as number;
      }
      place++;
    }
  }

  /** Fills `near` with the stretches that reach into `least` … `most`, in order; returns how many there are. */
  #gather(least: number, most: number): number {
    if (near.length < this.#count) near = new Int32Array(this.#count * 2);
    let count = 0;
    for (let k = 0; k < this.#count; k++) {
      if ((this.#first[k] as number) <= most && (this.#end[k] as number) > least) near[count++] = k;
    }
    return count;
  }

  #push(first: number, end: number, start: number): void {
    if (this.#count === this.#first.length) {
      this.#first = longer(this.#first);
      this.#end = longer(this.#end);
      this.#start = longer(this.#start);
    }
    this.#first[this.#count] = first;
    this.#end[this.#count] = end;
    this.#start[this.#count++] = start;
    if (end > this.#idEnd) this.#idEnd = end;
  }

  /** One more where a stretch begins and one less behind it, added up. */
  #cover(): void {
    if (this.#covers.length <= this.#idEnd) this.#covers = new Int32Array(this.#idEnd * 2);
    const covers = this.#covers.fill(0, 0, this.#idEnd + 1);
    for (let k = 0; k < this.#count; k++) {
      const [first, end] = [this.#first[k] as number, this.#end[k] as number];
      covers[first] = (covers[first] as number) + 1;
      covers[end] = (covers[end] as number) - 1;
    }
    for (let id = 1; id < this.#idEnd; id++) covers[id] = (covers[id] as number) + (covers[id - 1] as number);
  }
}

function longer(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(column.length * 2);
  more.set(column);
  return more;
}
