/**
 * The rules of codec/chunk-head.ts for single samples (pure): when one is good, what is worse than
 * what. Every query that looks at samples and not at heads takes them from here, so that both give the same answer.
 */
import { GOOD } from '../../../shared/model/quality.ts';
import { GOOD_CLASS, severity } from '../codec/heads/validity.ts';

export function isGoodValue(v: number, q: number): boolean {
  return severity(q) === GOOD_CLASS && !Number.isNaN(v);
}

/**
 * The worse of two quality words, the earlier one when both are of a class. The reason of a good word is left out: it tells of no
 * trouble, and so a head with nothing but good samples speaks for any part of its chunk.
 */
export function worseQuality(earlier: number, later: number): number {
  const worse = severity(later) < severity(earlier) ? later : earlier;
  return severity(worse) === GOOD_CLASS ? GOOD : worse;
}

/** Value on the straight line through (t0, v0) and (t1, v1), t0 < t1; at t0 it is v0 to the bit. */
export function onLine(t: number, line: { t0: number; v0: number; t1: number; v1: number }): number {
  if (t === line.t0 || line.v0 === line.v1) return line.v0;
  return line.v0 + (line.v1 - line.v0) * ((t - line.t0) / (line.t1 - line.t0));
}

/**
 * By how much a counter has risen from one reading to the next. A fall is a roll-over when that makes the step shorter than half
 * of `modulus`; otherwise the counter was reset and has risen from 0 to `next`. `modulus` null: it never rolls over.
 */
export function counterRise(previous: number, next: number, modulus: number | null): number {
  if (next === previous) return 0;
  if (next > previous) return next - previous;
  const rolled = modulus === null ? Number.NaN : next + modulus - previous;
  if (rolled >= 0 && rolled < (modulus ?? 0) / 2) return rolled;
  return Math.max(next, 0);
}
