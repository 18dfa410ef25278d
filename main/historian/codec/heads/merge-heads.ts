/**
 * The head of two stretches of samples, one after the other, as if it had been taken of all samples at once (pure). The segment
 * from the last sample of the first to the first sample of the second counts by the rules of chunk-head.ts.
 */
import type { Interpolation } from '../../samples.ts';
import type { ChunkHead } from '../chunk-head.ts';
import { GOOD_CLASS, hasValue, severity } from './validity.ts';

/** What lies between two heads. */
export interface Join {
  readonly interpolation: Interpolation;
  /** Last value of the first stretch; needed only where its last sample has none and it has several. */
  readonly lastValue?: number;
  /** First value of the second stretch, likewise. */
  readonly firstValue?: number;
}

/**
 * Last value of a stretch as far as its head tells: NaN when it has none, null when the head does not tell.
 */
export function lastValueOf(head: ChunkHead): number | null {
  if (head.valid === 0) return Number.NaN;
  if (hasValue(head.lastV, head.lastQ)) return head.lastV;
  return head.min === head.max ? head.min : null;
}

/** First value of a stretch, likewise. */
export function firstValueOf(head: ChunkHead): number | null {
  if (head.valid === 0) return Number.NaN;
  if (hasValue(head.firstV, head.firstQ)) return head.firstV;
  return head.min === head.max ? head.min : null;
}

/**
 * Head of `a` followed by `b`. Everything is exact but for rounding. `transitions` and `falls` need the values next to the join:
 * where neither the heads nor `join` tell them, a change over the join is not counted, so they may be one too few.
 */
export function mergeHeads(a: ChunkHead, b: ChunkHead, join: Join): ChunkHead {
  const changes = changesBetween(a, b, join);
  const gap = segmentBetween(a, b, join.interpolation);
  return {
    count: a.count + b.count,
    valid: a.valid + b.valid,
    good: a.good + b.good,
    firstT: a.firstT,
    lastT: b.lastT,
    firstV: a.firstV,
    lastV: b.lastV,
    firstQ: a.firstQ,
    lastQ: b.lastQ,
    worstQ: severity(b.worstQ) < severity(a.worstQ) ? b.worstQ : a.worstQ,
    ...extremesOf(a, b),
    sum: a.sum + b.sum,
    m2: squaresOf(a, b),
    integral: a.integral + b.integral + gap.integral,
    validMs: a.validMs + b.validMs + gap.validMs,
    goodMs: a.goodMs + b.goodMs + gap.goodMs,
    nonZeroMs: a.nonZeroMs + b.nonZeroMs + gap.nonZeroMs,
    transitions: a.transitions + b.transitions + Number(changes.isTransition),
    falls: a.falls + b.falls + Number(changes.isFall),
  };
}

function extremesOf(a: ChunkHead, b: ChunkHead): Pick<ChunkHead, 'min' | 'max' | 'minT' | 'maxT'> {
  const low = a.valid === 0 || b.min < a.min ? b : a;
  const high = a.valid === 0 || b.max > a.max ? b : a;
  return { min: low.min, minT: low.minT, max: high.max, maxT: high.maxT };
}

/** Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances (1979), formula 2.1. */
function squaresOf(a: ChunkHead, b: ChunkHead): number {
  if (a.valid === 0) return b.m2;
  if (b.valid === 0) return a.m2;
  const apart = b.sum / b.valid - a.sum / a.valid;
  return a.m2 + b.m2 + apart * apart * ((a.valid * b.valid) / (a.valid + b.valid));
}

/** The segment from the last sample of `a` to the first of `b`: value · ms and ms. */
export function segmentBetween(
  a: ChunkHead,
  b: ChunkHead,
  interpolation: Interpolation,
): Pick<ChunkHead, 'integral' | 'validMs' | 'goodMs' | 'nonZeroMs'> {
  const ms = b.firstT - a.lastT;
  if (ms === 0 || !hasValue(a.lastV, a.lastQ)) return { integral: 0, validMs: 0, goodMs: 0, nonZeroMs: 0 };
  const isStraight = interpolation === 'sloped' && hasValue(b.firstV, b.firstQ);
  return {
    integral: (isStraight ? a.lastV / 2 + b.firstV / 2 : a.lastV) * ms,
    validMs: ms,
    goodMs: a.lastQ >> 8 === GOOD_CLASS ? ms : 0,
    nonZeroMs: a.lastV === 0 ? 0 : ms,
  };
}

function changesBetween(a: ChunkHead, b: ChunkHead, join: Join): { isTransition: boolean; isFall: boolean } {
  const before = lastValueOf(a) ?? join.lastValue ?? Number.NaN;
  const after = firstValueOf(b) ?? join.firstValue ?? Number.NaN;
  return { isTransition: before < after || before > after, isFall: after < before };
}
