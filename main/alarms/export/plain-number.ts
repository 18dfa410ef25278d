/**
 * Numbers of the journal as people wrote or measured them (pure): a float32 of a device is a long fraction as a double (0.43 becomes
 * 0.4300000071525574), and an arithmetic of doubles leaves its own crumbs. Nothing that differs by a bit of a float32 is made equal.
 */

/** As many digits as it takes to tell any two float32 apart, and the fewest that may do. */
const FLOAT32_DIGITS = 9;
const FEWEST_DIGITS = 6;
/** A double of an instrument has no more true digits; the rest is rounding. */
const DOUBLE_DIGITS = 12;

/** Whole numbers, counters for example, stay as they are. */
export function plainNumber(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value;
  if (Math.fround(value) !== value) return Number(value.toPrecision(DOUBLE_DIGITS));
  for (let digits = FEWEST_DIGITS; digits < FLOAT32_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(FLOAT32_DIGITS));
}
