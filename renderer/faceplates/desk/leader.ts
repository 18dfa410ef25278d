/** The line from a faceplate to the ring around its object: one leg where they face each other, else two at a right angle. Pure. */
import type { Box } from '../../ui/placement.ts';

type Point = readonly [x: number, y: number];

/** How far from a corner of the plate a leader may end, px. */
const INSET = 16;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Points of the polyline from the ring to the plate; it begins and ends on their edges. */
export function leaderPoints(ring: Box, plate: Box): readonly Point[] {
  const cx = ring.left + ring.width / 2;
  const cy = ring.top + ring.height / 2;
  const [left, right] = [plate.left, plate.left + plate.width];
  const [top, bottom] = [plate.top, plate.top + plate.height];
  const isAbove = cy < top;
  const edgeY = isAbove ? top : bottom;
  if (cx > left + INSET && cx < right - INSET && (cy < top || cy > bottom)) {
    return [
      [cx, isAbove ? ring.top + ring.height : ring.top],
      [cx, edgeY],
    ];
  }
  const isLeft = cx < left + plate.width / 2;
  const sideX = isLeft ? ring.left + ring.width : ring.left;
  if (cy > top && cy < bottom) {
    return [
      [sideX, cy],
      [isLeft ? left : right, cy],
    ];
  }
  const x = clamp(isLeft ? left + INSET : right - INSET, left, right);
  return [
    [sideX, cy],
    [x, cy],
    [x, edgeY],
  ];
}

export const pathOf = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
