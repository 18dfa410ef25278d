/**
 * `station.db`: journal, carried samples, last values, events, and what the historian knows about itself. Opened for writing by
 * the writer thread only; every commit is durable when it returns (WAL, FULL sync).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Interpolation } from '../samples.ts';
import { migrateStation, refuseNewer, STATION_MIGRATIONS } from './schema.ts';

/** Blobs of a second's journal are 2 to 100 kB: large pages keep them in few pieces. */
export const PAGE_BYTES = 16_384;
/** Frames of the write-ahead log before it is copied back: 16 MB. */
const CHECKPOINT_PAGES = 1_000;

/** The same on a full disk: 256 kB. */
const SHORT_LOG_PAGES = 16;

/** Nobody else writes; somebody who holds a file all the same must not hold up the thread for long. */
export const BUSY_MS = 1_000;

export interface StoredTag {
  readonly id: number;
  readonly name: string;
  readonly class: string;
  readonly interpolation: Interpolation;
}

export const STATION_FILE = 'station.db';

/** Opens or makes `station.db` in `folder` and brings it up to date. Throws what SQLite throws, and `StationError` `newer-format`. */
export function openStationDb(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true });
  const db = new Database(join(folder, STATION_FILE), { timeout: BUSY_MS });
  try {
    refuseNewer(db, STATION_MIGRATIONS);
    prepareWriting(db, { givesBack: false });
    migrateStation(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Settings of every database that is written here. `givesBack`: what is deleted can be given back to the disk later, which a file
 * must be made for from the start (one page in 3,000 more). Months need it, because retention takes one class out of a file that
 * is never written again; `station.db` fills its holes itself within the hour.
 */
export function prepareWriting(db: Database.Database, { givesBack }: { givesBack: boolean }): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  // After the page size, which it would fix, and before the first page.
  if (givesBack) db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma('journal_size_limit = 33554432');
}

/**
 * On a full disk, so that the room that was kept back lasts: the log has each page as often as it was written, and rows that come
 * one by one write the same few again and again.
 */
export function keepLogShort(db: Database.Database, isShort: boolean): void {
  db.pragma(`wal_autocheckpoint = ${isShort ? SHORT_LOG_PAGES : CHECKPOINT_PAGES}`);
}

/** Small facts by name. */
export class Meta {
  readonly #read: Database.Statement<[string], { value: unknown }>;
  readonly #write: Database.Statement<[string, unknown]>;

  constructor(db: Database.Database) {
    this.#read = db.prepare('SELECT value FROM meta WHERE key = ?');
    this.#write = db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
  }

  number(key: string): number | null {
    const value = this.#read.get(key)?.value;
    return typeof value === 'number' ? value : null;
  }

  text(key: string): string | null {
    const value = this.#read.get(key)?.value;
    return typeof value === 'string' ? value : null;
  }

  set(key: string, value: number | string): void {
    this.#write.run(key, value);
  }
}

/** Gives every tag its id, for ever: a tag that is in the project again finds its history. */
export function registerTags(db: Database.Database, tags: readonly Omit<StoredTag, 'id'>[]): readonly StoredTag[] {
  const write = db.prepare(
    `INSERT INTO tag (name, class, interpolation) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET class = excluded.class, interpolation = excluded.interpolation
     WHERE class <> excluded.class OR interpolation <> excluded.interpolation`,
  );
  db.transaction(() => {
    for (const tag of tags) write.run(tag.name, tag.class, tag.interpolation);
  }).immediate();
  return allTags(db);
}

export const allTags = (db: Database.Database): readonly StoredTag[] =>
  db.prepare<[], StoredTag>('SELECT id, name, class, interpolation FROM tag ORDER BY id').all();
