/**
 * Month files: one SQLite database per UTC month, readable by any SQLite (docs/history-format.md). Written by the writer thread
 * only, opened read-only by whoever reads. Axes, chunks and heads are only ever added; retention is what takes them away.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { syncFile, syncFolder } from '../../platform/sync.ts';
import { monthFileName, monthOfFile } from './months.ts';
import { MONTH_MIGRATIONS, migrateMonth, refuseNewer } from './schema.ts';
import { BUSY_MS, prepareWriting } from './station-db.ts';

export function openMonthForWriting(folder: string, month: number): Database.Database {
  mkdirSync(folder, { recursive: true });
  const db = new Database(join(folder, monthFileName(month)), { timeout: BUSY_MS });
  try {
    refuseNewer(db, MONTH_MIGRATIONS);
    prepareWriting(db, { givesBack: true });
    migrateMonth(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Throws what SQLite throws when the file is not there or is no database. */
export function openMonthForReading(folder: string, month: number): Database.Database {
  return new Database(join(folder, monthFileName(month)), { readonly: true, fileMustExist: true });
}

/** Made, and its tables are about to be, or the power went before: nothing is in it. */
export const isUntouched = (db: Database.Database): boolean =>
  db.pragma('schema_version', { simple: true }) === 0 && db.pragma('user_version', { simple: true }) === 0;

/** Whether the file has its tables: it is made first and filled in the next moment. Throws what SQLite throws. */
export function isMonthBorn(folder: string, month: number): boolean {
  const db = openMonthForReading(folder, month);
  try {
    return Number(db.pragma('user_version', { simple: true })) > 0;
  } finally {
    db.close();
  }
}

/** Months that have a file, ascending; nothing when there is no folder yet. */
export function monthsIn(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names.flatMap(name => monthOfFile(name) ?? []).toSorted((a, b) => a - b);
}

/** What is in the log of a month is durable when this returns. Throws what the disk throws. */
export function syncLog(file: string): void {
  const log = `${file}-wal`;
  if (existsSync(log)) syncFile(log);
  // A log that was begun by a commit without a sync has no certain name yet.
  syncFolder(dirname(log));
}
