/**
 * Randomness of the demo field: a seeded stream for the process and a stateless hash for instrument noise. Both are pure in
 * their inputs, so that seed + start + commands give the same values again. The state is one integer and travels in snapshots.
 */

export interface RandomState {
  s: number;
}

/** Next number in [0, 1) of the stream (mulberry32). */
export function random(state: RandomState): number {
  state.s = (state.s + 0x6d2b79f5) | 0;
  let t = Math.imul(state.s ^ (state.s >>> 15), 1 | state.s);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/** Zero-mean, unit-variance noise bounded to ±√6: sum of two uniform numbers. Bounded, so that calm stays calm. */
export function boundedNoise(state: RandomState): number {
  return (random(state) + random(state) - 1) * 2.449;
}

/** Noise in about ±2.4, zero mean, unit variance, for channel `channel` at tick `tick`. Keeps no state. */
export function hashNoise(seed: number, channel: number, tick: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(channel + 1, 0xc2b2ae35) ^ Math.imul(tick | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  h ^= h >>> 15;
  return ((h & 0xffff) / 65536 + (h >>> 16) / 65536 - 1) * 2.449;
}

/**
 * One step of a bounded mean-reverting walk around 0.
 * @param value present value, in standard deviations
 * @param timeConstantS correlation time
 */
export function wander(state: RandomState, value: number, step: { dtS: number; timeConstantS: number }): number {
  const keep = Math.exp(-step.dtS / step.timeConstantS);
  const next = value * keep + boundedNoise(state) * Math.sqrt(1 - keep * keep);
  return next > 2 ? 2 : next < -2 ? -2 : next;
}
