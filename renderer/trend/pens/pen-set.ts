/** Which pens there are and where: adding, removing, hiding. Pure. A pen keeps its place, and with it its digit and colour. */
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { MOST_PENS, type PenChoice } from '../../store/trend-setup.ts';

/** Always MOST_PENS places. */
export type PenSet = readonly (PenChoice | null)[];

export const NO_PENS: PenSet = Array.from({ length: MOST_PENS }, () => null);

type TagsByName = ReadonlyMap<string, TagDefinition>;

/** Instruments whose ranges differ by more than this would be a flat line on the axis of the other. */
const LIKE_RANGES = 2;

/** Whether two tags are read on one axis: the same unit, and ranges that are alike or not known. */
export function shareAxis(a: TagDefinition, b: TagDefinition): boolean {
  if (a.unit !== b.unit) return false;
  const [one, other] = [rangeOf(a), rangeOf(b)];
  if (one === null || other === null) return true;
  return Math.max(one, other) <= LIKE_RANGES * Math.min(one, other);
}

function rangeOf({ low, high }: TagDefinition): number | null {
  return low === null || high === null || high <= low ? null : high - low;
}

/** The other place of the same plot. */
const mateOf = (slot: number): number => slot ^ 1;

/** Where a new pen goes: beside one of its kind, else into an empty plot, else wherever there is room, else in place of the last. */
export function slotFor(pens: PenSet, tag: string, tags: TagsByName): number {
  const free = pens.flatMap((pen, slot) => (pen === null ? [slot] : []));
  const definition = tags.get(tag);
  const isBesideLike = (slot: number): boolean => {
    const mate = tags.get(pens[mateOf(slot)]?.tag ?? '');
    return mate !== undefined && definition !== undefined && shareAxis(mate, definition);
  };
  const isInEmptyPlot = (slot: number): boolean => pens[mateOf(slot)] === null;
  return free.find(isBesideLike) ?? free.find(isInEmptyPlot) ?? free[0] ?? MOST_PENS - 1;
}

/** With `tag` as a visible pen; a pen that is there already is only shown. */
export function withPen(pens: PenSet, tag: string, tags: TagsByName): PenSet {
  if (pens.some(pen => pen?.tag === tag)) return shown(pens, tag, true);
  const slot = slotFor(pens, tag, tags);
  return pens.map((pen, i) => (i === slot ? { tag, isHidden: false } : pen));
}

export const withoutPen = (pens: PenSet, tag: string): PenSet => pens.map(pen => (pen?.tag === tag ? null : pen));

export const shown = (pens: PenSet, tag: string, isShown: boolean): PenSet =>
  pens.map(pen => (pen?.tag === tag ? { tag, isHidden: !isShown } : pen));
