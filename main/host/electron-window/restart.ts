/**
 * When to bring a lost window back: at once the first time, later and later while it keeps failing, so that a page that
 * cannot live does not eat the processor the acquisition needs. Pure; times are monotonic ms.
 */

/** A window that has lived this long was well; the next loss counts as the first. */
const HEALTHY_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 1_000;
/** Long enough to leave the machine in peace, short enough for somebody who waits for a picture. */
const LONGEST_DELAY_MS = 30_000;

export class RestartPolicy {
  #lossesInARow = 0;
  #lastLossAt = Number.NEGATIVE_INFINITY;

  /** The window was lost at `now`: how long to wait before it is opened again, ms. */
  delayAfterLoss(now: number): number {
    this.#lossesInARow = now - this.#lastLossAt < HEALTHY_AFTER_MS ? this.#lossesInARow + 1 : 0;
    this.#lastLossAt = now;
    if (this.#lossesInARow === 0) return 0;
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#lossesInARow - 1));
  }
}
