/**
 * A backup back into a data folder (command line, with the station stopped). Nothing is overwritten: what is there moves into
 * `before-restore-<time>` first, and only when every file of the backup has been copied and compared.
 */
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDataDirectory } from '../../../platform/data-directory.ts';
import { StationError } from '../../../platform/station-error.ts';
import { monthsIn } from '../../store/month-file.ts';
import { Meta, STATION_FILE } from '../../store/station-db.ts';
import type { Place } from '../disk-facts.ts';
import { syncFile } from './copy-database.ts';
import { readManifest } from './manifest.ts';
import { lastNumber, noBackup, restoreFile } from './verify-backup.ts';

export interface RestoreResult {
  readonly takenAt: number;
  readonly files: number;
  readonly samples: number;
  /** Where what was there before is now; null when there was nothing. */
  readonly before: string | null;
}

/** Throws `StationError` (`data-locked` while a station runs, `no-backup`, `backup-damaged`) and what the disks throw. */
export async function restoreBackup(backup: string, place: Place): Promise<RestoreResult> {
  const manifest = readManifest(backup);
  if (manifest === null) throw noBackup(backup);
  const data = openDataDirectory(place.folder);
  const draft = join(place.folder, 'restoring');
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(join(draft, 'history'), { recursive: true });
    const problems: string[] = [];
    for (const file of manifest.files) problems.push(...(await restoreFile(backup, draft, file)));
    if (problems.length > 0) throw damaged(backup, problems);
    const before = moveAway(place);
    mkdirSync(place.monthFolder, { recursive: true });
    for (const { path } of manifest.files) moveIn(join(draft, path), target(place, path));
    settleNumbers(place);
    const samples = manifest.files.reduce((sum, file) => sum + file.samples, 0);
    return { takenAt: manifest.takenAt, files: manifest.files.length, samples, before };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    data.release();
  }
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

/** Returns where to; null when there was nothing to move. */
function moveAway({ folder, monthFolder }: Place): string | null {
  const months = existsSync(monthFolder) ? readdirSync(monthFolder).filter(name => /^\d{4}-\d\d\.db/.test(name)) : [];
  const own = existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith(STATION_FILE)) : [];
  if (months.length + own.length === 0) return null;
  const name = `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  // Each beside where it was: the months may be on another disk.
  for (const [parent, names] of [
    [folder, own],
    [monthFolder, months],
  ] as const) {
    const away = join(parent, name);
    if (names.length > 0) mkdirSync(away, { recursive: true });
    for (const file of names) renameSync(join(parent, file), join(away, file));
  }
  return join(folder, name);
}

function damaged(backup: string, problems: readonly string[]): StationError {
  return new StationError({
    code: 'backup-damaged',
    message: `The backup in ${backup} is damaged: ${problems.join('; ')}.`,
    hint: 'Nothing has been changed. Use another backup.',
    retry: 'operator',
    zh: { message: `${backup} 中的备份已损坏：${problems.join('；')}。`, hint: '未作任何更改。请使用其他备份。' },
  });
}
