/**
 * Places of all open faceplates and rings of their objects. A plate that stands stays where it is; it moves only when a person
 * moves it, or when it would cover an object. Where the window has no place for all of them without one over an object, one closes.
 * Pure; CSS px of the window.
 */
import type { Box, Size } from '../../ui/placement.ts';
import { boxAt, overlap, placePlate, slipped } from './place-plate.ts';
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
  readonly isPinned: boolean;
}

export interface Placed {
  readonly box: Box;
  readonly ring: Box | null;
}

export type Layout = ReadonlyMap<string, Placed>;

/** Between an object and a plate, and between plates, px. */
export const GAP = 14;

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
    const plates = [...placed.values()].map(({ box }) => box);
    const { ring, size, wanted } = ask;
    const keeps = standing !== undefined && ask.moved === null && isWithin(standing, area);
    const box =
      putDown(ask, { area, rings }) ??
      (keeps && !covers(standing, [...rings, ...(ring === null ? [] : [ring])])
        ? standing
        : placePlate({ ring, size, area, plates, rings, wanted, gap: GAP }));
    placed.set(ask.id, { box, ring });
  }
  return isSame(placed, before) ? before : placed;
}

const covers = (box: Box, rings: readonly Box[]): boolean => rings.some(ring => overlap(box, ring) > 0);

/** Where a person has put it, or beside the object that lies there; null when nobody has, or the window has no such place any more. */
function putDown(
  { moved, size, ring }: PlateAsk,
  { area, rings }: { readonly area: Box; readonly rings: readonly Box[] },
): Box | null {
  const hasRoom = size.width <= area.width && size.height <= area.height;
  return moved === null || !hasRoom ? null : slipped(boxAt(moved, size, area), { ring, rings, area, gap: GAP });
}

/** The plate that closes because another has no place but over an object: the oldest that is neither pinned nor the newest. */
export function inTheWay(asks: readonly PlateAsk[], layout: Layout): string | null {
  const placed = [...layout];
  const isCrowded = placed.some(([id, { box }]) =>
    placed.some(([other, { ring }]) => other !== id && ring !== null && overlap(box, ring) > 0),
  );
  const older = asks.toSorted((a, b) => a.opened - b.opened).slice(0, -1);
  return isCrowded ? (older.find(({ isPinned }) => !isPinned)?.id ?? null) : null;
}

const isSame = (a: Layout, b: Layout): boolean => JSON.stringify([...a]) === JSON.stringify([...b]);
