/**
 * Where a node, its box and its ports lie on the scene: mirrored first, then enlarged, turned and moved, as the renderer draws them.
 * Pure.
 */
import type { SceneNode } from '../model/scene.ts';
import { symbolRules } from './symbol-catalogue.ts';

/** A point or a direction in design pixels. */
export type Point = readonly [x: number, y: number];
/** Unit step that a pipe leaves a port by. */
export type Direction = readonly [dx: -1 | 0 | 1, dy: -1 | 0 | 1];
/** Left, top, width, height in design pixels. */
export type Area = readonly [x: number, y: number, width: number, height: number];

type Placed = Pick<SceneNode, 'at' | 'turn' | 'mirror' | 'scale'>;

export interface PlacedPort {
  readonly at: Point;
  /** Null: any direction. */
  readonly toward: Direction | null;
}

/** The port of a node on the scene, or null when its symbol has none of that name. */
export function placePort(node: Placed & Pick<SceneNode, 'symbol'>, port: string): PlacedPort | null {
  const ports = symbolRules(node.symbol)?.ports ?? {};
  const place = Object.hasOwn(ports, port) ? ports[port] : undefined;
  if (place === undefined) return null;
  const [x, y] = turned(node, place);
  return { at: [node.at[0] + x, node.at[1] + y], toward: outward([x, y]) };
}

/** Every port of a node on the scene by its name. */
export function placePorts(node: Placed & Pick<SceneNode, 'symbol'>): ReadonlyMap<string, PlacedPort> {
  const names = Object.keys(symbolRules(node.symbol)?.ports ?? {});
  return new Map(
    names.flatMap(name => {
      const placed = placePort(node, name);
      return placed === null ? [] : [[name, placed] as const];
    }),
  );
}

/** A box of symbol coordinates as it lies on the scene. */
export function placeBox(node: Placed, [x, y, width, height]: Area): Area {
  const [ax, ay] = turned(node, [x, y]);
  const [bx, by] = turned(node, [x + width, y + height]);
  return [node.at[0] + Math.min(ax, bx), node.at[1] + Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
}

/** The smallest area that holds all; null of none. */
export function around(areas: readonly Area[]): Area | null {
  if (areas.length === 0) return null;
  const left = Math.min(...areas.map(([x]) => x));
  const top = Math.min(...areas.map(([, y]) => y));
  const right = Math.max(...areas.map(([x, , width]) => x + width));
  const bottom = Math.max(...areas.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}

/** Larger by so much on each side. */
export const grown = ([x, y, width, height]: Area, by: number): Area => [
  x - by,
  y - by,
  width + 2 * by,
  height + 2 * by,
];

/** The direction of the nearest edge as seen from the origin; null at the origin itself. */
function outward([x, y]: Point): Direction | null {
  if (x === 0 && y === 0) return null;
  return Math.abs(x) >= Math.abs(y) ? [x > 0 ? 1 : -1, 0] : [0, y > 0 ? 1 : -1];
}

function turned({ turn, mirror, scale }: Placed, [px, py]: Point): Point {
  const times = scale ?? 1;
  const x = (mirror === true ? -px : px) * times;
  const y = py * times;
  // 0 - n rather than -n: a negative zero would make two equal places look different.
  if (turn === 90) return [0 - y, x];
  if (turn === 180) return [0 - x, 0 - y];
  return turn === 270 ? [y, 0 - x] : [x, y];
}
