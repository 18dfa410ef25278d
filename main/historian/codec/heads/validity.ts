/** When a sample has a value (pure): the one place for the rule of chunk-head.ts, on quality words as they are. */

/** Class bytes as in QUALITY_CLASSES; any other counts as bad. */
const UNCERTAIN_CLASS = 1;
export const GOOD_CLASS = 2;

/** The quality is not bad and the number is not NaN. */
export const hasValue = (value: number, q: number): boolean =>
  value === value && (q >> 8 === GOOD_CLASS || q >> 8 === UNCERTAIN_CLASS);

/** 0 = bad, 1 = uncertain, 2 = good. */
export const severity = (q: number): number => (q >> 8 <= GOOD_CLASS ? q >> 8 : 0);
