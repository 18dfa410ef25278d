/**
 * Aggregates of one chunk, so that a query over a year reads heads and not samples (pure). Rules, the same for every aggregate:
 * a sample has a value when its quality is not bad and its number is not NaN; it is good when its quality is good and it has a
 * value. The segment from one sample to the next has a value when its first sample has one: stepped, or sloped with a next
 * sample that has none, it holds the first sample's value; sloped with a next sample that has one, it is a straight line. It is
 * good when its first sample is good. (OPC UA Part 13, 4.2.2 and 5.4.3: Stepped, TreatUncertainAsBad = false.)
 */
export interface ChunkHead {
  readonly count: number;
  /** Samples that have a value. */
  readonly valid: number;
  readonly good: number;
  readonly firstT: number;
  readonly lastT: number;
  readonly firstV: number;
  readonly lastV: number;
  readonly firstQ: number;
  readonly lastQ: number;
  /** Quality word with the worst class (bad < uncertain < good); the first one of that class. */
  readonly worstQ: number;
  /** Of samples with a value; NaN when there is none. −0 counts as 0. */
  readonly min: number;
  readonly max: number;
  /** Times of the first minimum and maximum; NaN when there is none. */
  readonly minT: number;
  readonly maxT: number;
  /** Sum over samples with a value. */
  readonly sum: number;
  /** Σ (v − mean)² over samples with a value. */
  readonly m2: number;
  /** Over segments between the chunk's own samples, value · ms. */
  readonly integral: number;
  /** Of segments that have a value, ms. */
  readonly validMs: number;
  readonly goodMs: number;
  /** Of segments with a value whose first sample is not 0, ms. */
  readonly nonZeroMs: number;
  /** Changes of value between consecutive samples with a value (samples without one are passed over). */
  readonly transitions: number;
  /** Steps down between consecutive samples with a value: 0 means that a counter only rose. */
  readonly falls: number;
}
