/**
 * Month files: one SQLite database per UTC month, readable by any SQLite (docs/history-format.md). Written by the writer thread
 * only, opened read-only by whoever reads. Axes, chunks and heads are only ever added; retention is what takes them away.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
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

/** Log of a database: what was written to it is durable when this returns. Nothing when it has none. */
export function syncLog(file: string): void {
  const log = `${file}-wal`;
  if (!existsSync(log)) return;
  const handle = openSync(log, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
