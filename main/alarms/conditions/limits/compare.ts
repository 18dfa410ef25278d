/**
 * "At the limit", said exactly (pure). A limit is a decimal that a person wrote; a value comes from a float32, from counts times
 * a gain, or from arithmetic, and 0.39 of a transmitter is 0.389999986 here. Values nearer to the limit than their number can
 * tell stand at it: a step of a float32 is far below one count of any 16- or 20-bit instrument. Counts have no more error than
 * the arithmetic of their gain, and nothing is ever rounded over half a count, so that a counter of 32 bits trips at the count.
 */
export type Side = 'high' | 'low';

/** What the digits of a value are good for: those of a float32, or all that a number here has. */
export type Precision = 'float32' | 'float64';

export interface Level {
  readonly side: Side;
  readonly limit: number;
  /** In the unit of the limit, 0 = none. */
  readonly deadband: number;
  /** Size of the numbers that the value is a difference of: their steps are larger than its own. */
  readonly scale?: number;
  /** Left out: as a float32 is. */
  readonly precision?: Precision;
}

/** Relative. Of a float32 one step (IEEE 754 binary32: 24 bits of significand); of a double a few hundred, for gain and offset. */
const STEP: Readonly<Record<Precision, number>> = { float32: 2 ** -23, float64: 2 ** -44 };
/** What is left, at a limit of 0, of counts that were scaled with an offset of some thousands. */
const NEAR_ZERO = 1e-12;
/** Where a step of a float32 is more than this, its values are whole numbers, and so is what they are compared with. */
const HALF_A_COUNT = 0.49;

type Threshold = Pick<Level, 'scale' | 'precision'> & { readonly threshold: number };

function reaches(side: Side, v: number, { threshold, scale = 0, precision = 'float32' }: Threshold): boolean {
  const step = Math.max(Math.abs(threshold), scale) * STEP[precision];
  const tolerance = Math.min(Math.max(step, NEAR_ZERO), HALF_A_COUNT);
  return side === 'high' ? v >= threshold - tolerance : v <= threshold + tolerance;
}

/** Where a raised alarm clears: the limit less the deadband on a high side, plus the deadband on a low one. */
const clearsAt = ({ side, limit, deadband }: Level): number => (side === 'high' ? limit - deadband : limit + deadband);

/** At the limit or beyond it. */
export const isBeyond = (v: number, level: Level): boolean =>
  reaches(level.side, v, { ...level, threshold: level.limit });

/** At `limit ∓ deadband` or on the normal side of it; without a deadband as soon as the limit is not reached. */
export function isBack(v: number, level: Level): boolean {
  if (isBeyond(v, level)) return false;
  return (
    level.deadband <= 0 || reaches(level.side === 'high' ? 'low' : 'high', v, { ...level, threshold: clearsAt(level) })
  );
}

/** Beyond the limit; once `isHeld`, until it is back. */
export const standsBeyond = (v: number, level: Level, isHeld: boolean): boolean =>
  isHeld ? !isBack(v, level) : isBeyond(v, level);
