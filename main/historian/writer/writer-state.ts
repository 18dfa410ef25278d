/**
 * The open station database with what belongs to it (writer thread), and how it is opened: whatever state it is in. A database
 * that is damaged is salvaged row by row into a new one and kept aside; nothing readable is lost and the station starts.
 */
import { existsSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { AlarmTable } from '../alarms/alarm-table.ts';
import { type StoredAlarms, storedAlarms } from '../alarms/stored-alarms.ts';
import { removeDatabase } from '../care/backup/copy-database.ts';
import { isFileDamage } from '../store/damage.ts';
import { Journal } from '../store/journal.ts';
import { monthsIn, openMonthForReading } from '../store/month-file.ts';
import { MonthList } from '../store/month-list.ts';
import { allTags, Meta, openStationDb, registerTags, STATION_FILE, type StoredTag } from '../store/station-db.ts';
import { salvageStation } from './salvage.ts';
import { Sequence } from './sequence.ts';
import { checkAtStart } from './start-check.ts';

export interface StationState {
  readonly db: Database.Database;
  readonly meta: Meta;
  readonly journal: Journal;
  readonly sequence: Sequence;
  readonly alarms: AlarmTable;
  /** As this start found them. */
  readonly alarmsFound: StoredAlarms;
  readonly months: MonthList;
  readonly tags: readonly StoredTag[];
}

export interface StateOptions {
  readonly folder: string;
  readonly monthFolder: string;
  readonly tags: readonly Omit<StoredTag, 'id'>[];
  /** Told of a file that could not be used, by its new name. */
  readonly onSetAside: (file: string) => void;
}

/** Throws what the disk throws, and `StationError` `newer-format`. */
export function openStationState(options: StateOptions): StationState {
  const file = join(options.folder, STATION_FILE);
  let aside: string | null = null;
  try {
    return open(options, null);
  } catch (error) {
    if (error instanceof UnfinishedSalvage) aside = join(options.folder, error.from);
    else if (!isFileDamage(error)) throw error;
  }
  if (aside === null) aside = setAside(file);
  // Nothing but a part of what the other has: a start that salvages records nothing before it is through.
  else removeDatabase(file);
  options.onSetAside(aside);
  return open(options, aside);
}

/** `meta` key: name of the damaged database that this one is being filled from. */
const SALVAGING_KEY = 'salvaging';

/** The start that salvaged was stopped before its end. */
class UnfinishedSalvage extends Error {
  readonly from: string;

  constructor(from: string) {
    super(`${STATION_FILE} is only a part of ${from}`);
    this.from = from;
  }
}

function findUnfinished(db: Database.Database, folder: string): void {
  const from = new Meta(db).text(SALVAGING_KEY);
  if (from !== null && existsSync(join(folder, from))) throw new UnfinishedSalvage(from);
}

function salvage(damaged: string, db: Database.Database): void {
  new Meta(db).set(SALVAGING_KEY, basename(damaged));
  salvageStation(damaged, db);
}

/** Ids that were salvaged are kept free before anybody is told that this is all. */
function finishSalvage(db: Database.Database): void {
  keepIdsFree(db, idsIn(new Journal(db)));
  db.prepare('DELETE FROM meta WHERE key = ?').run(SALVAGING_KEY);
}

function open({ folder, monthFolder, tags }: StateOptions, damaged: string | null): StationState {
  const db = openStationDb(folder);
  try {
    // Rows have checksums of their own.
    checkAtStart(db);
    if (damaged === null) findUnfinished(db, folder);
    else salvage(damaged, db);
    const meta = new Meta(db);
    // Ids and numbers go on where the month files are, also when this database is new beside them.
    const isNew = damaged !== null || meta.number('sequence_reserved') === null;
    const known = isNew ? adoptMonths(db, monthFolder) : 0;
    if (damaged !== null) finishSalvage(db);
    const journal = new Journal(db);
    const lastEvent = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM event').pluck().get() ?? 0;
    const sequence = new Sequence(meta, Math.max(known, journal.lastSeq, lastEvent));
    const months = new MonthList(db);
    months.adopt(monthFolder);
    // Here, where damage that it meets is mended.
    const alarmsFound = storedAlarms(db, Date.now());
    const alarms = new AlarmTable(db);
    return { db, meta, journal, sequence, months, alarms, alarmsFound, tags: registerTags(db, tags) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Tag ids of samples that were salvaged; their names may not have been. */
function idsIn(journal: Journal): Set<number> {
  const damage = { rows: 0, samples: 0 };
  const ids = new Set<number>();
  for (const { tag } of journal.carried(damage)) for (const id of tag) ids.add(id);
  for (const { samples } of journal.rows(damage)) for (const id of samples.tag) ids.add(id);
  return ids;
}

/** No tag of the project may get the id of another whose name is lost: its samples would be taken for that tag's. */
function keepIdsFree(db: Database.Database, ids: ReadonlySet<number>): void {
  const highest = Math.max(0, ...ids);
  db.prepare("INSERT OR IGNORE INTO tag VALUES (?, ?, '', 'stepped')").run(highest, `#${highest}`);
}

/** Takes over the tag ids of the month files; returns the highest sequence number in them. A file that cannot be read has none. */
function adoptMonths(db: Database.Database, folder: string): number {
  let known = 0;
  const insert = db.prepare('INSERT OR IGNORE INTO tag VALUES (?, ?, ?, ?)');
  for (const month of monthsIn(folder).toReversed()) {
    try {
      const file = openMonthForReading(folder, month);
      try {
        for (const { id, name, class: kind, interpolation } of allTags(file)) insert.run(id, name, kind, interpolation);
        known = Math.max(known, new Meta(file).number('seq') ?? 0);
      } finally {
        file.close();
      }
    } catch (error) {
      if (!isFileDamage(error)) throw error;
    }
  }
  return known;
}

/** Moves a database and what belongs to it out of the way; returns its new name. */
export function setAside(file: string): string {
  let aside = `${file}.damaged`;
  for (let n = 2; existsSync(aside); n++) aside = `${file}.damaged-${n}`;
  for (const suffix of ['', '-wal', '-shm', '.suspect']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
