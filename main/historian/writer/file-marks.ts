/** Reads from the month files how far the live samples of each tag are in them (writer thread, at start). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openMonthForReading } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import type { Marks } from './recovery.ts';
import { isDamage, setAside } from './writer-state.ts';

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

function read(folder: string, month: number, onSetAside: (file: string) => void): ReadonlyMap<number, number> {
  const file = join(folder, monthFileName(month));
  if (!existsSync(file)) return new Map();
  try {
    const db = openMonthForReading(folder, month);
    try {
      const rows = db.prepare<[], { tag: number; seq: number }>('SELECT tag, seq FROM mark').all();
      return new Map(rows.map(row => [row.tag, row.seq]));
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    onSetAside(setAside(file));
    return new Map();
  }
}
