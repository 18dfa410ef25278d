/**
 * A tag's past reduced to what an alarm makes of it (pure): the moments at which any of the deadbands could change its mind, each
 * with one small number. What lies between two values that are judged alike is judged alike, so most samples are passed over
 * with two comparisons; a month of one a second (2.6 million) takes milliseconds, and a calm one leaves a handful of moments.
 */
import { isBad } from '../../../shared/model/quality.ts';
import type { ConditionSpec } from '../conditions/condition-spec.ts';
import { isBack, isBeyond, type Level } from '../conditions/limits/compare.ts';
import { stateHolds } from '../conditions/states/state.ts';

/** Samples of one tag in the order of their times; all arrays have the same length. */
export interface SampleSpan {
  /** Epoch ms UTC. */
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

/** A level of one tag whose limit is a number, or a state: what a tag's own history can say something about. */
export type TunableSpec = Extract<ConditionSpec, { kind: 'level' | 'state' }>;

/** Null when the limit is not one number all year. */
export function levelOf(spec: ConditionSpec): Level | null {
  if (spec.kind !== 'level' || spec.limit.schedule.length > 0 || spec.limit.otherwise.kind !== 'fixed') return null;
  const { side, deadband, precision = 'float32' } = spec;
  return { side, limit: spec.limit.otherwise.value, deadband, precision };
}

/** Codes: what follows is 0 … number of deadbands, how many of them (narrowest first) the value is back from. */
export const UNKNOWN = -2;
export const BEYOND = -1;

/** The code of a usable value; deadbands ascend. Pure and monotone in `v` for a level. */
export function coderOf(spec: TunableSpec, deadbands: readonly number[]): (v: number) => number {
  if (spec.kind === 'state') return v => (stateHolds(spec.test, v) ? BEYOND : deadbands.length);
  const level = levelOf(spec);
  if (level === null) return () => UNKNOWN;
  const levels = deadbands.map(deadband => ({ ...level, deadband }));
  return v => {
    if (isBeyond(v, level)) return BEYOND;
    const held = levels.findIndex(each => !isBack(v, each));
    return held === -1 ? levels.length : held;
  };
}

export interface CodedPast {
  /** Ascending, the first is 0. */
  readonly deadbands: readonly number[];
  /** When what is judged changed, epoch ms. */
  readonly t: readonly number[];
  readonly code: readonly number[];
  /** Until when the last sample held; NaN when there was none. */
  readonly end: number;
}

export class PastCoder {
  readonly #deadbands: readonly number[];
  readonly #codeOf: (v: number) => number;
  readonly #t: number[] = [];
  readonly #code: number[] = [];
  #end = Number.NaN;
  #known: number | null = null;
  /** Every value in between has the code that is known. */
  #least = Number.NaN;
  #most = Number.NaN;

  constructor(spec: TunableSpec, deadbands: readonly number[]) {
    this.#deadbands = [...new Set([0, ...deadbands])].toSorted((a, b) => a - b);
    this.#codeOf = coderOf(spec, this.#deadbands);
    // Bits of a word are not monotone: only the very same value is judged alike unseen.
    this.#isMonotone = spec.kind === 'level';
  }

  readonly #isMonotone: boolean;

  /** Spans in the order of their times; samples that were given already (the bounds of a span) are passed over. */
  take({ t, v, q }: SampleSpan): void {
    for (let i = 0; i < t.length; i++) {
      const value = v[i] ?? Number.NaN;
      const at = t[i] ?? 0;
      const isUsable = !isBad(q[i] ?? 0) && Number.isFinite(value);
      if (isUsable && value >= this.#least && value <= this.#most && at >= this.#end) this.#end = at;
      else if (!(at < this.#end)) this.#judge(at, value, isUsable);
    }
  }

  #judge(at: number, value: number, isUsable: boolean): void {
    this.#end = at;
    const code = isUsable ? this.#codeOf(value) : UNKNOWN;
    if (code === this.#known) return this.#widen(value, isUsable);
    this.#known = code;
    this.#least = isUsable ? value : Number.NaN;
    this.#most = this.#least;
    this.#t.push(at);
    this.#code.push(code);
  }

  #widen(value: number, isUsable: boolean): void {
    if (!isUsable || !this.#isMonotone) return;
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
  }

  /** The last sample held until then; times before it change nothing. */
  holdUntil(at: number): void {
    if (at > this.#end) this.#end = at;
  }

  past(): CodedPast {
    return { deadbands: this.#deadbands, t: this.#t, code: this.#code, end: this.#end };
  }
}
