/**
 * What a killed station has left of its alarms: every row that was told as durable is there, none is there twice or missing between
 * others, the state of each alarm is that of its last row, and the engine that goes on makes of the values of now what is true.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import type { AlarmEngine } from '../../../main/alarms/engine/alarm-engine.ts';
import { snapshotOf } from '../../../main/alarms/journal/fold.ts';
import { alarmProblems } from '../../../main/historian/alarms/check-alarms.ts';
import { AlarmRows } from '../../../main/historian/alarms/stored-alarms.ts';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import { waitFor } from '../../kit/wait-for.ts';
import type { Outcome } from '../tally.ts';
import { type Avalanche, keepSheet, LIMITS, openAvalanche, sheetLine, someValues, take } from './avalanche.ts';

/** Rows are told after a second in any case; here they must be on disk. */
const DURABLE_LIMIT_MS = 20_000;

export interface AlarmVerdict extends Outcome {
  readonly rows: number;
  readonly acknowledged: number;
}

export interface AlarmCheck {
  readonly folder: string;
  readonly sheet: string;
  readonly random: () => number;
}

/** Opens what is there, looks, lets the engine go on for a moment and stops it in peace. */
export async function judgeAlarms({ folder, sheet, random }: AlarmCheck): Promise<AlarmVerdict> {
  const told: string[] = [];
  const avalanche = await openAvalanche(folder, line => told.push(line));
  try {
    const journal = readJournal(folder);
    const acknowledged = readSheet(sheet);
    const problems: string[] = [];
    const lost = missing(acknowledged, journal, problems);
    const duplicated = doubled(journal, problems);
    restored(avalanche, journal, problems);
    keepSheet(sheet, avalanche);
    await goneOn(avalanche, random, problems).catch((error: unknown) => {
      const status = JSON.stringify(avalanche.engine.journalStatus);
      problems.push(`does not go on: ${String(error)}; ${status}; ${told.slice(1).join(' | ')}`);
    });
    problems.push(...found(folder));
    await avalanche.engine.stop();
    const corrupt = problems.length - Math.min(lost + duplicated, problems.length);
    return { lost, duplicated, corrupt, stale: 0, problems, rows: journal.length, acknowledged: acknowledged.length };
  } finally {
    await avalanche.historian.stop();
  }
}

function withStation<T>(folder: string, use: (db: Database.Database) => T): T {
  const db = new Database(join(folder, 'station.db'), { readonly: true });
  try {
    return use(db);
  } finally {
    db.close();
  }
}

/** Every row, read by itself. */
function readJournal(folder: string): readonly AlarmTransition[] {
  return withStation(folder, db => {
    const rows = new AlarmRows(db);
    const numbers = db.prepare<[], number>('SELECT sequence FROM alarm ORDER BY sequence').pluck().all();
    return numbers.flatMap(sequence => rows.transition(sequence) ?? []);
  });
}

/** A last line without its end was not said. */
function readSheet(sheet: string): readonly AlarmTransition[] {
  if (!existsSync(sheet)) return [];
  const lines = readFileSync(sheet, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => JSON.parse(line));
}

function missing(
  acknowledged: readonly AlarmTransition[],
  journal: readonly AlarmTransition[],
  problems: string[],
): number {
  const byNumber = new Map(journal.map(row => [row.sequence, row]));
  let lost = 0;
  for (const row of acknowledged) {
    const kept = byNumber.get(row.sequence);
    if (kept !== undefined && isDeepStrictEqual(JSON.parse(sheetLine(kept)), row)) continue;
    lost++;
    problems.push(
      `row ${row.sequence} of ${row.id} was told as durable and is ${kept === undefined ? 'gone' : 'another'}`,
    );
  }
  return lost;
}

/** Each row goes on where the one before of its alarm ended, and numbers have no hole. */
function doubled(journal: readonly AlarmTransition[], problems: string[]): number {
  const names = new Map<string, string>();
  let wrong = 0;
  for (const [i, { sequence, id, from, to }] of journal.entries()) {
    const before = names.get(id) ?? 'NORMAL';
    if (sequence !== i + 1 || before !== from) {
      wrong++;
      problems.push(`row ${sequence}, the ${i + 1}th, of ${id} goes from ${from} where it was ${before}`);
    }
    names.set(id, to);
  }
  return wrong;
}

function restored({ archive, engine }: Avalanche, journal: readonly AlarmTransition[], problems: string[]): void {
  const folded = snapshotOf(journal, Date.now());
  const { lastSequence, last } = archive.snapshot;
  if (lastSequence !== folded.lastSequence) problems.push(`goes on after ${lastSequence}, not ${folded.lastSequence}`);
  if (last.length !== folded.last.length) problems.push(`${last.length} alarms instead of ${folded.last.length}`);
  for (const { id, after } of folded.last) {
    if (!isDeepStrictEqual(engine.recordOf(id), after)) problems.push(`${id} is not as its last row says`);
  }
}

/** Every alarm follows its value; a chattering one is held. */
async function goneOn({ engine, archive }: Avalanche, random: () => number, problems: string[]): Promise<void> {
  engine.start();
  const values = someValues(random);
  take(engine, values);
  engine.advance();
  await waitFor('every row to be durable', () => engine.journalStatus.waiting === 0, DURABLE_LIMIT_MS);
  for (const [k, value] of values) {
    for (const kind of ['H', 'HH'] as const) {
      const isTrue = value >= LIMITS[kind];
      if (!isAs(engine, `AV-${k}/${kind}`, isTrue)) problems.push(`AV-${k}/${kind} is not ${isTrue} at ${value}`);
    }
  }
  const { rows } = await archive.page({ from: 0, to: 8e15 }, { before: null, limit: 1 });
  const shown = engine.board.sequence;
  if (rows[0]?.sequence !== shown) problems.push(`the newest row is ${rows[0]?.sequence}, and ${shown} was told`);
}

function isAs(engine: AlarmEngine, id: string, isTrue: boolean): boolean {
  const record = engine.recordOf(id);
  if (record === undefined || (record.chatter !== null && !isTrue)) return true;
  return (record.state.process === 'alarm') === isTrue;
}

const found = (folder: string): readonly string[] =>
  withStation(folder, db => {
    const check = db.pragma('integrity_check', { simple: true });
    return [...alarmProblems(db), ...(check === 'ok' ? [] : [String(check)])];
  });
