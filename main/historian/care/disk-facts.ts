/**
 * How much history there is and how fast it grows, read from the files (care thread, command line). Costs some milliseconds a
 * month file; only the months of the last day are looked into.
 */
import { existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { decodeJournal } from '../store/journal-blob.ts';
import { MonthContents } from '../store/month-contents.ts';
import { monthsIn, openMonthForReading } from '../store/month-file.ts';
import { monthFileName, monthStart } from '../store/months.ts';
import { allTags, Meta, STATION_FILE } from '../store/station-db.ts';
import { perDay } from './disk-forecast.ts';

const DAY_MS = 86_400_000;
/** Pages of an empty month file: they are no samples. */
const EMPTY_PAGES = 12;
/** Of fewer samples a mean size says nothing. */
const LEAST_SAMPLES = 10_000;

export interface DiskFacts {
  readonly totalSamples: number;
  /** Of the databases, without their write-ahead logs. */
  readonly totalBytes: number;
  /** Write-ahead logs: room that is used again and again, whatever there is of samples. */
  readonly logBytes: number;
  readonly oldestAt: number | null;
  readonly freeBytes: number;
  readonly reserveBytes: number;
  readonly hasDemoData: boolean;
  /** Growth by signal class, bytes a day; null while it cannot be said. */
  readonly growth: Readonly<Record<string, number>> | null;
}

export interface Place {
  readonly folder: string;
  readonly monthFolder: string;
}

interface Gathered {
  samples: number;
  demo: number;
  /** Of the months of the last day, for their mean size; and of all. */
  recent: { samples: number; bytes: number };
  all: { samples: number; bytes: number };
  /** Live samples of the last day by class, and the time of the first. */
  readonly live: Map<string, number>;
  firstLive: number;
  oldest: number;
}

export function diskFacts({ folder, monthFolder }: Place, now: number): DiskFacts {
  const found: Gathered = {
    samples: 0,
    demo: 0,
    recent: { samples: 0, bytes: 0 },
    all: { samples: 0, bytes: 0 },
    live: new Map(),
    firstLive: Number.POSITIVE_INFINITY,
    oldest: Number.POSITIVE_INFINITY,
  };
  const months = monthsIn(monthFolder);
  for (const month of months) addMonth(found, { monthFolder, month, now });
  addJournal(found, join(folder, STATION_FILE), now);
  const files = [join(folder, STATION_FILE), ...months.map(month => join(monthFolder, monthFileName(month)))];
  const disk = statfsSync(existsSync(monthFolder) ? monthFolder : folder);
  return {
    totalSamples: found.samples,
    totalBytes: files.reduce((sum, file) => sum + bytesOf(file), 0),
    logBytes: files.reduce((sum, file) => sum + bytesOf(`${file}-wal`), 0),
    oldestAt: Number.isFinite(found.oldest) ? found.oldest : null,
    freeBytes: disk.bavail * disk.bsize,
    reserveBytes: bytesOf(join(folder, 'reserve')),
    hasDemoData: found.demo > 0,
    growth: growthOf(found, now),
  };
}

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function growthOf(found: Gathered, now: number): Record<string, number> | null {
  const { samples, bytes } = found.recent.samples >= LEAST_SAMPLES ? found.recent : found.all;
  const coveredMs = Math.min(DAY_MS, now - found.firstLive);
  if (samples < LEAST_SAMPLES || perDay(0, coveredMs) === null) return null;
  return Object.fromEntries(
    [...found.live].map(([name, count]) => [name, (perDay(count, coveredMs) ?? 0) * (bytes / samples)]),
  );
}

function addMonth(
  found: Gathered,
  { monthFolder, month, now }: { monthFolder: string; month: number; now: number },
): void {
  withSqlite(
    () => openMonthForReading(monthFolder, month),
    db => {
      const contents = new MonthContents(db);
      const samples = contents.fact('samples');
      const pages = pragma(db, 'page_count') - pragma(db, 'freelist_count') - EMPTY_PAGES;
      const size = { samples, bytes: Math.max(0, pages) * pragma(db, 'page_size') };
      found.samples += samples;
      found.demo += contents.fact('demo_samples');
      addSize(found.all, size);
      if (monthStart(month + 1) > now - DAY_MS) {
        addSize(found.recent, size);
        addLive(found, contents, now);
      }
      if (!Number.isFinite(found.oldest)) found.oldest = firstTime(db);
    },
  );
}

function addSize(to: { samples: number; bytes: number }, size: { samples: number; bytes: number }): void {
  to.samples += size.samples;
  to.bytes += size.bytes;
}

const pragma = (db: Database.Database, name: string): number => Number(db.pragma(name, { simple: true }));

const firstTime = (db: Database.Database): number =>
  db
    .prepare<[], number>(
      'SELECT min(t) FROM (SELECT min(first_t) AS t FROM span UNION ALL SELECT min(first_t) FROM head)',
    )
    .pluck()
    .get() ?? Number.POSITIVE_INFINITY;

/** What has come from the field within the last day; what was imported is no growth. */
function addLive(found: Gathered, contents: MonthContents, now: number): void {
  const from = now - DAY_MS;
  for (const { id, class: signalClass } of contents.tags()) {
    for (const row of contents.packsOf(id)) {
      if (row.lastT < from) continue;
      for (const { origin, firstT, lastT, count } of contents.unpack(id, row)) {
        if (origin !== 'live' || lastT < from || firstT > now) continue;
        const share = firstT >= from ? 1 : (lastT - from) / Math.max(1, lastT - firstT);
        addTo(found, signalClass, { count: count * share, at: Math.max(from, firstT) });
      }
    }
  }
}

function addTo(found: Gathered, signalClass: string, { count, at }: { count: number; at: number }): void {
  found.live.set(signalClass, (found.live.get(signalClass) ?? 0) + count);
  found.firstLive = Math.min(found.firstLive, at);
}

/** What is not in month files yet. While a seal is under way some samples are in both, for seconds. */
function addJournal(found: Gathered, file: string, now: number): void {
  if (!existsSync(file)) return;
  withSqlite(
    () => new Database(file, { readonly: true, fileMustExist: true }),
    db => {
      const classes = new Map(allTags(db).map(tag => [tag.id, tag.class]));
      const through = new Meta(db).number('sealed_through') ?? 0;
      const rows = db.prepare<[number], { at: number; data: Buffer }>('SELECT at, data FROM journal WHERE seq > ?');
      for (const { at, data } of rows.iterate(through)) addBlob(found, classes, { data, at, now });
      const carried = db.prepare<[], Buffer>('SELECT data FROM carry').pluck();
      for (const data of carried.iterate()) addBlob(found, classes, { data, at: now, now });
    },
  );
}

function addBlob(
  found: Gathered,
  classes: ReadonlyMap<number, string>,
  { data, at, now }: { data: Buffer; at: number; now: number },
): void {
  try {
    const { tag, t } = decodeJournal(data);
    found.samples += tag.length;
    if (tag.length > 0) found.oldest = Math.min(found.oldest, t[0] ?? found.oldest);
    if (at < now - DAY_MS) return;
    for (const id of tag) addTo(found, classes.get(id) ?? '', { count: 1, at });
  } catch (error) {
    // Counted and told when the start meets it.
    if (!(error instanceof ChunkDamaged)) throw error;
  }
}

/** A file that cannot be read has no figures; that it cannot is for the checks to tell. */
function withSqlite(open: () => Database.Database, use: (db: Database.Database) => void): void {
  let db: Database.Database | undefined;
  try {
    db = open();
    use(db);
  } catch (error) {
    const isDamaged =
      error instanceof Database.SqliteError || (error instanceof Error && error.name === 'ChunkDamaged');
    if (!isDamaged) throw error;
  } finally {
    db?.close();
  }
}
