/**
 * The swinging door of one segment (pure): which straight lines from its pivot pass all samples since then. Each sample allows
 * an interval of slopes, the door is the intersection of all of them, so a line is tested by one comparison, however many
 * samples it passes (Bristol, US patent 4,669,097; with the test on the candidate's own slope, without which the usual form
 * misses its bound by up to twice).
 *
 * Proof. Pivot (t₀, v₀), candidate (tᵢ, vᵢ), a sample (tⱼ, vⱼ) between them, Δ = tⱼ − t₀ > 0. The line to the candidate is
 * L(tⱼ) = v₀ + S·Δ with S = (vᵢ − v₀)/(tᵢ − t₀). Sample j allows lo ≤ S ≤ hi with lo, hi = (vⱼ − v₀ ∓ e)/Δ. In real numbers
 * S ≤ hi gives L(tⱼ) ≤ vⱼ + e, S ≥ lo gives L(tⱼ) ≥ vⱼ − e, so that |L(tⱼ) − vⱼ| ≤ e: with e = the deviation d, done. A candidate
 * lies inside the interval of every sample before it, because it is tested against their intersection.
 *
 * In doubles each operation has a relative error of at most u = 2⁻⁵³. S, lo and hi take three or four of them each, which moves
 * L(tⱼ) by at most 8u·(|vⱼ − v₀| + d). A reader that computes v₀ + (vᵢ − v₀)·(Δ/(tᵢ − t₀)) and compares adds at most
 * 8u·(|v₀| + |vⱼ| + d). Together that is below 16u·(|v₀| + |vⱼ| + d); here e is d less twice that, so the bound holds for what is
 * measured and not only on paper. Where slopes underflow, the error is absolute instead, below 4 · 2⁻¹⁰⁷⁴ · (Δ + 1); twice that
 * is taken off as well. If e comes out below 0 the interval is empty and the sample before is kept: values too large for the
 * deviation cost space, never truth. Only a level line needs no arithmetic: v₀ + 0·x is v₀, so equal values pass in any case.
 * What overflows (an infinite difference or slope) is never admitted.
 */

/** Twice 16u. */
const RELATIVE_MARGIN = 2 ** -48;
/** Twice four of the least steps between doubles. */
const ABSOLUTE_MARGIN = 8 * Number.MIN_VALUE;

export class SlopeCone {
  readonly #deviation: number;
  #t0 = 0;
  #v0 = 0;
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;
  /** All samples since the pivot have its very value. */
  #isLevel = true;

  /** @param deviation in the tag's unit, ≥ 0 */
  constructor(deviation: number) {
    this.#deviation = deviation;
  }

  /** A new segment begins at this sample. */
  open(t: number, v: number): void {
    this.#t0 = t;
    this.#v0 = v;
    this.#low = Number.NEGATIVE_INFINITY;
    this.#high = Number.POSITIVE_INFINITY;
    this.#isLevel = true;
  }

  /** Whether the line from the pivot to this sample misses none of the samples since by more than the deviation. */
  admits(t: number, v: number): boolean {
    if (this.#isLevel && Object.is(v, this.#v0)) return true;
    const slope = (v - this.#v0) / (t - this.#t0);
    return Number.isFinite(slope) && slope >= this.#low && slope <= this.#high;
  }

  /** From now on lines have to pass this sample too. Two samples at one time have one value, see the edges of a stretch. */
  narrow(t: number, v: number): void {
    if (Object.is(v, this.#v0) && t === this.#t0) return;
    this.#isLevel &&= Object.is(v, this.#v0);
    const [rise, run] = [v - this.#v0, t - this.#t0];
    const size = Math.abs(v) + Math.abs(this.#v0) + this.#deviation;
    const allowed = this.#deviation - size * RELATIVE_MARGIN - ABSOLUTE_MARGIN * (run + 1);
    // A comparison with NaN is false: what cannot be computed closes the door.
    this.#low = Math.max(this.#low, (rise - allowed) / run);
    this.#high = Math.min(this.#high, (rise + allowed) / run);
  }
}
