/**
 * Percentiles of durations in a bounded place (pure): each is counted under its value to three digits, so a year of them takes a few
 * thousand numbers and no percentile is off by more than half a percent. The longest one is exact.
 */
const DIGITS = 1_000;

export class DurationTally {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #worst = 0;

  /** Of a negative one (the clock was set back) 0 is counted. */
  add(ms: number): void {
    const value = Math.max(0, ms);
    const step = value < DIGITS ? 1 : 10 ** (Math.floor(Math.log10(value)) - 2);
    const rounded = Math.round(value / step) * step;
    this.#counts.set(rounded, (this.#counts.get(rounded) ?? 0) + 1);
    this.#count++;
    this.#worst = Math.max(this.#worst, value);
  }

  /** Seconds; null of nothing. The nearest rank: half, or 95 of 100, are not longer. */
  seconds(): { readonly count: number; readonly p50: number; readonly p95: number; readonly worst: number } | null {
    if (this.#count === 0) return null;
    const sorted = [...this.#counts].toSorted(([a], [b]) => a - b);
    const at = (p: number): number => {
      let seen = 0;
      for (const [ms, count] of sorted) {
        seen += count;
        if (seen >= p * this.#count) return ms / 1000;
      }
      return this.#worst / 1000;
    };
    return { count: this.#count, p50: at(0.5), p95: at(0.95), worst: this.#worst / 1000 };
  }
}
