/**
 * Proves a backup by restoring it (care thread, command line): copied into a folder of its own beside it, opened as a station
 * would, compared with what the manifest says of the source, and read to the last sample. The folder is removed afterwards.
 */

import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { VerifyResult } from '../../../../shared/model/history-care.ts';
import { StationError } from '../../../platform/station-error.ts';
import { countAlarms } from '../../alarms/check-alarms.ts';
import { MonthContents } from '../../store/month-contents.ts';
import { monthsIn, openMonthForReading } from '../../store/month-file.ts';
import { STATION_FILE } from '../../store/station-db.ts';
import { fileMarks } from '../../writer/file-marks.ts';
import { Newest } from '../../writer/newest.ts';
import { replay, SEALED_KEY } from '../../writer/recovery.ts';
import { Tail } from '../../writer/tail.ts';
import { openStationState } from '../../writer/writer-state.ts';
import { checkHistory } from '../check/check-history.ts';
import type { Place } from '../disk-facts.ts';
import { withBackupLock } from './backup-lock.ts';
import { checkRoom } from './backup-place.ts';
import { contentHash, MONTH_TABLES, STATION_TABLES } from './content-hash.ts';
import { fileHash } from './copy-database.ts';
import { type BackupFile, readManifest, writeManifest } from './manifest.ts';

const MOST_PROBLEMS = 100;

export interface VerifyOptions {
  /** Only these files of the manifest, and the station database; the others were proven before and have not changed. */
  readonly only?: readonly string[];
}

/** Throws `StationError` `no-backup`, `backup-busy`, `backup-unreadable`, `backup-no-room`, and what the disk throws. */
export async function verifyBackup(folder: string, { only }: VerifyOptions = {}): Promise<VerifyResult> {
  if (readManifest(folder) === null) throw noBackup(folder);
  return withBackupLock(folder, () => prove(folder, only));
}

async function prove(folder: string, only: readonly string[] | undefined): Promise<VerifyResult> {
  const manifest = readManifest(folder);
  if (manifest === null) throw noBackup(folder);
  const files = manifest.files.filter(({ path }) => path === STATION_FILE || (only?.includes(path) ?? true));
  checkRoom(
    folder,
    files.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const temporary = mkdtempSync(join(folder, 'verify-'));
  try {
    const place = { folder: temporary, monthFolder: join(temporary, 'history') };
    mkdirSync(place.monthFolder);
    const problems: string[] = [];
    for (const file of files) problems.push(...(await restoreFile(folder, temporary, file)));
    const samples = problems.length > 0 ? 0 : compare(place, files, problems);
    const result = { at: Date.now(), folder, takenAt: manifest.takenAt, samples, files: files.length };
    const isGood = problems.length === 0;
    writeManifest(folder, { ...manifest, verifiedAt: isGood ? result.at : null });
    return { ...result, isGood, problems: problems.slice(0, MOST_PROBLEMS) };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Copies one file and says what is wrong with it. */
export async function restoreFile(folder: string, to: string, file: BackupFile): Promise<string[]> {
  const { path, bytes, sha256 } = file;
  const copy = join(to, path);
  if (statSync(join(folder, path), { throwIfNoEntry: false }) === undefined) return [`${path} is missing`];
  await copyFile(join(folder, path), copy);
  const { size } = statSync(copy);
  if (size !== bytes) return [`${path} has ${size} bytes instead of ${bytes}`];
  return (await fileHash(copy)) === sha256 ? [] : [`${path} is not what was written`];
}

/** Returns how many samples there are. */
function compare(place: Place, files: readonly BackupFile[], problems: string[]): number {
  let samples = 0;
  for (const file of files) problems.push(...differences(place.folder, file));
  for (const { path, samples: count } of files) if (path !== STATION_FILE) samples += count;
  const check = checkHistory(place, true);
  for (const { file, kind, why } of check.problems) problems.push(`${file}: ${kind}: ${why}`);
  return samples + opened(place, problems);
}

function differences(folder: string, { path, content, samples, alarms }: BackupFile): string[] {
  const db = new Database(join(folder, path), { readonly: true, fileMustExist: true });
  try {
    const isStation = path === STATION_FILE;
    const problems: string[] = [];
    if (contentHash(db, isStation ? STATION_TABLES : MONTH_TABLES) !== content) {
      problems.push(`${path} does not hold what its source held`);
    }
    const found = isStation ? samples : new MonthContents(db).fact('samples');
    if (found !== samples) problems.push(`${path} has ${found} samples instead of ${samples}`);
    const rows = isStation ? countAlarms(db) : undefined;
    if (alarms !== undefined && rows !== alarms)
      problems.push(`${path} has ${rows} rows of alarms instead of ${alarms}`);
    return problems;
  } catch (error) {
    if (error instanceof Database.SqliteError) return [`${path}: ${error.message}`];
    throw error;
  } finally {
    db.close();
  }
}

/** Opens the copy as the writer of a station does; returns the samples that it would find in the journal. */
function opened({ folder, monthFolder }: Place, problems: string[]): number {
  const onSetAside = (file: string): void => {
    problems.push(`${file}: cannot be used`);
  };
  const { db, meta, journal, sequence } = openStationState({ folder, monthFolder, tags: [], onSetAside });
  try {
    const damage = { rows: 0, samples: 0 };
    const marks = fileMarks(monthFolder, onSetAside);
    const sealedThrough = meta.number(SEALED_KEY) ?? 0;
    const found = replay(
      { journal, sealedThrough, marks, damage, isKnown: () => true },
      { tail: new Tail(), newest: new Newest() },
    );
    const used = Math.max(0, ...monthsIn(monthFolder).map(month => lastNumber(monthFolder, month)));
    if (used > sequence.last) problems.push(`numbers would be given twice: up to ${used} are in use`);
    if (damage.rows > 0) problems.push(`${damage.rows} rows of the journal are damaged`);
    return found;
  } finally {
    db.close();
  }
}

/** The highest sequence number in a month. */
export function lastNumber(folder: string, month: number): number {
  const db = openMonthForReading(folder, month);
  try {
    return new MonthContents(db).fact('seq');
  } finally {
    db.close();
  }
}

export function noBackup(folder: string): StationError {
  return new StationError({
    code: 'no-backup',
    message: `There is no backup in ${folder}.`,
    hint: 'Name the folder that holds manifest.json.',
    retry: 'operator',
    zh: { message: `${folder} 中没有备份。`, hint: '请指定含有 manifest.json 的文件夹。' },
  });
}
