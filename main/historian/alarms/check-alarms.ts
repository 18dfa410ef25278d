/** Whether the journal of alarms says what it must (care thread, command line): reads only. */
import type Database from 'better-sqlite3';
import { afterFrom } from './after-json.ts';
import { packBlock, spanOf, unpackBlock } from './alarm-block.ts';
import { eventOf, stateOf } from './alarm-codes.ts';
import { contextFrom } from './context-blob.ts';
import { AlarmRows } from './stored-alarms.ts';

/** A database that a version without alarms has left has none. */
export const hasAlarms = (db: Database.Database): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alarm'").get() !== undefined;

/** Rows of the journal; 0 where there is none. */
export const countAlarms = (db: Database.Database): number =>
  hasAlarms(db) ? (db.prepare<[], number>('SELECT count(*) FROM alarm').pluck().get() ?? 0) : 0;

/** What is wrong, English, one line each. */
export function* alarmProblems(db: Database.Database): Generator<string> {
  if (!hasAlarms(db)) return;
  yield* rowProblems(db);
  for (const no of damagedBlocks(db)) yield `block ${no} of alarms does not say what its rows say`;
  const contexts = db.prepare<[], { sequence: number; data: Buffer }>('SELECT sequence, data FROM alarm_context');
  for (const { sequence, data } of contexts.iterate()) {
    if (contextFrom(sequence, data) === null) yield `what was kept around alarm row ${sequence} cannot be read`;
  }
}

interface CheckedRow {
  readonly sequence: number;
  readonly event: number;
  readonly was: number;
  readonly became: number;
  readonly after: string;
  readonly isKnown: number;
}

function* rowProblems(db: Database.Database): Generator<string> {
  const rows = db.prepare<[], CheckedRow>(
    `SELECT sequence, event, was, became, after, point IN (SELECT id FROM alarm_point)
     AND (actor = 0 OR actor IN (SELECT id FROM alarm_actor)) AS isKnown FROM alarm`,
  );
  for (const { sequence, event, was, became, after, isKnown } of rows.iterate()) {
    if (isKnown !== 1) yield `alarm row ${sequence} is of an alarm or a person that is not there`;
    const isOfWords = eventOf(event) !== undefined && stateOf(was) !== undefined && stateOf(became) !== undefined;
    if (!isOfWords || afterFrom(after) === null) yield `alarm row ${sequence} cannot be read`;
  }
}

/** Blocks that are damaged or say something else than their rows. */
export function damagedBlocks(db: Database.Database): readonly number[] {
  const rows = new AlarmRows(db);
  const blocks = db.prepare<[], { no: number; first: number; last: number; data: Buffer }>('SELECT * FROM alarm_block');
  const damaged: number[] = [];
  for (const { no, first, last, data } of blocks.iterate()) {
    const own = rows.block(no);
    const { first: from = 0, last: to = 0 } = spanOf(own) ?? {};
    const isSound = unpackBlock(data) !== null && packBlock(own).equals(data);
    if (!isSound || first !== from || last !== to) damaged.push(no);
  }
  return damaged;
}

/** Takes away blocks that are damaged; they are made anew from the rows. Returns how many. */
export function dropDamagedBlocks(db: Database.Database): number {
  if (!hasAlarms(db)) return 0;
  const damaged = damagedBlocks(db);
  const drop = db.prepare('DELETE FROM alarm_block WHERE no = ?');
  for (const no of damaged) drop.run(no);
  return damaged.length;
}
