/**
 * Finds out the gain of an analogue input whose scaling nobody has told (pure): 32-bit floats that are all integers times one
 * gain, as `fround(k · gain)`. From the least difference of neighbours to larger and larger ones, each a better estimate; then the
 * interval of gains that give every number. Random floats are dismissed after one pass.
 */
import type { Numbers } from './survey.ts';

/** A step below so many units of the last place is noise, not a grid. */
const LEAST_STEP_ULPS = 8;
/** Share of a step by which an estimate may be off and still tell which multiple a difference is. */
const SURE = 0.25;
const MOST_PASSES = 6;

const narrow = new Float32Array(1);
const narrowBits = new Uint32Array(narrow.buffer);

/** Distance to the next 32-bit float above `size`, a finite 32-bit float ≥ 0. */
function ulpOf(size: number): number {
  narrow[0] = size;
  narrowBits[0] = (narrowBits[0] as number) + 1;
  return (narrow[0] as number) - size;
}

/** A gain that may fit all numbers, to be tried; null when there is none. The numbers are finite 32-bit floats. */
export function findGain(numbers: Numbers, largest: number): number | null {
  const ulp = ulpOf(largest);
  let step = leastStep(numbers);
  if (!(step >= LEAST_STEP_ULPS * ulp && step < largest)) return null;
  let reach = step * ((SURE * step) / ulp);
  for (let pass = 0; reach < largest; pass++) {
    const multiple = farthestWithin(numbers, reach, step);
    if (pass === MOST_PASSES || multiple.k === 0) return null;
    step = multiple.distance / multiple.k;
    const grown = multiple.distance * ((SURE * step) / ulp);
    if (!(grown > reach)) return null;
    reach = grown;
  }
  return gainForAll(numbers, step);
}

function leastStep({ v, count }: Numbers): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < count; i++) {
    const step = (v[i] as number) - (v[i - 1] as number);
    const size = step < 0 ? -step : step;
    if (size > 0 && size < least) least = size;
  }
  return least;
}

/** The farthest number from the first that is within reach, or from zero if that is: how far, and how many steps. */
function farthestWithin({ v, count }: Numbers, reach: number, step: number): { distance: number; k: number } {
  const origin = v[0] as number;
  let distance = 0;
  for (let i = 0; i < count; i++) {
    const value = v[i] as number;
    const size = value < origin ? origin - value : value - origin;
    if (size > distance && size <= reach) distance = size;
  }
  return { distance, k: Math.round(distance / step) };
}

function gainForAll({ v, count }: Numbers, step: number): number | null {
  let from = 0;
  let to = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const value = v[i] as number;
    const size = value < 0 ? -value : value;
    const k = Math.round(size / step);
    if (k === 0) {
      if (size > 0) return null;
      continue;
    }
    const half = ulpOf(size) / 2;
    if ((size - half) / k > from) from = (size - half) / k;
    if ((size + half) / k < to) to = (size + half) / k;
    if (from > to) return null;
  }
  return Number.isFinite(to) ? (from + to) / 2 : null;
}
