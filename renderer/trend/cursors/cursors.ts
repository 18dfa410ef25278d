/**
 * The two cursors of the board: times that stay where they were put while the window moves. One that is out of sight reads nothing, as if
 * it were not put, until the window has it again: figures beside a plot are of what it shows. While one is missing the pointer stands
 * in for it, so that a single one already reads against the pointer. Pure.
 */
import type { TimeWindow } from '../time/follow.ts';

export type CursorName = 'a' | 'b';

export interface Cursors {
  /** Epoch ms UTC; null while it is not put. */
  readonly a: number | null;
  readonly b: number | null;
  /** The one that keys move. */
  readonly active: CursorName;
}

export const NO_CURSORS: Cursors = { a: null, b: null, active: 'a' };

/** Those that lie in `window`, both ends included; null in the place of one that does not. */
export function seenIn({ a, b, active }: Cursors, { from, to }: TimeWindow): Cursors {
  const seen = (time: number | null): number | null => (time !== null && time >= from && time <= to ? time : null);
  const both = { a: seen(a), b: seen(b) };
  const other = active === 'a' ? 'b' : 'a';
  return { ...both, active: both[active] === null && both[other] !== null ? other : active };
}

/** Puts the first that is missing among `seen`, else moves the nearer one. */
export function put(cursors: Cursors, time: number, seen: Cursors = cursors): Cursors {
  if (seen.a === null) return { ...cursors, a: time, active: 'a' };
  if (seen.b === null || cursors.a === null || cursors.b === null) return { ...cursors, b: time, active: 'b' };
  return moved(cursors, Math.abs(time - cursors.a) <= Math.abs(time - cursors.b) ? 'a' : 'b', time);
}

/** `name` at `time`, and the one that keys move from now on. */
export const moved = (cursors: Cursors, name: CursorName, time: number): Cursors => ({
  ...cursors,
  [name]: time,
  active: name,
});

/** Without `name`; the other one is the first then. */
export function without(cursors: Cursors, name: CursorName): Cursors {
  const left = name === 'a' ? cursors.b : cursors.a;
  return left === null ? NO_CURSORS : { a: left, b: null, active: 'a' };
}

/** The other one is moved by keys. */
export const turned = (cursors: Cursors): Cursors => ({
  ...cursors,
  active: cursors.b !== null && cursors.active === 'a' ? 'b' : 'a',
});

export interface ReadCursors {
  readonly a: number | null;
  readonly b: number | null;
}

/** What the table reads: the pointer (epoch ms; null without one) stands in for the cursor that is missing. */
export function readCursors({ a, b }: Cursors, pointer: number | null): ReadCursors {
  return a === null ? { a: pointer, b } : { a, b: b ?? pointer };
}

/** Between both, whichever is first; null without two, and where they are at one instant. */
export function spanBetween({ a, b }: ReadCursors): { readonly from: number; readonly to: number } | null {
  if (a === null || b === null || a === b) return null;
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

/** The put cursor within `reach` px of `x`, the nearest of them; null where there is none. */
export function cursorNear(
  { a, b }: Cursors,
  xOf: (time: number) => number,
  { x, reach }: { readonly x: number; readonly reach: number },
): CursorName | null {
  const far = (time: number | null): number => (time === null ? Number.POSITIVE_INFINITY : Math.abs(xOf(time) - x));
  const nearest: CursorName = far(b) < far(a) ? 'b' : 'a';
  return far(nearest === 'a' ? a : b) <= reach ? nearest : null;
}
