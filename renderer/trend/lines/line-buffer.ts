/**
 * The line of one pen as it is drawn: places in arrays that are kept from one answer to the next, and the spans in which there
 * is no line. Nothing is made per point. A place without a number lifts the pen.
 */
import { isBad, type Quality, qualityClass, qualityReason } from '../../../shared/model/quality.ts';

/** A span without a valid value. */
export interface Gap {
  /** Epoch ms UTC. */
  readonly from: number;
  readonly to: number;
  /** `bad`: somebody knows why; `none`: nothing is known; `part`: bad for a part of the columns, the line goes on. */
  readonly kind: 'bad' | 'none' | 'part';
  readonly q: Quality;
  /** Values of the line before and after; NaN where there is none. */
  readonly before: number;
  readonly after: number;
}

const FIRST_PLACES = 1_024;

export class LineBuffer {
  /** Epoch ms UTC, ascending. */
  t = new Float64Array(FIRST_PLACES);
  /** NaN lifts the pen. */
  v = new Float64Array(FIRST_PLACES);
  /** 1 where the way to this place is of uncertain quality. */
  isUncertain = new Uint8Array(FIRST_PLACES);
  length = 0;
  hasUncertain = false;
  readonly gaps: Gap[] = [];

  clear(): void {
    this.length = 0;
    this.hasUncertain = false;
    this.gaps.length = 0;
  }

  put(t: number, v: number, q: Quality): void {
    if (this.length === this.t.length) this.#grow();
    const isUncertain = qualityClass(q) === 'uncertain';
    this.t[this.length] = t;
    this.v[this.length] = v;
    this.isUncertain[this.length] = isUncertain ? 1 : 0;
    this.hasUncertain ||= isUncertain;
    this.length += 1;
  }

  lift(t: number): void {
    if (this.length > 0 && !Number.isNaN(this.lastValue)) this.put(t, Number.NaN, 0);
  }

  get lastValue(): number {
    return this.length === 0 ? Number.NaN : (this.v[this.length - 1] ?? Number.NaN);
  }

  get lastTime(): number {
    return this.length === 0 ? Number.NaN : (this.t[this.length - 1] ?? Number.NaN);
  }

  #grow(): void {
    const places = this.t.length * 2;
    const t = new Float64Array(places);
    const v = new Float64Array(places);
    const isUncertain = new Uint8Array(places);
    t.set(this.t);
    v.set(this.v);
    isUncertain.set(this.isUncertain);
    this.t = t;
    this.v = v;
    this.isUncertain = isUncertain;
  }
}

/** Of these nobody has looked: nothing is known, which is something else than a device that told of its trouble. */
const NOTHING_KNOWN: ReadonlySet<string> = new Set(['not-read-yet', 'not-recorded']);

/** What a span without a value is, by the quality in it. */
export const gapKind = (q: Quality): 'bad' | 'none' =>
  isBad(q) && !NOTHING_KNOWN.has(qualityReason(q)) ? 'bad' : 'none';

/** First index of `t` (ascending, `length` places) whose time is not before `time`; `length` when there is none. */
export function indexAt(t: Float64Array, length: number, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((t[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
