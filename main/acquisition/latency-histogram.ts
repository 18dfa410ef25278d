/** Round trips in classes whose bounds double, from 0.25 ms to over a minute. Pure; a few hundred bytes a device. */

/** A Modbus TCP device on the same switch answers in well under 1 ms, a slow meter behind a radio in seconds. */
const BOUNDS_MS = [
  0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 65_536,
] as const;

export class LatencyHistogram {
  readonly #counts = new Float64Array(BOUNDS_MS.length);

  /** What lies beyond the last bound counts in the last class. */
  add(ms: number): void {
    let at = 0;
    while (at < BOUNDS_MS.length - 1 && ms >= (BOUNDS_MS[at] ?? 0)) at++;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  get view(): { readonly boundsMs: readonly number[]; readonly counts: readonly number[] } {
    return { boundsMs: BOUNDS_MS, counts: [...this.#counts] };
  }
}
