/**
 * Which addresses a device refuses (exception 02 or 03), found by halving. A generator without clock or socket: it yields the
 * spans to be tried and is told whether each could be read. Known at the start: the whole span was refused.
 */
import type { Barrier, Item } from './planner.ts';

export interface Findings {
  /** Never read again, until the hole is tried anew. */
  readonly holes: readonly Barrier[];
  /** The device takes only so many items in one request; null when nothing says so. */
  readonly maxCount: number | null;
}

const endOf = ({ offset, width }: Item): number => offset + width;

/** From the first item's address to the end of the last. */
function spanOf(items: readonly Item[]): Item {
  const offset = items[0]?.offset ?? 0;
  return { offset, width: Math.max(...items.map(endOf)) - offset };
}

/**
 * Where to cut: in the widest gap, because holes are mostly where no tags are; of equally wide ones, and where there is none, in
 * the middle, so that the search halves.
 */
function cutOf(items: readonly Item[]): number {
  const middle = items.length / 2;
  let cut = items.length >> 1;
  let widest = 0;
  let end = 0;
  items.forEach((item, i) => {
    const gap = item.offset - end;
    const isNearer = Math.abs(i - middle) < Math.abs(cut - middle);
    if (i > 0 && (gap > widest || (gap === widest && gap > 0 && isNearer))) {
      widest = gap;
      cut = i;
    }
    end = Math.max(end, endOf(item));
  });
  return cut;
}

/** Largest index of an item that overlaps an earlier one would cut a shared register in two; moves the cut before the overlap. */
function cleanCut(items: readonly Item[], wanted: number): number | null {
  const isClean = (at: number): boolean => {
    const next = items[at];
    return next !== undefined && items.slice(0, at).every(item => endOf(item) <= next.offset);
  };
  for (let step = 0; step < items.length; step++) {
    for (const at of [wanted - step, wanted + step]) if (at > 0 && at < items.length && isClean(at)) return at;
  }
  return null;
}

/**
 * @param items sorted by offset, read by the block that was refused
 * @param largestRead largest count that this device has answered in this table so far
 */
export function* searchHoles(items: readonly Item[], largestRead: number): Generator<Item, Findings, boolean> {
  const holes: Barrier[] = [];
  let largest = largestRead;
  let maxCount: number | null = null;

  function* narrow(refused: readonly Item[]): Generator<Item, void, boolean> {
    const span = spanOf(refused);
    const cut = cleanCut(refused, cutOf(refused));
    if (cut === null) {
      holes.push({ from: span.offset, to: endOf(span) - 1 });
      return;
    }
    const [left, right] = [refused.slice(0, cut), refused.slice(cut)];
    const [before, after] = [spanOf(left), spanOf(right)];
    const isLeftRead = yield before;
    if (isLeftRead) largest = Math.max(largest, before.width);
    const isRightRead = yield after;
    if (isRightRead) largest = Math.max(largest, after.width);
    if (!isLeftRead) yield* narrow(left);
    if (!isRightRead) yield* narrow(right);
    if (!isLeftRead || !isRightRead) return;
    const gap = { from: endOf(before), to: after.offset - 1 };
    // Both halves can be read but not both at once: the gap is the hole; without one the device takes less at a time, unless
    // it has given as much before: then there is a border between two of its areas.
    if (gap.to >= gap.from || span.width <= largest) holes.push(gap);
    else maxCount = Math.max(largest, maxCount ?? 0);
  }

  yield* narrow(items);
  return { holes, maxCount };
}
