/**
 * Waiting times between attempts: 1 s, doubling, up to a bound that depends on what failed. Jitter only shortens, so the bound
 * holds, and a hundred stations do not knock in step. Pure.
 */
import type { DeviceCause } from '../../shared/model/device.ts';

const FIRST_MS = 1_000;
const JITTER = 0.2;

/** What answers nothing, or noise, loses nothing by being asked again, and an operator waits: back within 10 s; ms. */
const MOST_MS = 8_000;
/**
 * What answers and refuses is hurt by every attempt (a controller with no free connection, an account about to be locked), or
 * waits for a person; ms.
 */
const MOST_REFUSED_MS = 30_000;

const REFUSALS: ReadonlySet<DeviceCause> = new Set([
  'closed',
  'reset',
  'certificate-untrusted',
  'access-denied',
  'no-secret',
  'internal',
]);

/** Longest wait after a failure of this kind, ms. */
export function mostWaitMs(cause: DeviceCause): number {
  return REFUSALS.has(cause) ? MOST_REFUSED_MS : MOST_MS;
}

/** Wait before attempt `failures` + 1, ms; none before the first. `random` gives 0 … 1. */
export function backoffMs(failures: number, mostMs: number, random: () => number = Math.random): number {
  if (failures <= 0) return 0;
  const delay = Math.min(mostMs, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return delay * (1 - JITTER * random());
}
