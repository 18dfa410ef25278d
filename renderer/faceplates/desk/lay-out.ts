/**
 * Places of all open faceplates and rings of their objects. A plate that stands stays where it is; it moves only when a person
 * moves it, or when it would cover an object. Pure; CSS px of the window.
 */
import type { Box, Size } from '../../ui/placement.ts';
import { boxAt, overlap, placePlate } from './place-plate.ts';
import type { PlateShare } from './plate-list.ts';

export interface PlateAsk {
  readonly id: string;
  readonly size: Size;
  readonly ring: Box | null;
  /** Where a person put it. */
  readonly moved: PlateShare | null;
  /** Where plates of its type stood last. */
  readonly wanted: PlateShare | null;
  readonly opened: number;
}

export interface Placed {
  readonly box: Box;
  readonly ring: Box | null;
}

export type Layout = ReadonlyMap<string, Placed>;

const GAP = 14;

const isWithin = (box: Box, area: Box): boolean =>
  box.left >= area.left - 1 &&
  box.top >= area.top - 1 &&
  box.left + box.width <= area.left + area.width + 1 &&
  box.top + box.height <= area.top + area.height + 1;

/** Oldest first: those that stand keep their places, and the newest finds what is left. */
export function layOut(asks: readonly PlateAsk[], area: Box, before: Layout): Layout {
  const placed = new Map<string, Placed>();
  const inOrder = asks.toSorted((a, b) => a.opened - b.opened);
  for (const ask of inOrder) {
    const others = inOrder.filter(other => other !== ask);
    const rings = others.flatMap(({ ring }) => (ring === null ? [] : [ring]));
    const standing = before.get(ask.id)?.box;
    const keeps = standing !== undefined && stands(ask, standing, { area, rings });
    const plates = [...placed.values()].map(({ box }) => box);
    const { ring, size } = ask;
    const wanted = ask.moved ?? ask.wanted;
    const box = keeps ? standing : placePlate({ ring, size, area, plates, rings, wanted, gap: GAP });
    placed.set(ask.id, { box, ring });
  }
  return isSame(placed, before) ? before : placed;
}

function stands(
  { ring, moved, size }: PlateAsk,
  box: Box,
  { area, rings }: { readonly area: Box; readonly rings: readonly Box[] },
): boolean {
  if (!isWithin(box, area)) return false;
  if (ring !== null && overlap(box, ring) > 0) return false;
  // What a person has put over another object stays there; what found its place itself makes room.
  const wanted = moved === null ? null : boxAt(moved, size, area);
  if (wanted === null) return rings.every(other => overlap(box, other) === 0);
  const isThere = Math.abs(wanted.left - box.left) < 1 && Math.abs(wanted.top - box.top) < 1;
  return isThere || (ring !== null && overlap(wanted, ring) > 0);
}

const isSame = (a: Layout, b: Layout): boolean => JSON.stringify([...a]) === JSON.stringify([...b]);
