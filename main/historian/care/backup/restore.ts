/**
 * A backup back into a data folder (command line, with the station stopped). Nothing is overwritten: what is there moves into
 * `before-restore-<time>` first, and only when every file of the backup has been copied and compared. While files are being moved
 * a mark (restore-mark.ts) says so: a restore that was killed is finished by the next one, and nothing starts in between.
 */
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Text } from '../../../../shared/text/text.ts';
import { StationError } from '../../../platform/station-error.ts';
import { syncFile, syncFolder } from '../../../platform/sync.ts';
import { monthsIn } from '../../store/month-file.ts';
import { hasMonthList, MonthList } from '../../store/month-list.ts';
import { Meta, STATION_FILE } from '../../store/station-db.ts';
import type { Place } from '../disk-facts.ts';
import { lockStoppedStation } from '../stopped-station.ts';
import { withBackupLock } from './backup-lock.ts';
import { removeDatabase } from './copy-database.ts';
import { readManifest } from './manifest.ts';
import { readMark, removeMark, writeMark } from './restore-mark.ts';
import { lastNumber, noBackup, restoreFile } from './verify-backup.ts';

export interface RestoreResult {
  readonly takenAt: number;
  readonly files: number;
  readonly samples: number;
  /** Where what was there before is now; null when there was nothing. */
  readonly before: string | null;
}

/**
 * Goes on with one that was interrupted. When files cannot be moved, all goes back to where it was.
 * Throws `StationError` (`data-locked` while a station runs, `no-backup`, `backup-busy`, `backup-damaged`) and what the disks throw.
 */
export async function restoreBackup(backup: string, place: Place): Promise<RestoreResult> {
  if (readManifest(backup) === null) throw noBackup(backup);
  return withBackupLock(backup, () => restoreFrom(backup, place));
}

async function restoreFrom(backup: string, place: Place): Promise<RestoreResult> {
  const manifest = readManifest(backup);
  if (manifest === null) throw noBackup(backup);
  const data = lockStoppedStation(place.folder);
  const draft = join(place.folder, 'restoring');
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(join(draft, 'history'), { recursive: true });
    const problems: Text[] = [];
    for (const file of manifest.files) problems.push(...(await restoreFile(backup, draft, file)));
    if (problems.length > 0) throw damaged(backup, problems);
    const before = replaceHistory(
      draft,
      place,
      manifest.files.map(({ path }) => path),
    );
    const samples = manifest.files.reduce((sum, file) => sum + file.samples, 0);
    return { takenAt: manifest.takenAt, files: manifest.files.length, samples, before };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    data.release();
  }
}

/** Returns where to what was there has gone; null when there was nothing. */
function replaceHistory(draft: string, place: Place, files: string[]): string | null {
  const { folder, monthFolder } = place;
  const begun = readMark(folder);
  const before = begun?.before ?? `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  // Copies of a backup, and not all of them: what was there before lies aside already.
  if (begun?.stage === 'in') removeFiles(place, begun.files);
  writeMark(folder, { before, stage: 'away', files });
  try {
    mkdirSync(monthFolder, { recursive: true });
    moveAway(place, before);
    writeMark(folder, { before, stage: 'in', files });
    for (const path of files) moveIn(join(draft, path), target(place, path));
    settleNumbers(place);
    for (const parent of [folder, monthFolder]) syncFolder(parent);
  } catch (error) {
    undo(place, before);
    throw error;
  }
  removeMark(folder);
  return [folder, monthFolder].some(parent => existsSync(join(parent, before))) ? join(folder, before) : null;
}

/** Puts back what was there. When that fails as well, the mark stays: no station starts on half a history. */
function undo(place: Place, before: string): void {
  const { folder, monthFolder } = place;
  const mark = readMark(folder);
  if (mark?.stage === 'in') {
    removeFiles(place, mark.files);
    // From here on what is in place is the station's own again.
    writeMark(folder, { ...mark, stage: 'away' });
  }
  for (const parent of new Set([folder, monthFolder])) {
    const away = join(parent, before);
    if (!existsSync(away)) continue;
    for (const name of readdirSync(away)) renameSync(join(away, name), join(parent, name));
    rmdirSync(away);
    syncFolder(parent);
  }
  removeMark(folder);
}

function removeFiles(place: Place, files: readonly string[]): void {
  for (const path of files) removeDatabase(target(place, path));
}

const target = ({ folder, monthFolder }: Place, path: string): string =>
  path === STATION_FILE ? join(folder, path) : join(monthFolder, path.slice('history/'.length));

/** Numbers go on after those of the months, also when a backup was interrupted between these and the station database. */
function settleNumbers({ folder, monthFolder }: Place): void {
  const db = new Database(join(folder, STATION_FILE), { fileMustExist: true });
  try {
    const meta = new Meta(db);
    const used = Math.max(0, ...monthsIn(monthFolder).map(month => lastNumber(monthFolder, month)));
    if (used > (meta.number('sequence_reserved') ?? 0)) meta.set('sequence_reserved', used);
    if (hasMonthList(db)) new MonthList(db).adopt(monthFolder);
  } finally {
    db.close();
  }
}

function moveIn(from: string, to: string): void {
  syncFile(from);
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    // The months are on another disk.
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    syncFile(to);
  }
}

function moveAway({ folder, monthFolder }: Place, before: string): void {
  const months = readdirSync(monthFolder).filter(name => /^\d{4}-\d\d\.db/.test(name));
  const own = readdirSync(folder).filter(name => name.startsWith(STATION_FILE));
  // Each beside where it was: the months may be on another disk.
  for (const [parent, names] of [
    [folder, own],
    [monthFolder, months],
  ] as const) {
    if (names.length === 0) continue;
    const away = join(parent, before);
    mkdirSync(away, { recursive: true });
    for (const file of names) renameSync(join(parent, file), freeName(join(away, file)));
    for (const changed of [away, parent]) syncFolder(changed);
  }
}

/** Somebody may have copied a file back by hand meanwhile. */
const freeName = (file: string): string => (existsSync(file) ? freeName(`${file}.again`) : file);

function damaged(backup: string, problems: readonly Text[]): StationError {
  return new StationError({
    code: 'backup-damaged',
    message: `The backup in ${backup} is damaged: ${problems.map(({ en }) => en).join('; ')}.`,
    hint: 'Nothing has been changed. Use another backup.',
    retry: 'operator',
    zh: {
      message: `${backup} 中的备份已损坏：${problems.map(({ zh }) => zh).join('；')}。`,
      hint: '未作任何更改。请使用其他备份。',
    },
  });
}
