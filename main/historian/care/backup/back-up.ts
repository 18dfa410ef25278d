/**
 * A backup of a running station (care thread). `station.db` first, then the months: a sample that moves from the journal into a
 * month meanwhile is then in both copies, and the marks in the month tell that it is the same one; the other way round it could
 * be in neither. The new `station.db` takes the old one's place last, so that the folder is a whole backup at every moment.
 */

import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { BackupResult } from '../../../../shared/model/history-care.ts';
import { StationError } from '../../../platform/station-error.ts';
import { syncFile } from '../../../platform/sync.ts';
import { countAlarms } from '../../alarms/check-alarms.ts';
import { MonthContents } from '../../store/month-contents.ts';
import { isMonthBorn, monthsIn } from '../../store/month-file.ts';
import { type ListedMonth, listedMonths, MonthList } from '../../store/month-list.ts';
import { monthFileName } from '../../store/months.ts';
import { Meta, STATION_FILE } from '../../store/station-db.ts';
import type { Place } from '../disk-facts.ts';
import { hasLog } from '../retention/close-months.ts';
import { withBackupLock } from './backup-lock.ts';
import { checkRoom, isSameDisk, prepareBackupFolder } from './backup-place.ts';
import { contentHash, MONTH_TABLES, STATION_TABLES } from './content-hash.ts';
import { copyDatabase, fileHash } from './copy-database.ts';
import { type BackupFile, type Manifest, readManifest, writeManifest } from './manifest.ts';

/** Copies of `station.db` that are kept beside the newest one. */
const OLDER_KEPT = 6;

/** Throws `StationError` (`backup-place`, `backup-busy`, `backup-no-room`, `backup-unreadable`) and what the disks throw; the backup before stays whole. */
export async function backUp(place: Place, folder: string): Promise<BackupResult> {
  // Before the lock, whose place it makes.
  prepareBackupFolder(folder, place);
  return withBackupLock(folder, () => copyAll(place, folder));
}

async function copyAll(place: Place, folder: string): Promise<BackupResult> {
  const before = readManifest(folder);
  const at = Date.now();
  const draft = join(folder, `${STATION_FILE}.new`);
  const station = await copyStation(place, draft, at);
  const files = new Map(before?.files.map(file => [file.path, file]));
  const copied: string[] = [];
  let seq = 0;
  for (const month of monthsIn(place.monthFolder)) {
    const name = monthFileName(month);
    // Retention may have taken it since the folder was read.
    if (!existsSync(join(place.monthFolder, name))) continue;
    // Being made: what will be in it is in the copy of the journal.
    if (!isMonthBorn(place.monthFolder, month)) continue;
    const known = files.get(`history/${name}`);
    if (known !== undefined && isUnchanged(known, place, folder)) continue;
    const file = await copyMonth({ place, folder, name, known, at });
    seq = Math.max(seq, file.seq);
    files.set(file.entry.path, file.entry);
    copied.push(file.entry.path);
    writeManifest(folder, manifestOf(files, before?.takenAt ?? at));
  }
  dropRemoved(draft, listedMonths(join(place.folder, STATION_FILE)));
  await takePlace(draft, { folder, seq, station, files, takenAt: before?.takenAt ?? null });
  copied.push(STATION_FILE);
  const manifest = manifestOf(files, at);
  writeManifest(folder, manifest);
  return {
    ...{ at, folder, copied },
    files: manifest.files.length,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    samples: manifest.files.reduce((sum, file) => sum + file.samples, 0),
    isSameDisk: isSameDisk(folder, place.folder),
  };
}

const manifestOf = (files: ReadonlyMap<string, BackupFile>, takenAt: number): Manifest => ({
  version: 1,
  takenAt,
  files: [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  verifiedAt: null,
});

const sourceOf = (file: string): BackupFile['source'] => {
  const { size, mtimeMs } = statSync(file);
  return { bytes: size, changedAt: mtimeMs };
};

/** With its log, of which nobody knows how much is new. */
const bytesOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0);

/** A month that is over and closed, and that the backup has as it is. */
function isUnchanged({ path, source, bytes }: BackupFile, { monthFolder }: Place, folder: string): boolean {
  const file = join(monthFolder, path.slice('history/'.length));
  if (hasLog(file)) return false;
  const now = sourceOf(file);
  const copy = statSync(join(folder, path), { throwIfNoEntry: false });
  return now.bytes === source.bytes && now.changedAt === source.changedAt && copy?.size === bytes;
}

