/**
 * The order in which a scene is read, and in which its things are drawn, so that the Tab key goes the same way. A panel is read as a
 * whole; what lies apart is read in bands from top to bottom; drawings that no gap divides along their lines, from left to right;
 * tables that stand side by side one after the other. Pure.
 */
import type { Area } from './place-node.ts';

/** Something with the room that it takes, design pixels. */
export interface Occupant<T> {
  readonly item: T;
  readonly area: Area;
  /** Where it stands from top to bottom: of a drawing the line that it is on, else its middle. */
  readonly line: number;
  /** A row of a table, which is read with the rows below it before what stands beside it. */
  readonly isRow: boolean;
}

/** A panel with all that stands on it in its order, or one thing by itself. */
interface Block<T> {
  readonly area: Area;
  readonly line: number;
  readonly isTable: boolean;
  readonly all: readonly Occupant<T>[];
}

type Placed = { readonly area: Area };
/** Left and right, or above and below. */
type Axis = 0 | 1;

/** Rows of a plain table stand nearer than this. Design pixels. */
const BAND_GAP = 11;
const COLUMN_GAP = 1;
/** What is on one row, and on one line of a process with the bubbles above it, stands nearer than this. */
const ROW = 10;
const LINE = 52;

const start = ({ area }: Placed, axis: Axis): number => area[axis];
const length = ({ area }: Placed, axis: Axis): number => area[axis === 0 ? 2 : 3];
const end = (one: Placed, axis: Axis): number => start(one, axis) + length(one, axis);
const middle = (one: Placed, axis: Axis): number => start(one, axis) + length(one, axis) / 2;

/** All of them as they are read. What lies within something larger comes after it, because it is drawn over it. */
export function inReadingOrder<T>(occupants: readonly Occupant<T>[], panels: readonly Area[]): readonly T[] {
  const panelOf = (one: Placed): Area | undefined => panels.find(panel => isOn(one, panel));
  const on = (panel: Area | undefined): readonly Block<T>[] =>
    occupants
      .filter(one => panelOf(one) === panel)
      .map(one => ({ area: one.area, line: one.line, isTable: one.isRow, all: [one] }));
  const tables = panels.map(area => ({ area, line: middle({ area }, 1), isTable: true, all: read(on(area), ROW) }));
  return groundFirst(read([...on(undefined), ...tables], LINE)).map(({ item }) => item);
}

const isOn = (one: Placed, [x, y, width, height]: Area): boolean =>
  middle(one, 0) > x && middle(one, 0) < x + width && middle(one, 1) > y && middle(one, 1) < y + height;

/** `pitch`: of lines that nothing else divides. */
function read<T>(blocks: readonly Block<T>[], pitch: number): readonly Occupant<T>[] {
  const bands = cut(blocks, 1, BAND_GAP);
  if (bands.length > 1) return bands.flatMap(band => read(band, pitch));
  if (!blocks.some(({ isTable }) => isTable)) return lines(blocks, pitch);
  // At the widest gap alone, so that each part may fall into bands before it is cut further.
  const columns = cut(blocks, 0, Math.max(COLUMN_GAP, widestGap(blocks)));
  return columns.length > 1 ? columns.flatMap(column => read(column, pitch)) : lines(blocks, ROW);
}

/** Along every gap of at least `gap` across an axis. */
function cut<T>(blocks: readonly Block<T>[], axis: Axis, gap: number): readonly (readonly Block<T>[])[] {
  const parts: Block<T>[][] = [];
  for (const { block, before } of gaps(blocks, axis)) {
    if (before >= gap) parts.push([]);
    parts.at(-1)?.push(block);
  }
  return parts;
}

const widestGap = <T>(blocks: readonly Block<T>[]): number =>
  Math.max(...gaps(blocks, 0).map(({ before }) => (Number.isFinite(before) ? before : 0)));

/** In their order along an axis, each with how much room is between it and all before it. */
function gaps<T>(
  blocks: readonly Block<T>[],
  axis: Axis,
): readonly { readonly block: Block<T>; readonly before: number }[] {
  let reach = Number.NEGATIVE_INFINITY;
  return blocks
    .toSorted((a, b) => start(a, axis) - start(b, axis))
    .map(block => {
      const before = start(block, axis) - reach;
      reach = Math.max(reach, end(block, axis));
      return { block, before };
    });
}

/** From top to bottom, each line from left to right. */
function lines<T>(blocks: readonly Block<T>[], pitch: number): readonly Occupant<T>[] {
  const found: Block<T>[][] = [];
  for (const block of blocks.toSorted((a, b) => a.line - b.line)) {
    const first = found.at(-1)?.[0];
    if (first !== undefined && block.line - first.line < pitch) found.at(-1)?.push(block);
    else found.push([block]);
  }
  return found.flatMap(line => line.toSorted((a, b) => start(a, 0) - start(b, 0))).flatMap(({ all }) => all);
}

function groundFirst<T>(inOrder: readonly Occupant<T>[]): readonly Occupant<T>[] {
  const drawn = new Set<Occupant<T>>();
  for (const one of inOrder) {
    for (const other of inOrder) if (encloses(other.area, one.area)) drawn.add(other);
    drawn.add(one);
  }
  return [...drawn];
}

/** Asked of every two, so without anything that costs: by place instead of by name. */
const encloses = (a: Area, b: Area): boolean =>
  a[0] <= b[0] && a[1] <= b[1] && a[0] + a[2] >= b[0] + b[2] && a[1] + a[3] >= b[1] + b[3] && a[2] * a[3] > b[2] * b[3];
