/** Notices steps of the wall clock (main thread): it compares it with the clock that never steps. */
import type { Clock } from './clock.ts';

const LOOK_EVERY_MS = 1_000;
/** A time server slews by less than 1 ms a second; whatever moves the clock by more than this stepped it. */
const LEAST_STEP_MS = 250;

/** @param onStep told how far the clock jumped, ms; negative backwards. Returns what ends the watch. */
export function watchClock(clock: Clock, onStep: (ms: number) => void): () => void {
  let offset = clock.now() - clock.monotonic();
  const timer = setInterval(() => {
    const now = clock.now() - clock.monotonic();
    const step = now - offset;
    offset = now;
    if (Math.abs(step) >= LEAST_STEP_MS) onStep(step);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
