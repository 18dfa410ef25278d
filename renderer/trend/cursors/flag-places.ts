/** Where the flags of the cursors stand, and what is between them, so that none lies over another. Pure; CSS px of the plots. */
import type { ShownCursor } from '../board/board-cursors.ts';

/** Which point of a flag is over its cursor. */
export type FlagAnchor = 'middle' | 'end' | 'start';

interface FlagRoom {
  /** A flag with its time is at most so wide. */
  readonly flag: number;
  /** The words between the flags are at most so wide. */
  readonly words: number;
  readonly width: number;
}

export interface FlagPlaces {
  /** By cursor, in their order. */
  readonly anchors: readonly FlagAnchor[];
  /** Middle of the words of the span; null without two cursors. */
  readonly words: number | null;
  /** A line joins the flags through the words. */
  readonly isBetween: boolean;
}

export function flagPlaces(cursors: readonly Pick<ShownCursor, 'x'>[], room: FlagRoom): FlagPlaces {
  const [a, b] = cursors;
  const anchorAt = (x: number): FlagAnchor =>
    x < room.flag / 2 ? 'start' : x > room.width - room.flag / 2 ? 'end' : 'middle';
  if (a === undefined || b === undefined)
    return { anchors: cursors.map(({ x }) => anchorAt(x)), words: null, isBetween: false };
  const [left, right] = a.x <= b.x ? [a.x, b.x] : [b.x, a.x];
  const apart = right - left;
  const isClose = apart < room.flag + 8;
  const anchors = cursors.map(({ x }): FlagAnchor => (isClose ? (x === left ? 'end' : 'start') : anchorAt(x)));
  const isTied = isClose && a.x === b.x;
  if (apart >= room.flag + room.words) return { anchors, words: (left + right) / 2, isBetween: true };
  const after = right + room.flag * (isClose ? 1 : 0.5) + room.words / 2 + 8;
  const before = left - room.flag * (isClose ? 1 : 0.5) - room.words / 2 - 8;
  return {
    anchors: isTied ? ['end', 'start'] : anchors,
    words: after + room.words / 2 <= room.width ? after : before,
    isBetween: false,
  };
}
