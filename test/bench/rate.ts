/** What the driver and its baselines have in common: the registers that they read, and how their rate is taken. */
import { sleep } from './bench.ts';

/** Requests after which the reading starts over, and the registers of each: the most that a reply can carry. */
export const BLOCKS = 256;
export const REGISTERS = 125;

/** By how much `count` grew per second of `ms`, after a warm-up. */
export async function rateOf(count: () => number, { warmUpMs, ms }: { warmUpMs: number; ms: number }): Promise<number> {
  await sleep(warmUpMs);
  const before = count();
  const startedAt = performance.now();
  await sleep(ms);
  return ((count() - before) / (performance.now() - startedAt)) * 1_000;
}
