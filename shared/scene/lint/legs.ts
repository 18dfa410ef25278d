/** How straight pieces of lines lie to points, ports and areas. Pure. */
import type { SceneNode } from '../../model/scene.ts';
import type { Leg } from '../cross-lines.ts';
import { isInside } from '../network/pipe-sections.ts';
import { type Area, type Point, placePorts } from '../place-node.ts';

export const isSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** At an end of the leg or between both. */
export const isOn = (point: Point, { start, end }: Leg): boolean =>
  isSame(point, start) || isSame(point, end) || isInside(point, start, end);

export const portsOf = (node: SceneNode): readonly Point[] => [...placePorts(node).values()].map(({ at }) => at);

export const isPort = (at: Point, nodes: readonly SceneNode[]): boolean =>
  nodes.some(node => portsOf(node).some(port => isSame(port, at)));

/** Touching an edge is not crossing. */
export function isCrossed({ start, end }: Leg, [x, y, width, height]: Area): boolean {
  const [left, right] = [Math.min(start[0], end[0]), Math.max(start[0], end[0])];
  const [top, bottom] = [Math.min(start[1], end[1]), Math.max(start[1], end[1])];
  return right > x + 1 && left < x + width - 1 && bottom > y + 1 && top < y + height - 1;
}
