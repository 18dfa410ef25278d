/**
 * Months that are over become single files (writer thread): without a write-ahead log, so that stock SQLite reads them also from
 * a read-only place. Late samples open them again, and the next round closes them.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isFileDamage } from '../../store/damage.ts';
import { monthsIn } from '../../store/month-file.ts';
import { monthFileName, monthStart } from '../../store/months.ts';
import type { ChunkStore } from '../../writer/chunk-store.ts';

/** Every sample is sealed within a day of the end of its month; one day more for clocks that are behind, ms. */
const SETTLED_MS = 2 * 86_400_000;
/** Byte 18 of a database: "file format write version"; 2 = write-ahead log (sqlite.org/fileformat2.html, 1.3). */
const VERSION_AT = 18;
const WITH_LOG = 2;

/** Closes what can be closed now; a file that somebody reads waits for the next round. */
export function* closeMonths(store: ChunkStore, now: number): Generator<void> {
  for (const month of monthsIn(store.folder)) {
    if (monthStart(month + 1) + SETTLED_MS > now) return;
    const file = join(store.folder, monthFileName(month));
    if (hasLog(file)) {
      store.commit();
      store.release(month);
      closeMonth(file);
    }
    yield;
  }
}

/** False when somebody else has the file open. */
export function closeMonth(file: string): boolean {
  const db = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    return true;
  } catch (error) {
    const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
    if (!isBusy && !isFileDamage(error)) throw error;
    return false;
  } finally {
    db.close();
  }
}

/** Whether the file still needs its write-ahead log. */
export function hasLog(file: string): boolean {
  if (!existsSync(file)) return false;
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(VERSION_AT + 1);
    return readSync(handle, header, 0, header.length, 0) === header.length && header[VERSION_AT] === WITH_LOG;
  } finally {
    closeSync(handle);
  }
}
