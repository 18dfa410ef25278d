/**
 * Packs of heads as rows of a month file, opened one by one (pure): one that the disk has damaged leaves the others as they are, and
 * of it is known from when to when it was, because that is written beside it.
 */
import { ChunkDamaged } from '../chunk-damaged.ts';
import type { StoredHead } from './head-layout.ts';
import { type HeadPack, openHeads } from './packed-head.ts';

/** A row of `span` or of `head`. */
export type HeadRow = readonly [data: Uint8Array, firstT: number, lastT: number];

/** Time of one tag over which nobody can say any more what was stored, epoch ms. */
export interface LostSpan {
  readonly firstT: number;
  readonly lastT: number;
}

export interface LostRow extends LostSpan {
  readonly why: ChunkDamaged;
}

export interface OpenedRows {
  readonly packs: readonly HeadPack[];
  readonly lost: readonly LostRow[];
}

/** Never throws for the sake of bytes. */
export function openRows(rows: readonly HeadRow[]): OpenedRows {
  const packs: HeadPack[] = [];
  const lost: LostRow[] = [];
  for (const [data, firstT, lastT] of rows) {
    try {
      packs.push(openHeads(data));
    } catch (why) {
      if (!(why instanceof ChunkDamaged)) throw why;
      lost.push({ firstT, lastT, why });
    }
  }
  return { packs, lost };
}

export const headsIn = (packs: readonly HeadPack[]): StoredHead[] => packs.flatMap(pack => pack.heads());
