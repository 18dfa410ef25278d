/**
 * Waiting times between attempts, pure. The first retry is quick, because most losses are a switch or a service restarting;
 * then 1 s doubling to 30 s, jittered, so that a plant that comes back does not meet all its clients in the same instant.
 */
const QUICK_MS = 250;
const BASE_MS = 1_000;
const LONGEST_MS = 30_000;
/** Share of the wait that is left to chance. */
const JITTER = 0.2;

/** Wait before retry number `retry` (0 = first), ms. `random` gives 0 … 1. */
export function backoffMs(retry: number, random: () => number = Math.random): number {
  const nominal = retry <= 0 ? QUICK_MS : Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(retry - 1, 10));
  return Math.round(nominal * (1 - JITTER / 2 + JITTER * random()));
}
