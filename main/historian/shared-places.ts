/**
 * Places for samples in memory that two threads see (main thread): filled here, read by the writer thread, and used again when what
 * was in them is durable. A post is handed over without a copy.
 */
import { bitsOf } from './sample-bits.ts';

/** Bytes of a sample. */
const PLACE_BYTES = 22;
/** On their way at once, and kept for use again; more are out only while the disk is slow. */
const MOST_OUT = 3;

export interface Places {
  readonly size: number;
  readonly handles: Uint32Array;
  readonly t: Float64Array;
  readonly v: Float64Array;
  /** `v` as pairs of words. */
  readonly bits: Uint32Array;
  readonly q: Uint16Array;
}

/** `size` is even, which keeps every column where its type needs it. */
export function makePlaces(size: number): Places {
  const memory = new SharedArrayBuffer(size * PLACE_BYTES);
  const v = new Float64Array(memory, size * 8, size);
  return {
    size,
    t: new Float64Array(memory, 0, size),
    v,
    bits: bitsOf(v),
    handles: new Uint32Array(memory, size * 16, size),
    q: new Uint16Array(memory, size * 20, size),
  };
}

export function copyPlaces(from: Places, to: Places, count: number): void {
  to.handles.set(from.handles.subarray(0, count));
  to.t.set(from.t.subarray(0, count));
  to.bits.set(from.bits.subarray(0, 2 * count));
  to.q.set(from.q.subarray(0, count));
}

export class SparePlaces {
  readonly #spare: Places[] = [];
  #out = 0;

  /** So many are out that others would only be memory for a slow disk. */
  get isExhausted(): boolean {
    return this.#spare.length === 0 && this.#out >= MOST_OUT;
  }

  /** Places for those that go out now. */
  exchange(size: number): Places {
    this.#out++;
    return this.#spare.pop() ?? makePlaces(size);
  }

  giveBack(places: Places): void {
    this.#out--;
    if (this.#spare.length < MOST_OUT) this.#spare.push(places);
  }
}
