/**
 * The columns of a bucket answer while they fill (pure). Owns the edges: bucket `c` is [edge c, edge c+1), and every decision
 * about which bucket a time is in goes through `locate`, so that rounding can never count a sample twice or not at all. Samples
 * and spans must come in order of time: the worst quality of a class is the first one of it.
 */
import type { HistoryBuckets } from '../../../../shared/model/history.ts';
import type { ChunkHead } from '../../codec/chunk-head.ts';
import { hasValue } from '../../codec/heads/validity.ts';
import type { Samples } from '../../samples.ts';
import { isGoodValue, worseQuality } from '../sample-rules.ts';

interface Columns {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly count: Uint32Array;
  readonly worstQ: Uint16Array;
  readonly validMs: Float64Array;
  readonly goodMs: Float64Array;
}

export class BucketTable {
  readonly count: number;
  readonly #from: number;
  readonly #to: number;
  readonly #stepMs: number;
  readonly #edges: Float64Array;
  readonly #columns: Columns;
  /** Whether `worstQ` of the bucket has been set. */
  readonly #isTouched: Uint8Array;
  #located = 0;

  constructor({ from, to, count }: { from: number; to: number; count: number }) {
    this.count = count;
    this.#from = from;
    this.#to = to;
    this.#stepMs = (to - from) / count;
    this.#edges = Float64Array.from({ length: count + 1 }, (_, i) => (i === count ? to : from + i * this.#stepMs));
    this.#columns = {
      min: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
      max: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
      first: new Float64Array(count).fill(Number.NaN),
      last: new Float64Array(count).fill(Number.NaN),
      count: new Uint32Array(count),
      worstQ: new Uint16Array(count),
      validMs: new Float64Array(count),
      goodMs: new Float64Array(count),
    };
    this.#isTouched = new Uint8Array(count);
  }

  /** Start of bucket `c`; for `c` = `count` the end of the last one. */
  edge(c: number): number {
    return this.#edges[c] ?? Number.NaN;
  }

  /** The bucket that `t` is in; −1 before all of them, `count` after. */
  locate(t: number): number {
    // Mostly the bucket of the time before.
    if (t >= this.edge(this.#located) && t < this.edge(this.#located + 1)) return this.#located;
    if (t < this.#from) return -1;
    if (t >= this.#to) return this.count;
    let c = Math.min(Math.floor((t - this.#from) / this.#stepMs), this.count - 1);
    while (this.edge(c) > t) c--;
    while (this.edge(c + 1) <= t) c++;
    this.#located = c;
    return c;
  }

  /** Samples at positions start … end − 1, one at least, all inside bucket `c`, with the segments between them. */
  addRun(c: number, samples: Samples, { start, end }: { start: number; end: number }): void {
    const { t, v, q } = samples;
    const sums = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, validMs: 0, goodMs: 0 };
    let before = -1;
    this.#addEnds(c, v[start] ?? Number.NaN, v[end - 1] ?? Number.NaN);
    this.addCount(c, end - start);
    for (let i = start; i < end; i++) {
      const value = v[i] ?? Number.NaN;
      const word = q[i] ?? 0;
      if (word !== before) this.offerQuality(c, word);
      before = word;
      if (!hasValue(value, word)) continue;
      if (value < sums.low) sums.low = value;
      if (value > sums.high) sums.high = value;
      const ms = i + 1 < end ? (t[i + 1] ?? 0) - (t[i] ?? 0) : 0;
      sums.validMs += ms;
      if (isGoodValue(value, word)) sums.goodMs += ms;
    }
    this.offerExtremes(c, sums.low, sums.high);
    this.#addMs(c, sums.validMs, sums.goodMs);
  }

  /** A chunk that is wholly inside bucket `c`, without the segments to its neighbours. */
  addHead(c: number, head: ChunkHead): void {
    this.#addEnds(c, head.firstV, head.lastV);
    this.addCount(c, head.count);
    this.offerQuality(c, head.worstQ);
    if (head.valid > 0) this.offerExtremes(c, head.min, head.max);
    this.#addMs(c, head.validMs, head.goodMs);
  }

  addCount(c: number, samples: number): void {
    const { count } = this.#columns;
    count[c] = (count[c] ?? 0) + samples;
  }

  offerQuality(c: number, q: number): void {
    const { worstQ } = this.#columns;
    worstQ[c] = worseQuality(this.#isTouched[c] === 0 ? q : (worstQ[c] ?? q), q);
    this.#isTouched[c] = 1;
  }

  /** Adding 0 turns −0 into 0. */
  offerExtremes(c: number, low: number, high: number): void {
    const { min, max } = this.#columns;
    if (low < (min[c] ?? low)) min[c] = low + 0;
    if (high > (max[c] ?? high)) max[c] = high + 0;
  }

  /** Whether values between `low` and `high` could change the extremes of bucket `c`. */
  couldWiden(c: number, low: number, high: number): boolean {
    const { min, max } = this.#columns;
    return low < (min[c] ?? low) || high > (max[c] ?? high);
  }

  /** What one sample at `t0` says of the time until the next one at `t1`: it is in force, also at the starts of buckets between. */
  hold({ t0, v, q, t1 }: { t0: number; v: number; q: number; t1: number }): void {
    if (hasValue(v, q)) this.addTime({ t0, t1, isGood: isGoodValue(v, q) });
    if (t0 >= this.#to || t1 <= this.#from) return;
    for (let c = this.locate(t0) + 1; c < this.count && this.edge(c) < t1; c++) this.offerQuality(c, q);
  }

  /** Time in which a value is in force. */
  addTime({ t0, t1, isGood }: { t0: number; t1: number; isGood: boolean }): void {
    const from = Math.max(t0, this.#from);
    const to = Math.min(t1, this.#to);
    if (from >= to) return;
    for (let c = this.locate(from); c < this.count && this.edge(c) < to; c++) {
      const ms = Math.min(to, this.edge(c + 1)) - Math.max(from, this.edge(c));
      this.#addMs(c, ms, isGood ? ms : 0);
    }
  }

  finish({ hasEnds }: { hasEnds: boolean }): HistoryBuckets {
    const { min, max, first, last, count, worstQ, validMs, goodMs } = this.#columns;
    for (let c = 0; c < this.count; c++) if (isEmpty(min, max, c)) min[c] = max[c] = Number.NaN;
    if (!hasEnds) {
      first.fill(Number.NaN);
      last.fill(Number.NaN);
    }
    const percentValid = validMs.map((ms, c) => this.#percent(ms, c));
    const percentGood = goodMs.map((ms, c) => this.#percent(ms, c));
    return { from: this.#from, stepMs: this.#stepMs, min, max, first, last, count, worstQ, percentValid, percentGood };
  }

  /** Before the samples themselves are counted. */
  #addEnds(c: number, firstV: number, lastV: number): void {
    const { first, last, count } = this.#columns;
    if (count[c] === 0) first[c] = firstV;
    last[c] = lastV;
  }

  #addMs(c: number, valid: number, good: number): void {
    const { validMs, goodMs } = this.#columns;
    validMs[c] = (validMs[c] ?? 0) + valid;
    goodMs[c] = (goodMs[c] ?? 0) + good;
  }

  #percent(ms: number, c: number): number {
    const span = this.edge(c + 1) - this.edge(c);
    return span > 0 ? (ms / span) * 100 : 0;
  }
}

function isEmpty(min: Float64Array, max: Float64Array, c: number): boolean {
  return (min[c] ?? 0) > (max[c] ?? 0);
}
