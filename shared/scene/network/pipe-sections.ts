/**
 * The pipes of a scene cut into sections: between any two places where something is connected (ends of pipes, ports), and
 * without the piece that lies under a symbol. What meets in one point is connected; what crosses is not. Gas and vent are
 * one room; odorant and water are rooms of their own; signal lines belong to none. Pure.
 */
import type { SceneNode, ScenePipe } from '../../model/scene.ts';
import { type Point, placePorts } from '../place-node.ts';

export interface Section {
  /** Unique within the scene; that of the pipe itself when it is one section. */
  readonly id: string;
  readonly pipe: ScenePipe;
  readonly points: readonly Point[];
  /** Rooms at its ends; null for a line that is not a pipe of the network. */
  readonly ends: readonly [string, string] | null;
}

/** A port in a room of the network. */
export interface PortRoom {
  readonly node: SceneNode;
  readonly port: string;
  readonly room: string;
}

type Fluid = 'gas' | 'odorant' | 'water';
export const FLUIDS: readonly Fluid[] = ['gas', 'odorant', 'water'];

function fluidOf(medium: ScenePipe['medium']): Fluid | null {
  if (medium === 'signal') return null;
  return medium === 'vent' ? 'gas' : medium;
}

const keyOf = ([x, y]: Point): string => `${x},${y}`;
const roomOf = (fluid: Fluid, point: Point): string => `${fluid} ${keyOf(point)}`;

interface Drawn {
  readonly nodes: readonly SceneNode[];
  readonly pipes: readonly ScenePipe[];
}

/** Every port of the scene once for each fluid: which of them is piped decides which room it is in. */
export function portRooms({ nodes }: Pick<Drawn, 'nodes'>): readonly PortRoom[] {
  return nodes.flatMap(node =>
    [...placePorts(node)].flatMap(([port, { at }]) => FLUIDS.map(fluid => ({ node, port, room: roomOf(fluid, at) }))),
  );
}

/** In the order of the scene's pipes, each from its start to its end. */
export function pipeSections({ nodes, pipes }: Drawn): readonly Section[] {
  const ports = new Map<string, Set<string>>();
  const joints: { readonly at: Point; readonly fluid: Fluid | null }[] = [];
  for (const node of nodes) {
    for (const { at } of placePorts(node).values()) {
      const owners = ports.get(keyOf(at)) ?? new Set();
      ports.set(keyOf(at), owners.add(node.id));
      joints.push({ at, fluid: null });
    }
  }
  for (const { path, medium } of pipes) {
    const fluid = fluidOf(medium);
    if (fluid !== null) for (const at of [path[0], path.at(-1)]) if (at !== undefined) joints.push({ at, fluid });
  }
  return pipes.flatMap((pipe): readonly Section[] => {
    const fluid = fluidOf(pipe.medium);
    if (fluid === null) return [{ id: pipe.id, pipe, points: pipe.path, ends: null }];
    const cuts = joints.filter(joint => joint.fluid === null || joint.fluid === fluid).map(({ at }) => at);
    const pieces = cutAt(pipe.path, cuts).filter(piece => !isUnderSymbol(piece, ports));
    return pieces.map((points, i) => ({
      id: pieces.length === 1 ? pipe.id : `${pipe.id}#${i + 1}`,
      pipe,
      points,
      ends: [roomOf(fluid, points[0] ?? [0, 0]), roomOf(fluid, points.at(-1) ?? [0, 0])] as const,
    }));
  });
}

/** A straight piece from one port of a symbol to another of the same: the symbol itself is what connects them. */
function isUnderSymbol(piece: readonly Point[], ports: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const [first, last] = [piece[0], piece.at(-1)];
  if (piece.length > 2 || first === undefined || last === undefined || keyOf(first) === keyOf(last)) return false;
  const others = ports.get(keyOf(last));
  return [...(ports.get(keyOf(first)) ?? [])].some(node => others?.has(node) === true);
}

function cutAt(path: readonly Point[], cuts: readonly Point[]): readonly (readonly Point[])[] {
  const pieces: Point[][] = [];
  let piece: Point[] = path.slice(0, 1);
  for (const [i, end] of path.entries()) {
    const start = path[i - 1];
    if (start === undefined) continue;
    for (const cut of between(start, end, cuts)) {
      pieces.push([...piece, cut]);
      piece = [cut];
    }
    piece.push(end);
    if (i === path.length - 1 || !cuts.some(cut => keyOf(cut) === keyOf(end))) continue;
    pieces.push(piece);
    piece = [end];
  }
  pieces.push(piece);
  return pieces;
}

/** Cuts strictly inside a straight leg, in its direction, each once. */
function between(start: Point, end: Point, cuts: readonly Point[]): readonly Point[] {
  const inside = cuts.filter(cut => isInside(cut, start, end));
  const byPlace = new Map(inside.map(cut => [keyOf(cut), cut]));
  return [...byPlace.values()].toSorted((a, b) => away(a, start) - away(b, start));
}

const away = ([x, y]: Point, [ax, ay]: Point): number => Math.abs(x - ax) + Math.abs(y - ay);

/** On the line between two points, and neither of them. */
export function isInside(point: Point, start: Point, end: Point): boolean {
  if (keyOf(point) === keyOf(start) || keyOf(point) === keyOf(end)) return false;
  const [x, y] = point;
  const cross = (end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0]);
  return cross === 0 && isWithin(x, start[0], end[0]) && isWithin(y, start[1], end[1]);
}

const isWithin = (value: number, a: number, b: number): boolean => value >= Math.min(a, b) && value <= Math.max(a, b);
