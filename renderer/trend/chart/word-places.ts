/**
 * Where words stand in a part of a plot so that they lie on nothing that is written already: in the middle of a row, else as near to it as
 * there is room. Words that find no place are left out: two texts on each other are neither. Pure; CSS px.
 */
import type { Box } from './plot-layout.ts';

interface WordRoom {
  /** The part they are of. */
  readonly part: Box;
  readonly width: number;
  readonly height: number;
  /** Tops of the rows that will do, the best first. */
  readonly rows: readonly number[];
  /** What is written there already. */
  readonly taken: readonly Box[];
}

/** Between words and what they stand beside, px. */
const BESIDE = 4;

/** Null where there is no place. */
export function placeWords({ part, width, height, rows, taken }: WordRoom): Box | null {
  const least = part.left;
  const most = part.left + part.width - width;
  if (most < least) return null;
  const middle = (least + most) / 2;
  for (const top of rows) {
    if (top < part.top || top + height > part.top + part.height) continue;
    const inRow = taken.filter(other => other.top < top + height && other.top + other.height > top);
    const isFree = (left: number): boolean =>
      left >= least &&
      left <= most &&
      inRow.every(other => left + width + BESIDE <= other.left || left >= other.left + other.width + BESIDE);
    const beside = inRow.flatMap(other => [other.left - width - BESIDE, other.left + other.width + BESIDE]);
    const [left] = [middle, ...beside].filter(isFree).toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    if (left !== undefined) return { left, top, width, height };
  }
  return null;
}
