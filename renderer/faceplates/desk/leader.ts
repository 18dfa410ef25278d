/** The line from a faceplate to the ring around its object: one leg where they face each other, else two at a right angle. Pure. */
import type { Box } from '../../ui/placement.ts';

type Point = readonly [x: number, y: number];

/** How far from a corner of the plate a leader may end, px. */
const INSET = 16;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Nearest to `wanted` of what two spans share; null when they share nothing. */
function shared(wanted: number, a: readonly [number, number], b: readonly [number, number]): number | null {
  const low = Math.max(a[0], b[0]);
  const high = Math.min(a[1], b[1]);
  return low > high ? null : clamp(wanted, low, high);
}

/** Points of the polyline from the ring to the plate; it begins and ends on their edges and never crosses the ring. */
export function leaderPoints(ring: Box, plate: Box): readonly Point[] {
  const [left, right] = [ring.left, ring.left + ring.width];
  const [top, bottom] = [ring.top, ring.top + ring.height];
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const isBelow = plate.top + plate.height / 2 > cy;
  const isRight = plate.left + plate.width / 2 > cx;
  const edgeX = isRight ? plate.left : plate.left + plate.width;
  const edgeY = isBelow ? plate.top : plate.top + plate.height;
  const x = shared(cx, [left, right], [plate.left + INSET, plate.left + plate.width - INSET]);
  if (x !== null) {
    return [
      [x, isBelow ? bottom : top],
      [x, edgeY],
    ];
  }
  const sideX = isRight ? right : left;
  const y = shared(cy, [top, bottom], [plate.top + INSET, plate.top + plate.height - INSET]);
  if (y !== null) {
    return [
      [sideX, y],
      [edgeX, y],
    ];
  }
  const turn = isRight ? edgeX + INSET : edgeX - INSET;
  return [
    [sideX, cy],
    [turn, cy],
    [turn, edgeY],
  ];
}

export const pathOf = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
