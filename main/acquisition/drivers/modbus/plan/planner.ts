/**
 * Plans reads: items of one table become the blocks that cost the device least time. Reading a gap along is cheaper than another
 * request as long as the gap is shorter than what a request costs; where a hole lies in it, it is never read. Exact, by dynamic
 * programming over the sorted items. Pure.
 */
import type { ReadCost } from './cost-model.ts';

/** An item is read whole by one request or not at all. */
export interface Item {
  readonly offset: number;
  readonly width: number;
}

/** Addresses `from` … `to` (inclusive) are never read. With `to` = `from` − 1 nothing is left out, but no block spans the border. */
export interface Barrier {
  readonly from: number;
  readonly to: number;
}

export interface PlanRules {
  /** Items (registers or bits) of one request at most; no more than `maxWidth` … */
  readonly maxCount: number;
  /** … but one that is wider is read for its own sake up to this width, with whatever lies within it. */
  readonly maxWidth: number;
  readonly barriers: readonly Barrier[];
  /** Of one more request and of one more item in a request. */
  readonly cost: { readonly perRequest: number; readonly perItem: number };
}

export interface Block<T> {
  readonly offset: number;
  readonly count: number;
  readonly items: readonly T[];
}

export interface Plan<T> {
  readonly blocks: readonly Block<T>[];
  /** Items that lie in a barrier or are too wide for a request: they cannot be read. */
  readonly unreadable: readonly T[];
}

const endOf = ({ offset, width }: Item): number => offset + width;

/** A register takes 16 bits on the wire, wherever it is. */
export function itemCost({ perRequestMs, perRegisterMs }: ReadCost, isBits: boolean): PlanRules['cost'] {
  return { perRequest: perRequestMs, perItem: isBits ? perRegisterMs / 16 : perRegisterMs };
}

export function planReads<T extends Item>(items: readonly T[], rules: PlanRules): Plan<T> {
  const barriers = rules.barriers.toSorted((a, b) => a.from - b.from);
  const isReadable = (item: T): boolean =>
    item.width <= rules.maxWidth && !isCrossed(barriers, item.offset, endOf(item));
  const unreadable = items.filter(item => !isReadable(item));
  const sorted = items.filter(isReadable).toSorted((a, b) => a.offset - b.offset || b.width - a.width);
  return { blocks: cheapest(sorted, { ...rules, barriers }), unreadable };
}

/** True when a block `start` … `end` (exclusive) would read a hole or span a border. */
function isCrossed(barriers: readonly Barrier[], start: number, end: number): boolean {
  return barriers.some(({ from, to }) => (to < from ? start < from && from < end : from < end && to >= start));
}

function cheapest<T extends Item>(sorted: readonly T[], rules: PlanRules): Block<T>[] {
  const { maxCount, maxWidth, barriers, cost } = rules;
  /** `best[i]`: least cost of reading the first i items; `first[i]`: where the last block of that plan begins. */
  const best = new Float64Array(sorted.length + 1).fill(Number.POSITIVE_INFINITY);
  const first = new Uint32Array(sorted.length + 1);
  best[0] = 0;
  for (let i = 1; i <= sorted.length; i++) {
    let end = 0;
    let widest = maxCount;
    for (let j = i - 1; j >= 0; j--) {
      const item = sorted[j];
      if (item === undefined) break;
      end = Math.max(end, endOf(item));
      widest = Math.max(widest, item.width);
      const count = end - item.offset;
      if (count > maxWidth) break;
      if (barriers.length > 0 && isCrossed(barriers, item.offset, end)) break;
      if (count > widest) continue;
      const total = (best[j] ?? 0) + cost.perRequest + cost.perItem * count;
      if (total < (best[i] ?? 0)) {
        best[i] = total;
        first[i] = j;
      }
    }
  }
  return blocksOf(sorted, first);
}

function blocksOf<T extends Item>(sorted: readonly T[], first: Uint32Array): Block<T>[] {
  const blocks: Block<T>[] = [];
  for (let i = sorted.length; i > 0; ) {
    const begin = first[i] ?? 0;
    const items = sorted.slice(begin, i);
    const offset = items[0]?.offset ?? 0;
    blocks.push({ offset, count: Math.max(...items.map(endOf)) - offset, items });
    i = begin;
  }
  return blocks.reverse();
}

/** Longest gap that is read along under these rules, items. */
export const longestGap = ({ perRequest, perItem }: PlanRules['cost']): number =>
  perItem === 0 ? Number.POSITIVE_INFINITY : Math.floor(perRequest / perItem);
