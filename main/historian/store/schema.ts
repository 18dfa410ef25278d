/**
 * Tables of `station.db` and of the month files as numbered migrations. A file of any released version opens: it is brought up
 * step by step, each step in one transaction together with its number. A file of a later version than this program knows is
 * refused, never touched.
 */
import type Database from 'better-sqlite3';
import { StationError } from '../../platform/station-error.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** `PRAGMA application_id`, so that `file` and people can tell what the file is: "CGst", "CGmo". */
const STATION_ID = 0x43477374;
const MONTH_ID = 0x43476d6f;

export const STATION_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, class TEXT NOT NULL, interpolation TEXT NOT NULL);
      -- One row a commit: what came in, in the order in which it came. Gone once it is sealed into month files.
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY, at REAL NOT NULL, post INTEGER NOT NULL, samples INTEGER NOT NULL, data BLOB NOT NULL);
      -- Samples of sealed commits that are too few for a chunk of their own yet.
      CREATE TABLE carry (id INTEGER PRIMARY KEY, samples INTEGER NOT NULL, data BLOB NOT NULL);
      -- Newest sample of every tag as of the last seal; the journal has what came after.
      CREATE TABLE last_values (id INTEGER PRIMARY KEY CHECK (id = 1), data BLOB NOT NULL);
      CREATE TABLE event (
        number INTEGER PRIMARY KEY, seq INTEGER NOT NULL, time REAL NOT NULL,
        kind TEXT NOT NULL, source TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL
      );
      CREATE INDEX event_time ON event (time);
    `,
  },
  {
    version: 2,
    sql: `
      -- Months that have a file, with the samples in it when it was last written down: a file that is gone is missed.
      CREATE TABLE month (month INTEGER PRIMARY KEY, samples INTEGER NOT NULL);
    `,
  },
  {
    version: 3,
    sql: `
      -- An alarm as it was defined and called at the time, and who did something from where: rows have their numbers.
      CREATE TABLE alarm_point (
        id INTEGER PRIMARY KEY, alarm TEXT NOT NULL, tag TEXT, priority INTEGER NOT NULL, area TEXT NOT NULL,
        zh TEXT, en TEXT, area_zh TEXT, area_en TEXT, unit TEXT);
      CREATE TABLE alarm_actor (id INTEGER PRIMARY KEY, who TEXT, place TEXT);
      -- One row a transition, never changed.
      CREATE TABLE alarm (
        sequence INTEGER PRIMARY KEY, time REAL NOT NULL, received REAL NOT NULL, point INTEGER NOT NULL,
        event INTEGER NOT NULL, was INTEGER NOT NULL, became INTEGER NOT NULL, actor INTEGER NOT NULL,
        flags INTEGER NOT NULL, activations INTEGER NOT NULL, value REAL, bound REAL,
        comment TEXT, folded TEXT, after TEXT NOT NULL
      );
      CREATE INDEX alarm_of_point ON alarm (point);
      -- Comments in small letters: few rows have one.
      CREATE INDEX alarm_said ON alarm (sequence, folded) WHERE folded IS NOT NULL;
      -- What a search needs of 4096 rows, made of these.
      CREATE TABLE alarm_block (no INTEGER PRIMARY KEY, first REAL NOT NULL, last REAL NOT NULL, data BLOB NOT NULL);
      CREATE INDEX alarm_block_span ON alarm_block (no, first, last);
      -- Samples around alarms that are urgent.
      CREATE TABLE alarm_context (sequence INTEGER PRIMARY KEY, bytes INTEGER NOT NULL, data BLOB NOT NULL);
      CREATE INDEX alarm_context_size ON alarm_context (bytes);
    `,
  },
  {
    version: 4,
    sql: `
      -- When the station heard of it, how far off its time may be and why (none of these: it saw it itself), what and whom it is about.
      ALTER TABLE event ADD COLUMN received REAL;
      ALTER TABLE event ADD COLUMN earlier REAL;
      ALTER TABLE event ADD COLUMN later REAL;
      ALTER TABLE event ADD COLUMN uncertain TEXT;
      ALTER TABLE event ADD COLUMN tag TEXT;
      ALTER TABLE event ADD COLUMN area TEXT;
      ALTER TABLE event ADD COLUMN who TEXT;
      ALTER TABLE event ADD COLUMN place TEXT;
      UPDATE event SET received = time;
      -- Classes that have been divided or given up since.
      UPDATE event SET kind = 'history' WHERE kind = 'station' AND source = 'historian';
      UPDATE event SET kind = 'station' WHERE kind IN ('demo-field', 'link');
      CREATE INDEX event_received ON event (received);
    `,
  },
  {
    version: 5,
    sql: `
      -- What people have noted at a tag and a time: one row a version, never changed; the highest version holds.
      CREATE TABLE annotation (
        sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, tag TEXT NOT NULL, at REAL NOT NULL,
        text TEXT NOT NULL, removed INTEGER NOT NULL, written REAL NOT NULL, who TEXT NOT NULL, place TEXT,
        UNIQUE (id, version));
      CREATE INDEX annotation_at ON annotation (at);
    `,
  },
];

export const MONTH_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, class TEXT NOT NULL, interpolation TEXT NOT NULL);
      -- Times and sequence numbers, once for all chunks that share them.
      CREATE TABLE axis (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
      -- Values, qualities and texts of one tag over one axis.
      CREATE TABLE chunk (id INTEGER PRIMARY KEY, tag INTEGER NOT NULL, data BLOB NOT NULL);
      -- Aggregates of the newest chunks of a tag, one row a chunk …
      CREATE TABLE head (
        id INTEGER PRIMARY KEY, tag INTEGER NOT NULL, first_t REAL NOT NULL, last_t REAL NOT NULL, data BLOB NOT NULL
      );
      CREATE INDEX head_tag ON head (tag, first_t, last_t);
      -- … and of the others, 32 to a row, so that a year of one tag is a few hundred rows side by side.
      CREATE TABLE span (
        tag INTEGER NOT NULL, no INTEGER NOT NULL, first_t REAL NOT NULL, last_t REAL NOT NULL,
        samples INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (tag, no)
      ) WITHOUT ROWID;
      CREATE INDEX span_tag ON span (tag, last_t, first_t);
      -- Up to which sequence number the live samples of a tag are in this file.
      CREATE TABLE mark (tag INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
      -- Tells this file from another one that was made in its place.
      INSERT INTO meta (key, value) VALUES ('made_at', CAST(unixepoch('subsec') * 1000 AS INTEGER));
    `,
  },
];

