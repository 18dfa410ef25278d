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
  /** What a value was before it went stale, for the device that says later that it has not changed. */
  readonly #heldV: Float64Array;
  readonly #heldQ: Uint16Array;
  readonly #deadline: Float64Array;
  readonly #staleAfter: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  /** No deadline is earlier; it may be too early after deadlines have moved on, and is corrected when it passes. */
  #earliest = Number.POSITIVE_INFINITY;
  /** Replaced, never changed: somebody may leave while a batch is being delivered. */
  #listeners: readonly BatchListener[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(points: readonly Point[], clock: Clock) {
    this.size = points.length;
    this.#clock = clock;
    this.#v = new Float64Array(this.size).fill(Number.NaN);
    this.#t = new Float64Array(this.size).fill(clock.now());
    this.#q = Uint16Array.from(points, p => p.initial ?? NOT_READ_YET);
    this.#lastV = new Float64Array(this.size).fill(Number.NaN);
    this.#lastT = new Float64Array(this.size).fill(Number.NaN);
    this.#heldV = new Float64Array(this.size).fill(Number.NaN);
    this.#heldQ = new Uint16Array(this.size).fill(NOT_READ_YET);
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
    this.#listeners = [];
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: BatchListener): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own: BatchListener = batch => listener(batch);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter(l => l !== own);
    };
  }

  update(batch: SampleBatch): void {
    const now = this.#clock.monotonic();
    const { handles, t, v, q } = batch;
    for (let i = 0; i < handles.length; i++) {
      const h = handles[i] ?? 0;
      const value = v[i] ?? Number.NaN;
      const quality = this.judge(h, value, q[i] ?? NOT_READ_YET);
      q[i] = quality;
      if (isBad(quality)) v[i] = Number.NaN;
      this.#store(h, { v: v[i] ?? Number.NaN, t: t[i] ?? Number.NaN, q: quality });
      this.#restart(h, now);
    }
    this.#announce(batch);
  }

  /** A value that went stale only because nobody was heard in time is back; one that is bad for another reason is not. */
  confirm(handles: Uint32Array): void {
    const now = this.#clock.monotonic();
    this.expire();
    for (const h of handles) {
      if (!isBad(this.#q[h] ?? NOT_READ_YET)) this.#restart(h, now);
    }
    const back = handles.filter(h => !isBad(this.#heldQ[h] ?? NOT_READ_YET));
    if (back.length === 0) return;
    this.update({
      handles: back,
      // It became good again now; histories go forward.
      t: new Float64Array(back.length).fill(this.#clock.now()),
      v: Float64Array.from(back, h => this.#heldV[h] ?? Number.NaN),
      q: Uint16Array.from(back, h => this.#heldQ[h] ?? NOT_READ_YET),
    });
  }

  invalidate(handles: Uint32Array, reason: Quality): void {
    const changed = handles.filter(h => this.#q[h] !== reason);
    if (changed.length > 0) this.#withdraw(changed, reason);
  }

  /** Turns every value past its deadline bad. Called by the sweep, and by readers before they look. */
  expire(): void {
    const now = this.#clock.monotonic();
    if (this.#earliest > now) return;
    const expired: Handle[] = [];
    let earliest = Number.POSITIVE_INFINITY;
    for (let h = 0; h < this.size; h++) {
      const deadline = this.#deadline[h] ?? 0;
      if (deadline <= now) expired.push(h);
      else earliest = Math.min(earliest, deadline);
    }
    this.#earliest = earliest;
    if (expired.length === 0) return;
    const held = expired.map(h => ({ h, v: this.#v[h], q: this.#q[h] }));
    this.#withdraw(Uint32Array.from(expired), STALE, () => {
      for (const { h, v, q } of held) {
        this.#heldV[h] = v ?? Number.NaN;
        this.#heldQ[h] = q ?? NOT_READ_YET;
      }
    });
  }

  /** The value as it is now, deadlines included: also those of other tags, because this one may be calculated from them. */
  read(handle: Handle): Reading {
    this.expire();
    return {
      v: this.#v[handle] ?? Number.NaN,
      q: this.#q[handle] ?? NOT_READ_YET,
      t: this.#t[handle] ?? Number.NaN,
      lastV: this.#lastV[handle] ?? Number.NaN,
      lastT: this.#lastT[handle] ?? Number.NaN,
    };
  }

  /** Quality that the table gives to this value of this tag, range check included. */
  judge(h: Handle, value: number, q: Quality): Quality {
    if (isBad(q)) return q;
    if (!Number.isFinite(value)) return DEVICE_FAULT;
    if (isGood(q) && (value < (this.#least[h] ?? value) || value > (this.#most[h] ?? value))) return OUT_OF_RANGE;
    return q;
  }

  #restart(h: Handle, now: number): void {
    const deadline = now + (this.#staleAfter[h] ?? 0);
    this.#deadline[h] = deadline;
    this.#earliest = Math.min(this.#earliest, deadline);
  }

  #withdraw(handles: Uint32Array, reason: Quality, beforeAnnouncing: () => void = () => undefined): void {
    const now = this.#clock.now();
    for (const h of handles) {
      this.#store(h, { v: Number.NaN, t: now, q: reason });
      this.#deadline[h] = Number.POSITIVE_INFINITY;
    }
    beforeAnnouncing();
    this.#announce({
      handles,
      t: new Float64Array(handles.length).fill(now),
      v: new Float64Array(handles.length).fill(Number.NaN),
      q: new Uint16Array(handles.length).fill(reason),
    });
  }

  #store(h: Handle, { v, t, q }: { v: number; t: number; q: Quality }): void {
    this.#v[h] = v;
    this.#t[h] = t;
    this.#q[h] = q;
    this.#heldQ[h] = NOT_READ_YET;
    if (q === GOOD) {
      this.#lastV[h] = v;
      this.#lastT[h] = t;
    }
  }

  #announce(batch: SampleBatch): void {
    for (const listener of this.#listeners) listener(batch);
  }
}
