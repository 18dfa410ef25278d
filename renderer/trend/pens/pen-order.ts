/** Where a pen goes that is dropped somewhere, and how pens change places (pure). A pen's place is its digit and its colour. */
import { MOST_PENS } from '../../store/trend-setup.ts';
import type { PenSet } from './pen-set.ts';

/**
 * `tag` at `slot`. One that is a pen already changes places with what is there; before a new one the other makes way to the nearest free
 * place, and is gone where there is none.
 */
export function placedAt(pens: PenSet, tag: string, slot: number): PenSet {
  const from = pens.findIndex(pen => pen?.tag === tag);
  if (from >= 0) return swapped(pens, from, slot);
  const other = pens[slot] ?? null;
  const free = nearestFree(pens, slot);
  return pens.map((pen, i) => {
    if (i === slot) return { tag, isHidden: false };
    return i === free && other !== null ? other : pen;
  });
}

/** The pen of `tag` one place up or down; at the end it stays. */
export function stepped(pens: PenSet, tag: string, by: 1 | -1): PenSet {
  const from = pens.findIndex(pen => pen?.tag === tag);
  const to = from + by;
  return from < 0 || to < 0 || to >= MOST_PENS ? pens : swapped(pens, from, to);
}

function swapped(pens: PenSet, from: number, to: number): PenSet {
  const moved = pens[from] ?? null;
  return pens.map((pen, i) => {
    if (i === to) return moved && { ...moved, isHidden: false };
    return i === from && from !== to ? (pens[to] ?? null) : pen;
  });
}

function nearestFree(pens: PenSet, slot: number): number {
  const free = pens.flatMap((pen, i) => (pen === null && i !== slot ? [i] : []));
  return free.toSorted((a, b) => Math.abs(a - slot) - Math.abs(b - slot))[0] ?? -1;
}

/**
 * The place for a pen dropped on a plot with pens at `slots`: a free one of theirs or beside them, else that of the last of them; null
 * on a plot without pens.
 */
export function slotOnPlot(pens: PenSet, slots: readonly number[]): number | null {
  const beside = slots.flatMap(slot => [slot, slot ^ 1]).toSorted((a, b) => a - b);
  return beside.find(slot => pens[slot] === null) ?? slots.at(-1) ?? null;
}
