/** How often lost devices of a shared line are looked for. Pure. */

/** Share of the line's time that this may take: each attempt costs the others a timeout. */
const SHARE = 0.1;
/** However many are lost, each is looked for this often; ms. */
const MOST_MS = 30_000;

/** Longest wait between two attempts at one of them, ms; 0 where there is nobody to be delayed. @param pollers all of the line */
export function probeWaitMs(pollers: readonly { readonly isLost: boolean }[], timeoutMs: number): number {
  if (pollers.length === 1) return 0;
  return Math.min(MOST_MS, (pollers.filter(poller => poller.isLost).length * timeoutMs) / SHARE);
}
