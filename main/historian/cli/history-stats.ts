/** What each month holds and where its bytes go (command line). Reads sizes, not samples. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { hasAlarms } from '../alarms/check-alarms.ts';
import type { Place } from '../care/disk-facts.ts';
import { MonthContents } from '../store/month-contents.ts';
import { monthsIn, openMonthForReading } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import { STATION_FILE } from '../store/station-db.ts';

/** Tags that are named of each month. */
const WIDEST = 10;

export interface MonthStats {
  readonly file: string;
  /** Of the database; its write-ahead log is beside it. */
  readonly bytes: number;
  readonly logBytes: number;
  readonly samples: number;
  readonly bytesPerSample: number | null;
  readonly tags: number;
  readonly demoSamples: number;
  readonly retiredSamples: number;
  readonly chunks: number;
  readonly axes: number;
  /** Bytes of the rows; pages, indexes and free space are the rest of the file. */
  readonly axisBytes: number;
  readonly chunkBytes: number;
  readonly headBytes: number;
  readonly freeBytes: number;
  readonly classes: Readonly<Record<string, { tags: number; chunkBytes: number }>>;
  readonly widest: readonly { readonly tag: string; readonly chunkBytes: number }[];
}

/** The journal of alarms. */
export interface AlarmStats {
  readonly rows: number;
  /** Alarms that have rows. */
  readonly alarms: number;
  /** Received times of the first and of the last row, epoch ms; null without one. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly lastSequence: number;
  /** Alarms that samples around them are kept of. */
  readonly contexts: number;
  readonly contextBytes: number;
}

export interface HistoryStats {
  readonly station: {
    readonly file: string;
    readonly bytes: number;
    readonly logBytes: number;
    /** Null when there is none, or when it cannot be read. */
    readonly alarms: AlarmStats | null;
  };
  readonly samples: number;
  readonly bytes: number;
  readonly bytesPerSample: number | null;
  readonly months: readonly (
    | MonthStats
    | { readonly file: string; readonly bytes: number; readonly logBytes: number; readonly error: string }
  )[];
}

const ratio = (bytes: number, samples: number): number | null =>
  samples === 0 ? null : Math.round((bytes / samples) * 1_000) / 1_000;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const sizes = (file: string) => ({ bytes: sizeOf(file), logBytes: sizeOf(`${file}-wal`) });

export function historyStats({ folder, monthFolder }: Place): HistoryStats {
  const months = monthsIn(monthFolder).map(month => monthOrError(monthFolder, month));
  const samples = months.reduce((sum, m) => sum + ('samples' in m ? m.samples : 0), 0);
  const bytes = months.reduce((sum, m) => sum + m.bytes, 0);
  const station = join(folder, STATION_FILE);
  return {
    station: { file: STATION_FILE, ...sizes(station), alarms: alarmStats(station) },
    ...{ samples, bytes, bytesPerSample: ratio(bytes, samples), months },
  };
}

function alarmStats(file: string): AlarmStats | null {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    return hasAlarms(db) ? (db.prepare<[], AlarmStats>(ALARM_STATS).get() ?? null) : null;
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return null;
  } finally {
    db?.close();
  }
}

const ALARM_STATS = `
  SELECT (SELECT count(*) FROM alarm) AS rows, (SELECT count(DISTINCT alarm) FROM alarm_point) AS alarms,
    (SELECT received FROM alarm ORDER BY sequence LIMIT 1) AS firstAt,
    (SELECT received FROM alarm ORDER BY sequence DESC LIMIT 1) AS lastAt,
    (SELECT coalesce(max(sequence), 0) FROM alarm) AS lastSequence,
    (SELECT count(*) FROM alarm_context) AS contexts, (SELECT total(bytes) FROM alarm_context) AS contextBytes`;

function monthOrError(folder: string, month: number): HistoryStats['months'][number] {
  const file = monthFileName(month);
  const size = sizes(join(folder, file));
  let db: Database.Database | undefined;
  try {
    db = openMonthForReading(folder, month);
    return monthStats(db, file, size);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return { file, ...size, error: error.message };
  } finally {
    db?.close();
  }
}

function monthStats(
  db: Database.Database,
  file: string,
  { bytes, logBytes }: { bytes: number; logBytes: number },
): MonthStats {
  const contents = new MonthContents(db);
  const tags = new Map(contents.tags().map(tag => [tag.id, tag]));
  const one = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
  const lengthOf = (table: string): number => one(`SELECT total(length(data)) FROM ${table}`);
  const perTag = db
    .prepare<[], { tag: number; bytes: number }>(
      'SELECT tag, total(length(data)) AS bytes FROM chunk GROUP BY tag ORDER BY bytes DESC',
    )
    .all();
  const classes: Record<string, { tags: number; chunkBytes: number }> = {};
  for (const { tag, bytes: chunkBytes } of perTag) {
    const own = (classes[tags.get(tag)?.class ?? '?'] ??= { tags: 0, chunkBytes: 0 });
    own.tags++;
    own.chunkBytes += chunkBytes;
  }
  const samples = contents.fact('samples');
  return {
    ...{ file, bytes, logBytes, samples, bytesPerSample: ratio(bytes, samples), tags: tags.size },
    demoSamples: contents.fact('demo_samples'),
    retiredSamples: contents.fact('retired'),
    chunks: one('SELECT count(*) FROM chunk'),
    axes: one('SELECT count(*) FROM axis'),
    axisBytes: lengthOf('axis'),
    chunkBytes: lengthOf('chunk'),
    headBytes: lengthOf('head') + lengthOf('span'),
    freeBytes: one('PRAGMA freelist_count') * one('PRAGMA page_size'),
    classes,
    widest: perTag
      .slice(0, WIDEST)
      .map(({ tag, bytes: chunkBytes }) => ({ tag: tags.get(tag)?.name ?? String(tag), chunkBytes })),
  };
}
