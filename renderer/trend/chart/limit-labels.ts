/**
 * Where the labels of limits stand: each beside its own line, none on the line of another limit and none over another label. One
 * that finds no such place is left out: the line is there, and a number beside the wrong line is worse than none. Pure.
 */

/** By weight: where there is not room for all labels, these are written first. */
export const LIMITS_BY_WEIGHT = ['HH', 'LL', 'H', 'L'] as const;

export interface LabelledLine {
  /** Px from above. */
  readonly y: number;
  /** Of the label, px. */
  readonly width: number;
}

interface LabelRoom {
  readonly top: number;
  readonly bottom: number;
  /** Height of a label, px. */
  readonly height: number;
  /** Between a label and one beside it, px. */
  readonly space: number;
}

export interface LabelPlace {
  /** Px from where labels begin. */
  readonly left: number;
  readonly top: number;
}

/** Lines nearer than this are one, px: labels of both stand beside each other. */
const ONE_LINE = 1;
/** Between a label and its line, px. */
const TO_LINE = 1;

/** One place a line, in their order; null for a label that is left out. */
export function placeLabels(lines: readonly LabelledLine[], room: LabelRoom): readonly (LabelPlace | null)[] {
  const placed: (LabelPlace & { readonly width: number })[] = [];
  return lines.map(({ y, width }) => {
    const top = [y - room.height - TO_LINE, y + TO_LINE].find(candidate => isFree(candidate, { y, lines, room }));
    if (top === undefined) return null;
    const inTheWay = placed.filter(other => Math.abs(other.top - top) < room.height);
    // Beside labels of the same line; labels of other lines are never this near but for equal limits of two pens.
    const left = Math.max(0, ...inTheWay.map(other => other.left + other.width + room.space));
    placed.push({ left, top, width });
    return { left, top };
  });
}

interface Candidate {
  /** Of its own line. */
  readonly y: number;
  readonly lines: readonly LabelledLine[];
  readonly room: LabelRoom;
}

/** Within the plot and on no other line. */
function isFree(top: number, { y, lines, room }: Candidate): boolean {
  if (top < room.top || top + room.height > room.bottom) return false;
  return lines.every(other => Math.abs(other.y - y) < ONE_LINE || other.y <= top || other.y >= top + room.height);
}
