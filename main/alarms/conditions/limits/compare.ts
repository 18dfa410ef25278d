/**
 * "At the limit", said exactly (pure). A limit is a decimal that a person wrote; a value comes from a float32, from counts times
 * a gain, or from arithmetic, and 0.39 of a transmitter is 0.389999986 here. Values nearer to the limit than a float32 can tell
 * stand at it: far below one count of any 16- or 20-bit instrument, so nothing trips a count early.
 */
export type Side = 'high' | 'low';

export interface Level {
  readonly side: Side;
  readonly limit: number;
  /** In the unit of the limit, 0 = none. */
  readonly deadband: number;
  /** Size of the numbers that the value is a difference of: their float32 steps are larger than its own. */
  readonly scale?: number;
}

/** One step of a float32, relative (IEEE 754 binary32: 24 bits of significand). */
const FLOAT32_STEP = 2 ** -23;
/** What is left, at a limit of 0, of counts that were scaled with an offset of some thousands. */
const NEAR_ZERO = 1e-12;

function reaches(side: Side, v: number, { threshold, scale = 0 }: { threshold: number; scale?: number }): boolean {
  const tolerance = Math.max(Math.max(Math.abs(threshold), scale) * FLOAT32_STEP, NEAR_ZERO);
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
