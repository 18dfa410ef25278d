/**
 * What a finger means that is wider than what it presses. Pure; CSS pixels of the window. A target that is large enough is meant when
 * the finger is on it; of small ones all within reach are, so that the person says which, and nothing is opened by a slip.
 */

/** 12 mm at 96 dpi: the least size of what a finger presses. */
export const FINGER_PX = 46;

/** Rows that follow on each other: 12 mm and 2 mm between them. */
export const FINGER_ROW_PX = 54;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TargetBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From a point to the nearest edge of a box; 0 inside. */
export function distanceTo({ x, y }: Point, { left, top, width, height }: TargetBox): number {
  const dx = Math.max(left - x, 0, x - left - width);
  const dy = Math.max(top - y, 0, y - top - height);
  return Math.hypot(dx, dy);
}

const isLarge = ({ width, height }: TargetBox): boolean => width >= FINGER_PX && height >= FINGER_PX;

const encloses = (a: TargetBox, b: TargetBox): boolean =>
  a !== b &&
  a.left <= b.left &&
  a.top <= b.top &&
  a.left + a.width >= b.left + b.width &&
  a.top + a.height >= b.top + b.height;

/** Which of `targets` the finger at `at` may mean, nearest first: none, one, or those among which a person must choose. */
export function meantBy<T extends { readonly box: TargetBox }>(at: Point, targets: readonly T[]): readonly T[] {
  const near = targets
    .map(target => ({ target, distance: distanceTo(at, target.box) }))
    .filter(({ distance }) => distance <= FINGER_PX / 2)
    .toSorted((a, b) => a.distance - b.distance);
  // The ground around others is meant only where none of them is.
  const found = near.filter(one => !near.some(other => encloses(one.target.box, other.target.box)));
  const under = found.filter(({ distance, target }) => distance === 0 && isLarge(target.box));
  return (under.length === 1 ? under : found).map(({ target }) => target);
}
