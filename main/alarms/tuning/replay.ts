/**
 * What an alarm would have done in a stretch of history, with another deadband and other delays (pure). This is the machine of
 * `conditions/judged-condition.ts` and `delay.ts` over the moments that matter alone, written as one loop because hundreds of settings
 * are tried on years; the tests hold it against the machine of the station itself.
 */
import type { Delays } from '../conditions/delay.ts';
import { BEYOND, type CodedPast, UNKNOWN } from './coded-past.ts';

/** Epoch ms UTC; `to` is where it ended, or the end of the span. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What one deadband sees: beyond, held if it is held, back, unknown. */
export interface Verdicts {
  readonly t: Float64Array;
  readonly verdict: Int8Array;
  readonly end: number;
}

const TRUE = 1;
const AS_HELD = 2;
const FALSE = 0;

/** `deadband` is one of the past. */
export function verdictsOf({ deadbands, t, code, end }: CodedPast, deadband: number): Verdicts {
  const place = deadbands.indexOf(deadband);
  const times: number[] = [];
  const verdicts: number[] = [];
  t.forEach((at, i) => {
    const verdict = verdictOf(code[i] ?? UNKNOWN, place);
    if (verdict === verdicts.at(-1)) return;
    times.push(at);
    verdicts.push(verdict);
  });
  return { t: Float64Array.from(times), verdict: Int8Array.from(verdicts), end };
}

function verdictOf(code: number, place: number): number {
  if (code === UNKNOWN) return UNKNOWN;
  if (code === BEYOND) return TRUE;
  return code > place ? FALSE : AS_HELD;
}

/** When the alarm would have been active. */
export function replay({ t, verdict, end }: Verdicts, delays: Delays): readonly Interval[] {
  const run = new DelayRun(delays);
  for (let i = 0; i < t.length; i++) {
    const at = t[i] ?? 0;
    run.passTo(at);
    run.judge(verdict[i] ?? UNKNOWN, at);
  }
  if (!Number.isNaN(end)) run.passTo(end);
  return run.ended(end);
}

/** On and off delay, and since when the alarm is active. */
class DelayRun {
  readonly #delays: Delays;
  readonly #active: Interval[] = [];
  /** Since when the output is on; NaN while it is off. */
  #since = Number.NaN;
  /** What is left of a delay that has begun, ms; NaN when none has. */
  #left = Number.NaN;
  #isKnown = false;
  #at = 0;

  constructor(delays: Delays) {
    this.#delays = delays;
  }

  passTo(at: number): void {
    const due = this.#at + this.#left;
    if (this.#isKnown && due <= at) this.#turn(due);
    else if (this.#isKnown) this.#left = due - at;
    this.#at = at;
  }

  judge(verdict: number, at: number): void {
    this.#isKnown = verdict !== UNKNOWN;
    if (!this.#isKnown) return;
    const isOn = !Number.isNaN(this.#since);
    const isTrue = verdict === TRUE || (verdict === AS_HELD && (isOn || !Number.isNaN(this.#left)));
    if (isTrue === isOn) this.#left = Number.NaN;
    else {
      if (Number.isNaN(this.#left)) this.#left = isTrue ? this.#delays.onDelayMs : this.#delays.offDelayMs;
      if (this.#left <= 0) this.#turn(at);
    }
  }

  #turn(at: number): void {
    if (Number.isNaN(this.#since)) this.#since = at;
    else {
      this.#active.push({ from: this.#since, to: at });
      this.#since = Number.NaN;
    }
    this.#left = Number.NaN;
  }

  ended(end: number): readonly Interval[] {
    if (!Number.isNaN(this.#since)) this.#active.push({ from: this.#since, to: end });
    return this.#active;
  }
}

/**
 * What really happened: times beyond the limit, as one where less than `longerThanMs` lies between two, that lasted at least so
 * long. A value that flutters about its limit for minutes is one excursion, and an alarm that sleeps through it has missed it.
 */
export function excursions(past: CodedPast, longerThanMs: number): readonly Interval[] {
  const raw = replay(verdictsOf(past, 0), { onDelayMs: 0, offDelayMs: 0 });
  const merged: Interval[] = [];
  for (const { from, to } of raw) {
    const last = merged.at(-1);
    if (last !== undefined && from - last.to < longerThanMs) merged[merged.length - 1] = { from: last.from, to };
    else merged.push({ from, to });
  }
  return merged.filter(({ from, to }) => to - from >= longerThanMs);
}

/** How many of `what` no interval of `by` touches. Both in order. */
export function countMissed(what: readonly Interval[], by: readonly Interval[]): number {
  let next = 0;
  let missed = 0;
  for (const { from, to } of what) {
    while (next < by.length && (by[next]?.to ?? 0) < from) next++;
    if ((by[next]?.from ?? Number.POSITIVE_INFINITY) > to) missed++;
  }
  return missed;
}
