/** Time as the station sees it. Injected wherever time decides something, so that tests can turn the hands. */
export interface Clock {
  /** Epoch ms UTC: for people, files and the wire. May step. */
  now(): number;
  /** Monotonic ms: for deadlines, periods and durations. Never steps. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
