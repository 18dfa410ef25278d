/**
 * Which months there should be: a small table of `station.db` beside the files themselves, so that a file that is gone is missed
 * (written by the writer thread, read by checks). A month gets in when its file has been committed and goes out before retention
 * removes it: a stop between the two leaves a file that is not in the list, which the next start puts in, and never the reverse.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { monthsIn, openMonthForReading } from './month-file.ts';
import { monthFileName } from './months.ts';
import { Meta, STATION_FILE } from './station-db.ts';

export interface ListedMonth {
  /** Months since 1970-01. */
  readonly month: number;
  /** In the file when it was last written down; the file may have more. */
  readonly samples: number;
}

/** `meta` key: a month has been taken off the list, so that an empty one is no surprise. */
export const STRUCK_KEY = 'months_struck';

const LISTED = 'SELECT month, samples FROM month ORDER BY month';

export class MonthList {
  readonly #all: Database.Statement<[], ListedMonth>;
  readonly #has: Database.Statement<[number], number>;
  readonly #set: Database.Statement<[number, number]>;
  readonly #strike: Database.Statement<[number]>;
  readonly #meta: Meta;

  /** Throws what SQLite throws when the table is not there. */
  constructor(db: Database.Database) {
    this.#meta = new Meta(db);
    this.#all = db.prepare<[], ListedMonth>(LISTED);
    this.#has = db.prepare<[number], number>('SELECT 1 FROM month WHERE month = ?').pluck();
    this.#set = db.prepare(
      'INSERT INTO month VALUES (?, ?) ON CONFLICT (month) DO UPDATE SET samples = excluded.samples',
    );
    this.#strike = db.prepare('DELETE FROM month WHERE month = ?');
  }

  all(): readonly ListedMonth[] {
    return this.#all.all();
  }

  has(month: number): boolean {
    return this.#has.get(month) !== undefined;
  }

  /** Samples by month, of files that have been written. */
  note(months: ReadonlyMap<number, number>): void {
    for (const [month, samples] of months) this.#set.run(month, samples);
  }

  /** The month is missed no more. */
  strike(month: number): void {
    this.#strike.run(month);
    this.#meta.set(STRUCK_KEY, 1);
  }

  /** Puts in what has a file; one that cannot be read is for others to tell. Throws what the disk throws. */
  adopt(folder: string): void {
    for (const month of monthsIn(folder)) {
      if (this.has(month)) continue;
      const samples = samplesIn(folder, month);
      if (samples !== null) this.#set.run(month, samples);
    }
  }

  /** Those that have no file. */
  missingFrom(folder: string): readonly ListedMonth[] {
    return withoutFile(this.all(), folder);
  }
}

function withoutFile(months: readonly ListedMonth[], folder: string): readonly ListedMonth[] {
  const there = new Set(monthsIn(folder));
  return months.filter(({ month }) => !there.has(month));
}

function samplesIn(folder: string, month: number): number | null {
  let db: Database.Database | undefined;
  try {
    db = openMonthForReading(folder, month);
    return new Meta(db).number('samples') ?? 0;
  } catch (error) {
    if (error instanceof Database.SqliteError) return null;
    throw error;
  } finally {
    db?.close();
  }
}

/** A database of before the list has none, until a station opens it. */
export const hasMonthList = (db: Database.Database): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'month'").get() !== undefined;

/** The months that a data folder should have and does not, read beside its station. Null as with `listedMonths`. */
export function missingMonths(folder: string, monthFolder: string): readonly ListedMonth[] | null {
  const listed = listedMonths(join(folder, STATION_FILE));
  return listed === null ? null : withoutFile(listed, monthFolder);
}

/** The list in a station database. Null when nothing tells: no such file, a damaged one, or one of before the list. */
export function listedMonths(file: string): readonly ListedMonth[] | null {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    return db.prepare<[], ListedMonth>(LISTED).all();
  } catch (error) {
    if (error instanceof Database.SqliteError) return null;
    throw error;
  } finally {
    db?.close();
  }
}

/** A damaged file of the month lies in the folder: it has been told, and what is readable of it comes back by itself. */
export function isKeptAside(folder: string, month: number): boolean {
  const start = `${monthFileName(month)}.damaged`;
  return readdirSync(folder).some(name => name.startsWith(start));
}
