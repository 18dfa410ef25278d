/**
 * Collects the values of one publish response or scan, in the worker, and hands them over as typed arrays whose memory moves
 * to the main thread. Keeps the order in which values came: several of one node are several rows. Grows once and is then
 * reused; the handed-over arrays are exact copies.
 */
import type { PublishedSamples } from '../../messages.ts';
import type { DecodedValue } from '../value.ts';

export class SampleBuffer {
  #length = 0;
  #index: Uint32Array<ArrayBuffer>;
  #sourceT: Float64Array<ArrayBuffer>;
  #serverT: Float64Array<ArrayBuffer>;
  #v: Float64Array<ArrayBuffer>;
  #q: Uint16Array<ArrayBuffer>;
  #exact = new Map<number, bigint | string>();
  #overflowed: number[] = [];

  constructor(capacity: number) {
    const size = Math.max(1, capacity);
    this.#index = new Uint32Array(size);
    this.#sourceT = new Float64Array(size);
    this.#serverT = new Float64Array(size);
    this.#v = new Float64Array(size);
    this.#q = new Uint16Array(size);
  }

  push(index: number, value: DecodedValue): void {
    if (this.#length === this.#index.length) this.#grow();
    const at = this.#length++;
    this.#index[at] = index;
    this.#sourceT[at] = value.sourceT;
    this.#serverT[at] = value.serverT;
    this.#v[at] = value.v;
    this.#q[at] = value.q;
    if (value.exact !== null) this.#exact.set(at, value.exact);
  }

  /** The server lost values of this node before the one that was pushed last. */
  overflow(index: number): void {
    this.#overflowed.push(index);
  }

  /** What came in since the last call; null samples if nothing did. */
  take(): {
    readonly samples: PublishedSamples | null;
    readonly overflowed: Uint32Array;
    readonly transfer: readonly ArrayBuffer[];
  } {
    const overflowed = Uint32Array.from(this.#overflowed);
    const end = this.#length;
    if (end === 0) return { samples: null, overflowed, transfer: [] };
    const index = this.#index.slice(0, end);
    const sourceT = this.#sourceT.slice(0, end);
    const serverT = this.#serverT.slice(0, end);
    const v = this.#v.slice(0, end);
    const q = this.#q.slice(0, end);
    const exact = this.#exact.size > 0 ? this.#exact : null;
    this.#length = 0;
    this.#exact = new Map();
    this.#overflowed = [];
    return {
      samples: { index, sourceT, serverT, v, q, exact },
      overflowed,
      transfer: [index.buffer, sourceT.buffer, serverT.buffer, v.buffer, q.buffer],
    };
  }

  #grow(): void {
    const size = this.#index.length * 2;
    const wider = <A extends { set(source: A): void }>(next: A, old: A): A => {
      next.set(old);
      return next;
    };
    this.#index = wider(new Uint32Array(size), this.#index);
    this.#sourceT = wider(new Float64Array(size), this.#sourceT);
    this.#serverT = wider(new Float64Array(size), this.#serverT);
    this.#v = wider(new Float64Array(size), this.#v);
    this.#q = wider(new Uint16Array(size), this.#q);
  }
}
