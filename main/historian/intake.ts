/**
 * Gathers what the tag table announces until the next post to the writer thread (main thread). Copies whole batches into shared
 * memory that is used again; costs some nanoseconds a sample and never waits. Allocates only while the disk is slow.
 */
import { CLOCK_FAULT, GOOD } from '../../shared/model/quality.ts';
import type { SampleBatch } from '../../shared/model/tag.ts';
import { bitsOf } from './sample-bits.ts';
import { copyPlaces, makePlaces, type Places, SparePlaces } from './shared-places.ts';
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
  readonly #spare = new SparePlaces();
  /** Where posts lie that are on their way. */
  readonly #lent = new WeakMap<ArrayBufferLike, Places>();
  #places = makePlaces(FIRST_PLACES);
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
  add(batch: SampleBatch): number {
    const { handles, exact } = batch;
    const before = this.#count;
    this.#reserve(before + handles.length);
    if (this.#isWhole(batch)) this.#addWhole(batch);
    else this.#addEach(batch);
    if (exact !== undefined) this.#addExact(handles, exact, before);
    return this.#count - before;
  }

  /** Everything gathered; then it is empty. The arrays stay as they are until `giveBack`. */
  take(): Gathered {
    const count = this.#count;
    const { t, v, handles, q } = this.#handOver(count);
    const gathered = {
      count,
      handles: handles.subarray(0, count),
      t: t.subarray(0, count),
      v: v.subarray(0, count),
      q: q.subarray(0, count),
      exact: this.#exact,
    };
    this.drop();
    return gathered;
  }

  /** Nobody looks at these samples any more: their memory is used again. */
  giveBack({ t }: Gathered): void {
    const places = this.#lent.get(t.buffer);
    if (places === undefined) return;
    this.#lent.delete(t.buffer);
    this.#spare.giveBack(places);
  }

  drop(): void {
    this.#count = 0;
    this.#exact = null;
  }

  /** Places that hold what was gathered: those it was gathered in, or as few as it needs when many are out already. */
  #handOver(count: number): Places {
    const full = this.#places;
    if (this.#spare.isExhausted && count < full.size / 2) {
      const few = makePlaces(count + (count % 2));
      copyPlaces(full, few, count);
      return few;
    }
    this.#lent.set(full.t.buffer, full);
    this.#places = this.#spare.exchange(full.size);
    return full;
  }

  /** Every sample is to be kept as it is, which is nearly always so. */
  #isWhole({ handles, t }: SampleBatch): boolean {
    for (let i = 0; i < handles.length; i++) {
      const time = t[i] as number;
      if (this.#isRecorded[handles[i] as number] !== 1 || !(time >= FIRST_TIME && time <= LAST_TIME)) return false;
    }
    return true;
  }

  #addWhole({ handles, t, v, q }: SampleBatch): void {
    const at = this.#count;
    this.#places.handles.set(handles, at);
    this.#places.t.set(t, at);
    this.#places.bits.set(bitsOf(v), 2 * at);
    this.#places.q.set(q, at);
    this.#count += handles.length;
  }

  #addEach({ handles, t, v, q }: SampleBatch): void {
    const to = this.#places;
    const bits = bitsOf(v);
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      if (this.#isRecorded[h] !== 1) continue;
      const at = this.#count++;
      const time = t[i] ?? 0;
      to.handles[at] = h;
      to.t[at] = time;
      to.bits[2 * at] = bits[2 * i] ?? 0;
      to.bits[2 * at + 1] = bits[2 * i + 1] ?? 0;
      to.q[at] = q[i] ?? 0;
      if (!(time >= FIRST_TIME && time <= LAST_TIME)) this.#mend(at);
    }
  }

  /** A time that no clock shows: the sample counts from now, and says so. */
  #mend(at: number): void {
    const { t, q } = this.#places;
    t[at] = this.#now();
    if (q[at] === GOOD) q[at] = CLOCK_FAULT;
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

  #reserve(least: number): void {
    const few = this.#places;
    if (least <= few.size) return;
    const places = makePlaces(Math.max(least + (least % 2), few.size * 2));
    copyPlaces(few, places, this.#count);
    this.#places = places;
  }
}
