/** Steps of the wall clock are noticed; its ordinary drift is not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchClock } from '../../../main/platform/clock-watch.ts';

let wall = 1_000_000;
let monotonic = 0;
const clock = { now: () => wall, monotonic: () => monotonic };

function pass(ms: number, drift = 0): void {
  wall += ms + drift;
  monotonic += ms;
  vi.advanceTimersByTime(ms);
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells how far the clock jumped, either way, once a jump', () => {
  const steps: number[] = [];
  const stop = watchClock(clock, ms => steps.push(ms));
  pass(5_000);
  wall += 3_600_000;
  pass(3_000);
  wall -= 7_200_000;
  pass(3_000);
  expect(steps).toEqual([3_600_000, -7_200_000]);
  stop();
  wall += 60_000;
  pass(3_000);
  expect(steps).toHaveLength(2);
});

it('is not disturbed by a clock that a time server slews', () => {
  const steps: number[] = [];
  const stop = watchClock(clock, ms => steps.push(ms));
  for (let second = 0; second < 600; second++) pass(1_000, 1);
  expect(steps).toEqual([]);
  stop();
});