/** Before anything is set in a file: one of a later version stays as it is. Throws `StationError` `newer-format`. */
export function refuseNewer(db: Database.Database, migrations: readonly Migration[]): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (found > newest) throw newerFormat(db.name, { found, newest });
}

/** Brings a station database up to date. Throws `StationError` `newer-format` for one of a later version. */
export const migrateStation = (db: Database.Database): void => migrate(db, STATION_MIGRATIONS, STATION_ID);

/** The same for a month file. */
export const migrateMonth = (db: Database.Database): void => migrate(db, MONTH_MIGRATIONS, MONTH_ID);

/** Whether a file is a month of ours in a version that this program knows. Throws `StationError` `newer-format`. */
export function checkMonth(db: Database.Database): boolean {
  if (Number(db.pragma('application_id', { simple: true })) !== MONTH_ID) return false;
  refuseNewer(db, MONTH_MIGRATIONS);
  return Number(db.pragma('user_version', { simple: true })) > 0;
}

export function migrate(db: Database.Database, migrations: readonly Migration[], applicationId: number): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  refuseNewer(db, migrations);
  for (const { version, sql } of migrations) {
    if (version <= found) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}

function newerFormat(file: string, { found, newest }: { found: number; newest: number }): StationError {
  return new StationError({
    code: 'newer-format',
    message: `${file} was written by a later version of Citygate (format ${found}; this one knows ${newest}).`,
    hint: 'Start that version, or another data folder.',
    retry: 'never',
    zh: {
      message: `${file} 由更新版本的 Citygate 写入（格式 ${found}，本版本只认识 ${newest}）。`,
      hint: '请启动该版本，或使用另一个数据文件夹。',
    },
  });
}
