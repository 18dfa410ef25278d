/**
 * Which faceplates are open, and in which order they lie: the last one on top. At most three; a fourth takes the place of the
 * oldest that is not pinned, and with three pinned none is opened. Pure.
 */
export const MOST_PLATES = 3;

/** Of the free room of the view, 0 … 1: a place that means the same in every window. */
export interface PlateShare {
  readonly x: number;
  readonly y: number;
}

export interface Plate {
  /** Of its asset; each is open once. */
  readonly id: string;
  readonly isPinned: boolean;
  readonly tab: string | null;
  /** Where a person has put it; null while it finds its own place. */
  readonly moved: PlateShare | null;
  /** Counts openings: the smallest is the oldest. */
  readonly opened: number;
}

export type Plates = readonly Plate[];

/** Null when all are pinned. One that is open comes to the top. */
export function withPlate(plates: Plates, id: string): Plates | null {
  if (plates.some(plate => plate.id === id)) return raised(plates, id);
  const opened = 1 + Math.max(0, ...plates.map(plate => plate.opened));
  const plate: Plate = { id, isPinned: false, tab: null, moved: null, opened };
  if (plates.length < MOST_PLATES) return [...plates, plate];
  const oldest = plates.filter(({ isPinned }) => !isPinned).toSorted((a, b) => a.opened - b.opened)[0];
  return oldest === undefined ? null : [...plates.filter(other => other !== oldest), plate];
}

export const withoutPlate = (plates: Plates, id: string): Plates => plates.filter(plate => plate.id !== id);

/** On top of the others. */
export function raised(plates: Plates, id: string): Plates {
  const plate = plates.find(other => other.id === id);
  return plate === undefined || plates.at(-1) === plate ? plates : [...withoutPlate(plates, id), plate];
}

export const changed = (plates: Plates, id: string, part: Partial<Omit<Plate, 'id' | 'opened'>>): Plates =>
  plates.map(plate => (plate.id === id ? { ...plate, ...part } : plate));

/** What stays when another screen is shown. */
export const pinnedOnly = (plates: Plates): Plates =>
  plates.every(({ isPinned }) => isPinned) ? plates : plates.filter(({ isPinned }) => isPinned);
