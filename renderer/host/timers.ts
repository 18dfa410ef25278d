/** Clocks and timers of the client behind an interface, so that tests can turn the hands. */
export interface ClientTimers {
  /** Monotonic ms. */
  now(): number;
  /** Epoch ms UTC of this machine. */
  wall(): number;
  /** Runs once after the delay; returns the function that calls it off. */
  after(delayMs: number, run: () => void): () => void;
  every(periodMs: number, run: () => void): () => void;
}

export const browserTimers: ClientTimers = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};
