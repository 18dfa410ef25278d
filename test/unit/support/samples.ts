/** Short ways to write batches and random numbers in tests. */
import { GOOD, type Quality } from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';

export interface Sample {
  readonly h: number;
  readonly v: number;
  readonly q?: Quality;
  readonly t?: number;
}

export function batch(...samples: readonly Sample[]): SampleBatch {
  return {
    handles: Uint32Array.from(samples, s => s.h),
    t: Float64Array.from(samples, s => s.t ?? 0),
    v: Float64Array.from(samples, s => s.v),
    q: Uint16Array.from(samples, s => s.q ?? GOOD),
  };
}

/** Repeatable numbers in 0 … 1 (mulberry32), so that a failing case can be run again. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