async function copyStation({ folder }: Place, draft: string, at: number): Promise<BackupFile> {
  const file = join(folder, STATION_FILE);
  if (!existsSync(file)) throw noStation(folder);
  const source = sourceOf(file);
  checkRoom(dirname(draft), bytesOf(file));
  const seen = await copyDatabase(file, draft, db => ({
    content: contentHash(db, STATION_TABLES),
    alarms: countAlarms(db),
    samples: db
      .prepare<[], number>('SELECT (SELECT total(samples) FROM journal) + (SELECT total(samples) FROM carry)')
      .pluck()
      .get(),
  }));
  const { content, alarms, samples = 0 } = seen;
  return { path: STATION_FILE, bytes: 0, sha256: '', samples, alarms, retired: 0, content, source, takenAt: at };
}

interface MonthCopy {
  readonly place: Place;
  readonly folder: string;
  readonly name: string;
  readonly known: BackupFile | undefined;
  readonly at: number;
}

async function copyMonth({ place, folder, name, known, at }: MonthCopy): Promise<{ entry: BackupFile; seq: number }> {
  const from = join(place.monthFolder, name);
  const path = `history/${name}`;
  const to = join(folder, path);
  const source = sourceOf(from);
  checkRoom(folder, bytesOf(from));
  const seen = await copyDatabase(from, `${to}.new`, db => {
    const contents = new MonthContents(db);
    const fact = (key: string): number => contents.fact(key);
    const content = contentHash(db, MONTH_TABLES);
    return { content, samples: fact('samples'), retired: fact('retired'), madeAt: fact('made_at'), seq: fact('seq') };
  });
  const { seq, ...facts } = seen;
  const sha256 = await fileHash(`${to}.new`);
  const { size } = statSync(`${to}.new`);
  if (known !== undefined && mayHaveMore(known, facts) && existsSync(to)) {
    renameSync(to, to.replace(/\.db$/, `.kept-${stamp(known.takenAt)}.db`));
  }
  renameSync(`${to}.new`, to);
  return { entry: { path, bytes: size, sha256, ...facts, source, takenAt: at }, seq };
}

/**
 * A copy of another file, or one that had more, and not because of retention: a damaged month may have to be restored from it.
 * The count alone does not tell, because marks of a gap count as well.
 */
function mayHaveMore(known: BackupFile, now: Pick<BackupFile, 'samples' | 'retired' | 'madeAt'>): boolean {
  const isOther = known.madeAt !== undefined && known.madeAt !== now.madeAt;
  return isOther || known.samples + known.retired > now.samples + now.retired;
}

function noStation(folder: string): StationError {
  return new StationError({
    code: 'station-missing',
    message: `${STATION_FILE} is missing in ${folder}: nothing has been backed up.`,
    hint: 'Put it back or restore a backup; where there is none, repair makes a new one from the months.',
    retry: 'operator',
    zh: {
      message: `${folder} 中缺少 ${STATION_FILE}：未作任何备份。`,
      hint: '请放回该文件或从备份恢复；没有备份时，repair 会根据月文件重建。',
    },
  });
}

/** A time as a part of file names. */
const stamp = (time: number): string => new Date(time).toISOString().replaceAll(/[:.]/g, '-');

interface TakingPlace {
  readonly folder: string;
  readonly seq: number;
  readonly station: BackupFile;
  readonly files: Map<string, BackupFile>;
  readonly takenAt: number | null;
}

async function takePlace(draft: string, { folder, seq, station, files, takenAt }: TakingPlace): Promise<void> {
  settle(draft, seq);
  const file = join(folder, STATION_FILE);
  if (existsSync(file)) renameSync(file, join(folder, `station-${stamp(takenAt ?? statSync(file).mtimeMs)}.db`));
  renameSync(draft, file);
  const { size } = statSync(file);
  files.set(STATION_FILE, { ...station, bytes: size, sha256: await fileHash(file) });
  const older = readdirSync(folder).filter(name => /^station-.*\.db$/.test(name));
  for (const name of older.toSorted().slice(0, -OLDER_KEPT)) rmSync(join(folder, name), { force: true });
}

/** What retention took away while the months were copied is not missing. */
function dropRemoved(draft: string, listed: readonly ListedMonth[] | null): void {
  if (listed === null) return;
  const kept = new Set(listed.map(({ month }) => month));
  const db = new Database(draft, { fileMustExist: true });
  try {
    const list = new MonthList(db);
    for (const { month } of list.all()) if (!kept.has(month)) list.strike(month);
  } finally {
    db.close();
  }
}

/**
 * Makes the copy what a station starts from: its numbers go on after those of the months, which were copied later; and it ended
 * in order, where the backup was taken.
 */
function settle(draft: string, seq: number): void {
  const db = new Database(draft, { fileMustExist: true });
  try {
    const meta = new Meta(db);
    db.transaction(() => {
      meta.set('sequence_reserved', Math.max(seq, meta.number('sequence_reserved') ?? 0));
      meta.set('clean', 1);
    })();
  } finally {
    db.close();
  }
  syncFile(draft);
}
