/** Pipes find their way: orthogonal, out of ports in their direction, with few bends. */
import { describe, expect, it } from 'vitest';
import type { Direction, Point } from '../../../../shared/scene/place-node.ts';
import { type Route, routePipe } from '../../../../shared/scene/route-pipe.ts';
import { seededRandom } from '../../../kit/random.ts';

const end = (at: Point, toward: Direction | null = null) => ({ at, toward });
const route = (from: Route['from'], to: Route['to'], via: readonly Point[] = []) =>
  routePipe({ from, to, via, grid: 10 });

const RIGHT: Direction = [1, 0];
const LEFT: Direction = [-1, 0];
const UP: Direction = [0, -1];
const DOWN: Direction = [0, 1];

describe('a pipe', () => {
  it('is one straight line between ports that face each other', () => {
    expect(route(end([0, 50], RIGHT), end([100, 50], LEFT))).toEqual([
      [0, 50],
      [100, 50],
    ]);
  });

  it('bends twice, in the middle and on the grid, between ports that face each other from afar', () => {
    expect(route(end([0, 0], RIGHT), end([110, 50], LEFT))).toEqual([
      [0, 0],
      [60, 0],
      [60, 50],
      [110, 50],
    ]);
  });

  it('bends once between a port to the right and one from above', () => {
    expect(route(end([0, 0], RIGHT), end([80, 60], UP))).toEqual([
      [0, 0],
      [80, 0],
      [80, 60],
    ]);
  });

  it('goes round, away from the port, when the other end lies behind it', () => {
    const way = route(end([100, 50], RIGHT), end([0, 50], LEFT));
    expect(way?.[1]).toEqual([120, 50]);
    expect(way?.at(-2)).toEqual([-20, 50]);
    expect(way).toHaveLength(6);
  });

  it('leads through the points on its way, in their order', () => {
    expect(route(end([0, 0], RIGHT), end([100, 0], LEFT), [[50, -40]])).toEqual([
      [0, 0],
      [50, 0],
      [50, -40],
      [80, -40],
      [80, 0],
      [100, 0],
    ]);
  });

  it('has no way between ends in one place', () => {
    expect(route(end([5, 5]), end([5, 5]))).toBeNull();
  });
});

describe('any pipe', () => {
  const random = seededRandom(7);
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const point = (): Point => [Math.floor(random() * 60) * 5, Math.floor(random() * 60) * 5];
  const cases = Array.from({ length: 400 }, () => ({
    from: end(point(), pick([null, RIGHT, LEFT, UP, DOWN])),
    to: end(point(), pick([null, RIGHT, LEFT, UP, DOWN])),
    via: Array.from({ length: Math.floor(random() * 3) }, point),
  }));

  it('is orthogonal, starts and ends where and as its ports say, passes its points and never turns back', () => {
    for (const { from, to, via } of cases) {
      const way = route(from, to, via);
      if (way === null) throw new Error(`no way for ${JSON.stringify({ from, to, via })}`);
      expect(way[0]).toEqual(from.at);
      expect(way.at(-1)).toEqual(to.at);
      const steps = way.slice(1).map((p, i) => stepTo(way[i], p));
      if (from.toward !== null) expect(steps[0]).toEqual(from.toward);
      if (to.toward !== null) expect(steps.at(-1)).toEqual([0 - to.toward[0], 0 - to.toward[1]]);
      for (const [i, step] of steps.entries()) {
        expect(Math.abs(step[0]) + Math.abs(step[1])).toBe(1);
        const before = steps[i - 1];
        if (before !== undefined) expect(Math.abs(before[0])).not.toBe(Math.abs(step[0]));
      }
      for (const wanted of via) expect(way.some((p, i) => isOn(wanted, way[i - 1] ?? p, p))).toBe(true);
    }
  });

  it('never bends more often than a plain search over all ways on a grid needs to', () => {
    const near = ([x, y]: Point): Point => [x % 50, y % 50];
    for (const { from, to } of cases.slice(0, 100).map(c => ({
      from: { ...c.from, at: near(c.from.at) },
      to: { ...c.to, at: near(c.to.at) },
    }))) {
      if (from.at.join() === to.at.join()) continue;
      const way = route(from, to);
      if (way === null) throw new Error('no way');
      expect(way.length - 2, JSON.stringify({ from, to })).toBe(fewestBends(from, to));
    }
  });
});

const stepTo = (a: Point | undefined, b: Point): readonly [number, number] =>
  a === undefined ? [0, 0] : [Math.sign(b[0] - a[0]), Math.sign(b[1] - a[1])];

function isOn([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): boolean {
  return x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);
}

/** Breadth first over bends on the whole 5 px grid round the two ends. */
function fewestBends(from: Route['from'], to: Route['to']): number {
  const headings: readonly Direction[] = [RIGHT, LEFT, UP, DOWN];
  const inside = ([x, y]: Point): boolean => x >= -30 && x <= 80 && y >= -30 && y <= 80;
  const seen = new Set<string>();
  let front = headings
    .filter(h => from.toward === null || h.join() === from.toward.join())
    .map(heading => ({ at: from.at, heading }));
  for (let bends = 0; front.length > 0; bends++) {
    const next: typeof front = [];
    for (const { at, heading } of front) {
      let [x, y] = at;
      for (x += heading[0] * 5, y += heading[1] * 5; inside([x, y]); x += heading[0] * 5, y += heading[1] * 5) {
        const isEntered = to.toward === null || [0 - heading[0], 0 - heading[1]].join() === to.toward.join();
        if (x === to.at[0] && y === to.at[1] && isEntered) return bends;
        for (const turn of headings.filter(h => h[0] * heading[0] + h[1] * heading[1] === 0)) {
          const key = `${x},${y},${turn.join()}`;
          if (!seen.has(key)) next.push({ at: [x, y], heading: turn });
          seen.add(key);
        }
      }
    }
    front = next;
  }
  return -1;
}
