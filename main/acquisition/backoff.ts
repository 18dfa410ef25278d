/** Waiting times between attempts: 1 s doubling to 8 s, ± 20 % jitter, so that a hundred stations do not knock in step. */
const FIRST_MS = 1_000;
/** A knock costs a device nothing, and an operator waits for the answer: back within 10 s, whatever the outage was. */
const MOST_MS = 8_000;
const JITTER = 0.2;

/** Delay before attempt `failures` + 1, ms; none before the first. `random` gives 0 … 1. */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  if (failures <= 0) return 0;
  const delay = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return delay * (1 + JITTER * (2 * random() - 1));
}
