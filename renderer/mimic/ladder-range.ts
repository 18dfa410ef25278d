/**
 * Ends of a ladder: the limits with so much air that the normal band takes the middle, within the range of the instrument; and what follows
 * from it for small trends. Pure.
 */
import { limitsOf, type ShownLimits } from '../alarms/limits.ts';
import { niceRange } from './scale.ts';

interface RangeInput {
  readonly limits: ShownLimits;
  readonly low: number | null;
  readonly high: number | null;
}

/** Of the span of the limits, at either end. */
const AIR = 0.3;

/** Without two limits the range of the instrument; without one either 0 … 100. */
export function ladderRange({ limits, low, high }: RangeInput): readonly [number, number] {
  const values = limitsOf(limits).map(([, value]) => value);
  const least = low ?? 0;
  const most = high !== null && high > least ? high : least + 100;
  const span = Math.max(...values) - Math.min(...values);
  if (values.length < 2 || span <= 0) return [least, most];
  const [from, to] = niceRange(Math.min(...values) - span * AIR, Math.max(...values) + span * AIR);
  return [Math.max(least, from), Math.min(most, to)];
}

/** Of the ladder: on a scale of less than this the noise of a steady value looks like hunting. */
const LEAST_SHARE = 0.2;

/** The least that a small trend on its own scale spans. */
export function leastSpan(input: RangeInput): number {
  const [low, high] = ladderRange(input);
  return (high - low) * LEAST_SHARE;
}
