/** All files of a history: what a check on demand does (care thread, command line). Reads only. */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { CheckResult } from '../../../../shared/model/history-care.ts';
import type { Text } from '../../../../shared/text/text.ts';
import { alarmProblems, countAlarms } from '../../alarms/check-alarms.ts';
import { ChunkDamaged } from '../../codec/chunk-damaged.ts';
import { decodeJournal } from '../../store/journal-blob.ts';
import { monthsIn } from '../../store/month-file.ts';
import { missingMonths, STRUCK_KEY } from '../../store/month-list.ts';
import { monthFileName, monthStart } from '../../store/months.ts';
import { Meta, STATION_FILE } from '../../store/station-db.ts';
import { SEALED_KEY } from '../../writer/recovery.ts';
import type { Place } from '../disk-facts.ts';
import { checkMonthFile, checkTrees } from './check-month.ts';
import { Findings } from './problem.ts';
import { reasonOf, tableName } from './reason.ts';

/** Months that a check looks at that is not deep: those that are being written. */
const NEWEST = 2;

const WAY_BACK: Text = {
  zh: '文件不见了：请放回或从备份恢复；如确认不再需要，停站后用 repair 销账',
  en: 'the file is missing: put it back or restore a backup; if it is given up, repair with the station stopped strikes it off',
};

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
  if (!existsSync(join(folder, STATION_FILE))) {
    const why = { zh: '文件不见了：请放回或从备份恢复', en: 'it is missing: put it back, or restore a backup' };
    findings.add({ file: STATION_FILE, kind: 'missing', why });
  }
  const missing = missingMonths(folder, monthFolder);
  for (const { month, samples } of missing ?? []) {
    const span = { from: monthStart(month), to: monthStart(month + 1) - 1 };
    findings.add({ file: monthFileName(month), kind: 'missing', ...span, samples, why: WAY_BACK });
  }
  const isExplained = missing !== null && (missing.length > 0 || isYoung(join(folder, STATION_FILE)));
  if (isExplained || monthsIn(monthFolder).length > 0) return;
  const why = { zh: `${monthFolder} 中没有月文件`, en: `there is no month in ${monthFolder}` };
  findings.add({ file: basename(monthFolder), kind: 'missing', why });
}

/** A station that has recorded samples or alarms and not sealed yet has no months, nor has one whose last month was taken away on purpose. */
function isYoung(file: string): boolean {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const meta = new Meta(db);
    if (meta.number(STRUCK_KEY) !== null) return true;
    const samples = db.prepare<[], number>('SELECT total(samples) FROM journal').pluck().get() ?? 0;
    return (samples > 0 || countAlarms(db) > 0) && (meta.number(SEALED_KEY) ?? 0) === 0;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  } finally {
    db.close();
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
    findings.add({ file: STATION_FILE, kind: 'file', why: reasonOf(error) });
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
      const { zh, en } = reasonOf(error);
      const why = { zh: `${tableName(table)}中的一行：${zh}`, en: `a row of ${table}: ${en}` };
      findings.add({ file: STATION_FILE, kind: 'journal', samples, why });
    }
  }
}
