/** Reads from the month files how far the live samples of each tag are in them (writer thread, at start). */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isFileDamage } from '../store/damage.ts';
import { monthsIn, openMonthForWriting, syncLog } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import type { Marks } from './recovery.ts';
import { setAside } from './writer-state.ts';

/** Files are read when first asked about. A damaged one is kept aside and told; it then has no marks. */
export function fileMarks(folder: string, onSetAside: (file: string) => void): Marks {
  const months = new Map<number, ReadonlyMap<number, number>>();
  return (month, tag) => {
    let marks = months.get(month);
    if (marks === undefined) {
      marks = read(folder, month, onSetAside);
      months.set(month, marks);
    }
    return marks.get(tag) ?? 0;
  };
}

/** Files that were being written when the last run was cut off; readers cannot put that right by themselves. */
export function mendMonths(folder: string, onSetAside: (file: string) => void): void {
  const marks = fileMarks(folder, onSetAside);
  for (const month of monthsIn(folder)) {
    const file = join(folder, monthFileName(month));
    if (['-wal', '-journal'].some(suffix => existsSync(file + suffix)) || statSync(file).size === 0) marks(month, 0);
  }
}

function read(folder: string, month: number, onSetAside: (file: string) => void): ReadonlyMap<number, number> {
  const file = join(folder, monthFileName(month));
  if (!existsSync(file)) return new Map();
  try {
    // For writing: what a power cut left half done is put right first.
    const db = openMonthForWriting(folder, month);
    try {
      // A thread that died may have left commits that are not durable yet: the journal must not be let go on their word.
      // Copied out of the log it is written anew, also what a sync that failed may have left out.
      db.pragma('wal_checkpoint(FULL)');
      syncLog(file);
      const rows = db.prepare<[], { tag: number; seq: number }>('SELECT tag, seq FROM mark').all();
      return new Map(rows.map(row => [row.tag, row.seq]));
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isFileDamage(error)) throw error;
    onSetAside(setAside(file));
    return new Map();
  }
}
