/**
 * The live value of every tag (main thread, the single truth). Owns the range check and the staleness clock: a value past its
 * deadline is bad from that moment for whoever looks, whether or not the sweep has run. Subscribers get each batch once,
 * synchronously, in the order in which they subscribed; they must not block and must not keep the arrays.
 */
import {
  DEVICE_FAULT,
  GOOD,
  isBad,
  isGood,
  NOT_READ_YET,
  OUT_OF_RANGE,
  type Quality,
  STALE,
} from '../../shared/model/quality.ts';
import type { Handle, SampleBatch } from '../../shared/model/tag.ts';
import type { SampleSink } from '../acquisition/channel.ts';
import type { Clock } from '../platform/clock.ts';

/** How often expired deadlines are announced, ms. Readers do not depend on it; streams are late by at most this much. */
export const SWEEP_MS = 200;

/**
 * A 4–20 mA signal is valid from 3.8 to 20.5 mA (NAMUR NE 43): 1.25 % below and 3.125 % above the range. Beyond that the
 * transmitter says that it is broken or out of its range.
 */
const UNDER_RANGE = 0.0125;
const OVER_RANGE = 0.03125;

export interface Point {
  readonly low: number | null;
  readonly high: number | null;
  /** Infinity for a point that nobody scans: it cannot go stale. */
  readonly staleAfterMs: number;
  /** Quality before the first value. */
  readonly initial?: Quality;
}

export interface Reading {
  readonly v: number;
  readonly q: Quality;
  /** Epoch ms. */
  readonly t: number;
  /** NaN when there never was one. */
  readonly lastV: number;
  readonly lastT: number;
}

export type BatchListener = (batch: SampleBatch) => void;

export class TagTable implements SampleSink {
  readonly size: number;
  readonly #clock: Clock;
  readonly #v: Float64Array;
  readonly #t: Float64Array;
  readonly #q: Uint16Array;
  readonly #lastV: Float64Array;
  readonly #lastT: Float64Array;
  readonly #deadline: Float64Array;
  readonly #staleAfter: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  readonly #listeners: BatchListener[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(points: readonly Point[], clock: Clock) {
    this.size = points.length;
    this.#clock = clock;
    this.#v = new Float64Array(this.size).fill(Number.NaN);
    this.#t = new Float64Array(this.size).fill(clock.now());
    this.#q = Uint16Array.from(points, p => p.initial ?? NOT_READ_YET);
    this.#lastV = new Float64Array(this.size).fill(Number.NaN);
    this.#lastT = new Float64Array(this.size).fill(Number.NaN);
    this.#deadline = new Float64Array(this.size).fill(Number.POSITIVE_INFINITY);
    this.#staleAfter = Float64Array.from(points, p => p.staleAfterMs);
    this.#least = Float64Array.from(points, ({ low, high }) =>
      low === null || high === null ? Number.NEGATIVE_INFINITY : low - (high - low) * UNDER_RANGE,
    );
    this.#most = Float64Array.from(points, ({ low, high }) =>
      low === null || high === null ? Number.POSITIVE_INFINITY : high + (high - low) * OVER_RANGE,
    );
    this.#sweep = setInterval(() => this.expire(), SWEEP_MS);
    this.#sweep.unref();
  }

  stop(): void {
    clearInterval(this.#sweep);
    this.#listeners.length = 0;
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: BatchListener): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  update(batch: SampleBatch): void {
    const now = this.#clock.monotonic();
    const { handles, t, v, q } = batch;
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      const value = v[i] ?? Number.NaN;
      const quality = this.#judge(h, value, q[i] ?? NOT_READ_YET);
      q[i] = quality;
      if (isBad(quality)) v[i] = Number.NaN;
      this.#store(h, { v: v[i] ?? Number.NaN, t: t[i] ?? Number.NaN, q: quality });
      this.#deadline[h] = now + (this.#staleAfter[h] ?? 0);
    }
    this.#announce(batch);
  }

  confirm(handles: Uint32Array): void {
    const now = this.#clock.monotonic();
    for (const h of handles) {
      if (!isBad(this.#q[h] ?? NOT_READ_YET)) this.#deadline[h] = now + (this.#staleAfter[h] ?? 0);
    }
  }

  invalidate(handles: Uint32Array, reason: Quality): void {
    const changed = handles.filter(h => this.#q[h] !== reason);
    if (changed.length === 0) return;
    const now = this.#clock.now();
    for (const h of changed) {
      this.#store(h, { v: Number.NaN, t: now, q: reason });
      this.#deadline[h] = Number.POSITIVE_INFINITY;
    }
    this.#announce({
      handles: changed,
      t: new Float64Array(changed.length).fill(now),
      v: new Float64Array(changed.length).fill(Number.NaN),
      q: new Uint16Array(changed.length).fill(reason),
    });
  }

  /** Turns every value past its deadline bad. Called by the sweep, and by readers before they look. */
  expire(): void {
    const now = this.#clock.monotonic();
    const expired: Handle[] = [];
    for (let h = 0; h < this.size; h++) {
      if ((this.#deadline[h] ?? 0) <= now) expired.push(h);
    }
    if (expired.length > 0) this.invalidate(Uint32Array.from(expired), STALE);
  }

  /** The value as it is now, deadlines included. */
  read(handle: Handle): Reading {
    if ((this.#deadline[handle] ?? Number.POSITIVE_INFINITY) <= this.#clock.monotonic()) this.expire();
    return {
      v: this.#v[handle] ?? Number.NaN,
      q: this.#q[handle] ?? NOT_READ_YET,
      t: this.#t[handle] ?? Number.NaN,
      lastV: this.#lastV[handle] ?? Number.NaN,
      lastT: this.#lastT[handle] ?? Number.NaN,
    };
  }

  #judge(h: Handle, value: number, q: Quality): Quality {
    if (isBad(q)) return q;
    if (!Number.isFinite(value)) return DEVICE_FAULT;
    if (isGood(q) && (value < (this.#least[h] ?? value) || value > (this.#most[h] ?? value))) return OUT_OF_RANGE;
    return q;
  }

  #store(h: Handle, { v, t, q }: { v: number; t: number; q: Quality }): void {
    this.#v[h] = v;
    this.#t[h] = t;
    this.#q[h] = q;
    if (q === GOOD) {
      this.#lastV[h] = v;
      this.#lastT[h] = t;
    }
  }

  #announce(batch: SampleBatch): void {
    for (const listener of this.#listeners) listener(batch);
  }
}
