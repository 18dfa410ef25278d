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
  /** How far each is moved from there, px to the right. */
  readonly shifts: readonly number[];
  /** Middle of the words of the span; null without two cursors. */
  readonly words: number | null;
  /** A line joins the flags through the words. */
  readonly isBetween: boolean;
}

export function flagPlaces(cursors: readonly Pick<ShownCursor, 'x'>[], room: FlagRoom): FlagPlaces {
  const { flag, words, width } = room;
  const [a, b] = cursors;
  const anchorAt = (x: number): FlagAnchor => (x < flag / 2 ? 'start' : x > width - flag / 2 ? 'end' : 'middle');
  const alone = cursors.map(({ x }) => ({ anchor: anchorAt(x), shift: 0 }));
  if (a === undefined || b === undefined) return { ...asLists(alone), words: null, isBetween: false };
  const [left, right] = a.x <= b.x ? [a.x, b.x] : [b.x, a.x];
  const isClose = right - left < flag + 8;
  const pair = isClose ? closePair([left, right], room) : null;
  // At one instant A stands on the left.
  const isReversed = a.x > b.x;
  const places = pair === null ? alone : isReversed ? pair.toReversed() : pair;
  if (right - left >= flag + words) return { ...asLists(places), words: (left + right) / 2, isBetween: true };
  const starts = cursors.map(({ x }, i) => startOf(x, places[i] ?? NO_PLACE, flag));
  const after = Math.max(...starts) + flag + words / 2 + 8;
  const before = Math.min(...starts) - words / 2 - 8;
  return { ...asLists(places), words: after + words / 2 <= width ? after : before, isBetween: false };
}

interface Place {
  readonly anchor: FlagAnchor;
  /** Px to the right of there. */
  readonly shift: number;
}

const NO_PLACE: Place = { anchor: 'middle', shift: 0 };

const asLists = (places: readonly Place[]): Pick<FlagPlaces, 'anchors' | 'shifts'> => ({
  anchors: places.map(({ anchor }) => anchor),
  shifts: places.map(({ shift }) => shift),
});

/** Two flags that would touch: one to each side, both to the same side where the plots end. */
function closePair([left, right]: readonly [number, number], { flag, width }: FlagRoom): readonly Place[] {
  const apart = right - left;
  if (right + flag > width)
    return [
      { anchor: 'end', shift: apart - flag },
      { anchor: 'end', shift: 0 },
    ];
  if (left - flag < 0)
    return [
      { anchor: 'start', shift: 0 },
      { anchor: 'start', shift: flag - apart },
    ];
  return [
    { anchor: 'end', shift: 0 },
    { anchor: 'start', shift: 0 },
  ];
}

/** Left end of a flag. */
const startOf = (x: number, { anchor, shift }: Place, flag: number): number =>
  x + shift - (anchor === 'start' ? 0 : anchor === 'end' ? flag : flag / 2);
