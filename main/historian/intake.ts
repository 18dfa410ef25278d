/**
 * Gathers what the tag table announces until the next post to the writer thread (main thread). Copies into arrays that are used
 * again; costs some nanoseconds a sample and never waits.
 */
import { CLOCK_FAULT, GOOD } from '../../shared/model/quality.ts';
import type { SampleBatch } from '../../shared/model/tag.ts';
import { grown } from './grown.ts';
import { bitsOf } from './sample-bits.ts';
import { FIRST_TIME, LAST_TIME } from './store/months.ts';

const FIRST_PLACES = 4_096;

/** Samples by handle, in the order in which they came. */
export interface Gathered {
  readonly count: number;
  readonly handles: Uint32Array;
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
  readonly exact: ReadonlyMap<number, bigint | string> | null;
}

export class Intake {
  readonly #isRecorded: Uint8Array;
  readonly #now: () => number;
  #handles = new Uint32Array(FIRST_PLACES);
  #t = new Float64Array(FIRST_PLACES);
  #v = new Float64Array(FIRST_PLACES);
  #bits = bitsOf(this.#v);
  #q = new Uint16Array(FIRST_PLACES);
  #exact: Map<number, bigint | string> | null = null;
  #count = 0;

  /** @param isRecorded 1 for each handle whose samples are kept */
  constructor(isRecorded: Uint8Array, now: () => number) {
    this.#isRecorded = isRecorded;
    this.#now = now;
  }

  get count(): number {
    return this.#count;
  }

  /** Returns how many samples of the batch are to be kept. */
  add({ handles, t, v, q, exact }: SampleBatch): number {
    const before = this.#count;
    if (before + handles.length > this.#t.length) this.#grow(before + handles.length);
    const bits = bitsOf(v);
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      if (this.#isRecorded[h] !== 1) continue;
      const at = this.#count++;
      this.#handles[at] = h;
      this.#t[at] = t[i] ?? 0;
      this.#bits[2 * at] = bits[2 * i] ?? 0;
      this.#bits[2 * at + 1] = bits[2 * i + 1] ?? 0;
      this.#q[at] = q[i] ?? 0;
      if (!(this.#t[at] >= FIRST_TIME && this.#t[at] <= LAST_TIME)) this.#mend(at);
    }
    if (exact !== undefined) this.#addExact(handles, exact, before);
    return this.#count - before;
  }

  /** Everything gathered, in arrays of its own; then it is empty. */
  take(): Gathered {
    const count = this.#count;
    const gathered = {
      count,
      handles: this.#handles.slice(0, count),
      t: this.#t.slice(0, count),
      v: this.#v.slice(0, count),
      q: this.#q.slice(0, count),
      exact: this.#exact,
    };
    this.drop();
    return gathered;
  }

  drop(): void {
    this.#count = 0;
    this.#exact = null;
  }

  /** A time that no clock shows: the sample counts from now, and says so. */
  #mend(at: number): void {
    this.#t[at] = this.#now();
    if (this.#q[at] === GOOD) this.#q[at] = CLOCK_FAULT;
  }

  #addExact(handles: Uint32Array, exact: NonNullable<SampleBatch['exact']>, before: number): void {
    let at = before;
    for (let i = 0; i < handles.length; i++) {
      if (this.#isRecorded[handles[i] ?? 0] !== 1) continue;
      const value = exact.get(i);
      if (value !== undefined) (this.#exact ??= new Map()).set(at, value);
      at++;
    }
  }

  #grow(least: number): void {
    const places = Math.max(least, this.#t.length * 2);
    this.#handles = grown(this.#handles, new Uint32Array(places));
    this.#t = grown(this.#t, new Float64Array(places));
    this.#v = grown(this.#v, new Float64Array(places));
    this.#bits = bitsOf(this.#v);
    this.#q = grown(this.#q, new Uint16Array(places));
  }
}
