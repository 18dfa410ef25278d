/**
 * The way of a pipe between two ends: orthogonal, leaving and entering ports in their direction, with as few bends as
 * possible, then as short as possible, then bending in the middle. It looks for the way among the lines that the ends, the
 * points on the way and the middle between them span. It does not go round other symbols: `via` leads it. Pure.
 */
import type { Direction, PlacedPort, Point } from './place-node.ts';

export interface Route {
  readonly from: PlacedPort;
  readonly to: PlacedPort;
  /** Points that the way leads through, in this order. */
  readonly via?: readonly Point[];
  /** Design pixels between grid lines; a pipe that must turn back does so two of them away from its port. */
  readonly grid: number;
}

const DIRECTIONS: readonly Direction[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/** A bend costs more than any way round on a scene, a way round more than a bend that is not in the middle. */
const BEND_COST = 1e6;
const OFF_MIDDLE_COST = 1e-4;

/** Somewhere on the way: at a crossing of lines, arrived in a direction, with so many of the `via` points behind it. */
interface Place {
  readonly at: Point;
  readonly heading: Direction | null;
  readonly passed: number;
}

interface Reached {
  readonly place: Place;
  readonly cost: number;
  readonly before: Reached | null;
}

/** At least two points, corners only. Ends that lie in one place give null: there is nothing to draw. */
export function routePipe(route: Route): readonly Point[] | null {
  if (isSame(route.from.at, route.to.at) && (route.via ?? []).length === 0) return null;
  const lines = linesOf(route);
  const open: Reached[] = [{ place: { at: route.from.at, heading: null, passed: 0 }, cost: 0, before: null }];
  const least = new Map<string, number>();
  for (let best = takeCheapest(open); best !== null; best = takeCheapest(open)) {
    if (isArrived(best.place, route)) return corners(wayTo(best));
    for (const step of stepsFrom(best, lines, route)) {
      const key = keyOf(step.place);
      if (step.cost >= (least.get(key) ?? Number.POSITIVE_INFINITY)) continue;
      least.set(key, step.cost);
      open.push(step);
    }
  }
  return null;
}

interface Lines {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly middle: Point;
}

function linesOf({ from, to, via = [], grid }: Route): Lines {
  const points = [from.at, ...via, to.at];
  const away = 2 * grid;
  const ends = [from.at, to.at];
  const middle: Point = [snapped(from.at[0], to.at[0], grid), snapped(from.at[1], to.at[1], grid)];
  const along = (axis: 0 | 1): readonly number[] => [
    ...new Set(
      [...points.map(p => p[axis]), ...ends.flatMap(p => [p[axis] - away, p[axis] + away]), middle[axis]].toSorted(
        (a, b) => a - b,
      ),
    ),
  ];
  return { xs: along(0), ys: along(1), middle };
}

/** The middle between two coordinates, a whole number of grid steps from the first where that lies between them. */
function snapped(a: number, b: number, grid: number): number {
  const middle = a + Math.round((b - a) / 2 / grid) * grid;
  return middle === a || middle === b ? (a + b) / 2 : middle;
}

function takeCheapest(open: Reached[]): Reached | null {
  let index = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { cost }] of open.entries()) {
    if (cost < least) [index, least] = [i, cost];
  }
  return index < 0 ? null : (open.splice(index, 1)[0] ?? null);
}

const isSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];
const keyOf = ({ at, heading, passed }: Place): string => `${at.join()} ${heading?.join() ?? ''} ${passed}`;

/** A port is entered against its direction. */
function isArrived({ at, heading, passed }: Place, { to, via = [] }: Route): boolean {
  if (passed < via.length || !isSame(at, to.at) || heading === null) return false;
  return to.toward === null || (heading[0] === -to.toward[0] && heading[1] === -to.toward[1]);
}

function stepsFrom(reached: Reached, lines: Lines, route: Route): readonly Reached[] {
  const { at, heading, passed } = reached.place;
  return DIRECTIONS.flatMap(direction => {
    if (!mayTurn(heading ?? route.from.toward, direction, heading === null)) return [];
    const next = neighbour(at, direction, lines);
    if (next === null) return [];
    const isBend = heading !== null && !isSame(heading, direction);
    const length = Math.abs(next[0] - at[0]) + Math.abs(next[1] - at[1]);
    const middle = direction[0] === 0 ? Math.abs(at[0] - lines.middle[0]) : Math.abs(at[1] - lines.middle[1]);
    const cost = reached.cost + (isBend ? BEND_COST + middle * OFF_MIDDLE_COST : 0) + length;
    const wanted = route.via?.[passed];
    const place = {
      at: next,
      heading: direction,
      passed: wanted !== undefined && isSame(wanted, next) ? passed + 1 : passed,
    };
    return [{ place, cost, before: reached }];
  });
}

/** Never back the way it came; out of a port only in the port's direction. */
function mayTurn(heading: Direction | null, direction: Direction, isStart: boolean): boolean {
  if (heading === null) return true;
  return isStart ? isSame(heading, direction) : heading[0] !== -direction[0] || heading[1] !== -direction[1];
}

/** The next crossing of lines in a direction. */
function neighbour(at: Point, [dx, dy]: Direction, { xs, ys }: Lines): Point | null {
  if (dy === 0) {
    const x = xs[xs.indexOf(at[0]) + dx];
    return x === undefined ? null : [x, at[1]];
  }
  const y = ys[ys.indexOf(at[1]) + dy];
  return y === undefined ? null : [at[0], y];
}

function wayTo(end: Reached): readonly Point[] {
  const points: Point[] = [];
  for (let step: Reached | null = end; step !== null; step = step.before) points.unshift(step.place.at);
  return points;
}

/** Without the points in the middle of a straight line. */
function corners(points: readonly Point[]): readonly Point[] {
  return points.filter((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return true;
    return !((before[0] === point[0] && point[0] === after[0]) || (before[1] === point[1] && point[1] === after[1]));
  });
}
