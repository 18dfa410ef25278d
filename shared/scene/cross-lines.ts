/** Lines of right angles that share a place, and the places where one is led over another on purpose. Pure; design pixels. */
import type { ScenePipe } from '../model/scene.ts';
import type { Point } from './place-node.ts';

/** A straight piece of a line. */
export interface Leg {
  readonly start: Point;
  readonly end: Point;
}

export const legsOf = (path: readonly Point[]): readonly Leg[] =>
  path.slice(1).map((end, i) => ({ start: path[i] ?? end, end }));

/** A point of both legs; of legs that lie on each other the middle of what they share. Null where they do not meet. */
export function commonPoint(a: Leg, b: Leg): Point | null {
  const x = common(a, b, 0);
  const y = common(a, b, 1);
  return x === null || y === null ? null : [x, y];
}

function common(a: Leg, b: Leg, axis: 0 | 1): number | null {
  const from = Math.max(Math.min(a.start[axis], a.end[axis]), Math.min(b.start[axis], b.end[axis]));
  const to = Math.min(Math.max(a.start[axis], a.end[axis]), Math.max(b.start[axis], b.end[axis]));
  return from > to ? null : (from + to) / 2;
}

/** Half of the arc that says: these two are not connected. */
export const BRIDGE_RADIUS = 6;

/** Where a pipe is drawn over those that it names in `over`: only across, and with room for the whole arc. */
export function bridgesOf(pipe: ScenePipe, pipes: readonly ScenePipe[]): readonly Point[] {
  const under = pipes.filter(({ id }) => pipe.over?.includes(id) === true).flatMap(({ path }) => legsOf(path));
  return legsOf(pipe.path).flatMap(leg =>
    under.flatMap(other => {
      const at = isAcross(leg, other) ? commonPoint(leg, other) : null;
      return at !== null && hasRoom(at, leg) && isWithin(at, other) ? [at] : [];
    }),
  );
}

const isLevel = ({ start, end }: Leg): boolean => start[1] === end[1];
const isAcross = (a: Leg, b: Leg): boolean => isLevel(a) !== isLevel(b);
const away = ([x, y]: Point, [ax, ay]: Point): number => Math.abs(x - ax) + Math.abs(y - ay);
const hasRoom = (at: Point, { start, end }: Leg): boolean =>
  away(at, start) >= BRIDGE_RADIUS && away(at, end) >= BRIDGE_RADIUS;
const isWithin = (at: Point, { start, end }: Leg): boolean => away(at, start) > 0 && away(at, end) > 0;
