/**
 * Places for samples in memory that two threads see (main thread): filled here, read by the writer thread, and used again when what
 * was in them is durable. A post is handed over without a copy, and nothing is left for a garbage collector.
 */
import { bitsOf } from './sample-bits.ts';

/** Bytes of a sample. */
const PLACE_BYTES = 22;
/** Kept for use again; more are out only while the disk is slow. */
const MOST_SPARE = 4;

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

  get isEmpty(): boolean {
    return this.#spare.length === 0;
  }

  take(): Places | undefined {
    return this.#spare.pop();
  }

  give(places: Places): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(places);
  }
}
