/** All files of a history: what a check on demand does (care thread, command line). Reads only. */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { CheckResult } from '../../../../shared/model/history-care.ts';
import { alarmProblems } from '../../alarms/check-alarms.ts';
import { ChunkDamaged } from '../../codec/chunk-damaged.ts';
import { decodeJournal } from '../../store/journal-blob.ts';
import { monthsIn } from '../../store/month-file.ts';
import { Meta, STATION_FILE } from '../../store/station-db.ts';
import { SEALED_KEY } from '../../writer/recovery.ts';
import type { Place } from '../disk-facts.ts';
import { checkMonthFile, checkTrees } from './check-month.ts';
import { Findings } from './problem.ts';

/** Months that a check looks at that is not deep: those that are being written. */
const NEWEST = 2;

/** Never throws for what is in the files. */
export function checkHistory({ folder, monthFolder }: Place, isDeep: boolean): CheckResult {
  const findings = new Findings();
  checkStation(join(folder, STATION_FILE), { isDeep, findings });
  const months = monthsIn(monthFolder);
  for (const month of isDeep ? months : months.slice(-NEWEST)) checkMonthFile(monthFolder, month, { isDeep, findings });
  return findings.result(Date.now(), isDeep);
}

/** As `checkHistory`, of the folder of a station: files that are not there are missing. Never throws for what is in the files. */
export function checkStationHistory(place: Place, isDeep: boolean): CheckResult {
  const result = checkHistory(place, isDeep);
  const findings = new Findings();
  findMissing(place, findings);
  const problems = [...findings.problems, ...result.problems];
  return { ...result, problems, problemCount: result.problemCount + findings.count };
}

function findMissing({ folder, monthFolder }: Place, findings: Findings): void {
  const file = join(folder, STATION_FILE);
  const hasStation = existsSync(file);
  if (!hasStation) findings.add({ file: STATION_FILE, kind: 'file', why: 'it is missing' });
  if (monthsIn(monthFolder).length > 0 || (hasStation && isYoung(file))) return;
  findings.add({ file: basename(monthFolder), kind: 'file', why: `there is no month in ${monthFolder}` });
}

/** A station that has recorded and not sealed yet has no months. */
function isYoung(file: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const samples = db.prepare<[], number>('SELECT total(samples) FROM journal').pluck().get() ?? 0;
    return samples > 0 && (new Meta(db).number(SEALED_KEY) ?? 0) === 0;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  } finally {
    db?.close();
  }
}

function checkStation(path: string, { isDeep, findings }: { isDeep: boolean; findings: Findings }): void {
  if (!existsSync(path)) return;
  findings.files++;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    checkTrees(db, STATION_FILE, { isDeep, findings });
    for (const table of ['journal', 'carry']) checkBlobs(db, table, findings);
    if (isDeep) for (const why of alarmProblems(db)) findings.add({ file: STATION_FILE, kind: 'journal', why });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    findings.add({ file: STATION_FILE, kind: 'file', why: error.message });
  } finally {
    db?.close();
  }
}

function checkBlobs(db: Database.Database, table: string, findings: Findings): void {
  const rows = db.prepare<[], { samples: number; data: Buffer }>(`SELECT samples, data FROM ${table}`);
  for (const { samples, data } of rows.iterate()) {
    try {
      findings.samples += decodeJournal(data).count;
    } catch (error) {
      if (!(error instanceof ChunkDamaged)) throw error;
      findings.add({ file: STATION_FILE, kind: 'journal', samples, why: `a row of ${table}: ${error.message}` });
    }
  }
}
