/**
 * How far the server's clock is ahead of ours, from the time stamps of its answers. Pure; worker thread. Every answer is one
 * estimate: the server made it somewhere between our asking and our hearing, so half the round trip is taken off; the median
 * of the last ones is not moved by a slow answer or two.
 */

/** Estimates that the median looks back on: pings alone fill this in half a minute, setting up a session gives the first six. */
const WINDOW = 21;
/** Fewer say nothing. */
const FEWEST = 3;
/** 1601-01-01, the null of OPC UA's DateTime (Part 6, 5.2.2.5): no time at all. */
const NO_TIME_MS = -11_644_473_600_000;

export class ClockOffset {
  readonly #estimates = new Float64Array(WINDOW);
  #count = 0;

  /** An answer made at `serverMs`, asked at `sentMs` and heard at `heardMs`; epoch ms, the last two by our clock. */
  add(serverMs: number, sentMs: number, heardMs: number): void {
    if (!Number.isFinite(serverMs) || serverMs <= NO_TIME_MS) return;
    this.#estimates[this.#count++ % WINDOW] = serverMs - (sentMs + heardMs) / 2;
  }

  /** Server minus station, ms; NaN before three answers. */
  get medianMs(): number {
    const known = this.#estimates.subarray(0, Math.min(this.#count, WINDOW)).toSorted();
    return known.length < FEWEST ? Number.NaN : (known[known.length >> 1] ?? Number.NaN);
  }
}
