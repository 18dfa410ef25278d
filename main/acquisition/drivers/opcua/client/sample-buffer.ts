/**
 * Collects the values of one publish response, in the worker, and hands them over as typed arrays whose memory moves to the
 * main thread. Grows once and is then reused; the handed-over arrays are exact copies.
 */
import type { PublishedSamples } from '../messages.ts';
import type { DecodedValue } from './value.ts';

export class SampleBuffer {
  #length = 0;
  #index: Uint32Array<ArrayBuffer>;
  #t: Float64Array<ArrayBuffer>;
  #v: Float64Array<ArrayBuffer>;
  #q: Uint16Array<ArrayBuffer>;

  constructor(capacity: number) {
    const size = Math.max(1, capacity);
    this.#index = new Uint32Array(size);
    this.#t = new Float64Array(size);
    this.#v = new Float64Array(size);
    this.#q = new Uint16Array(size);
  }

  push(index: number, value: DecodedValue): void {
    if (this.#length === this.#index.length) this.#grow();
    const at = this.#length++;
    this.#index[at] = index;
    this.#t[at] = value.t;
    this.#v[at] = value.v;
    this.#q[at] = value.q;
  }

  /** What came in since the last call, or null if nothing did. */
  take(): { readonly samples: PublishedSamples; readonly transfer: readonly ArrayBuffer[] } | null {
    const end = this.#length;
    if (end === 0) return null;
    this.#length = 0;
    const index = this.#index.slice(0, end);
    const t = this.#t.slice(0, end);
    const v = this.#v.slice(0, end);
    const q = this.#q.slice(0, end);
    return { samples: { index, t, v, q }, transfer: [index.buffer, t.buffer, v.buffer, q.buffer] };
  }

  #grow(): void {
    const size = this.#index.length * 2;
    const wider = <A extends { set(source: A): void }>(next: A, old: A): A => {
      next.set(old);
      return next;
    };
    this.#index = wider(new Uint32Array(size), this.#index);
    this.#t = wider(new Float64Array(size), this.#t);
    this.#v = wider(new Float64Array(size), this.#v);
    this.#q = wider(new Uint16Array(size), this.#q);
  }
}
