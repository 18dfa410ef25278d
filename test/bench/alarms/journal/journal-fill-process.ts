/** Fills a station's journal of alarms with months of rows, quickly: as the writer does it, but without syncs. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AlarmTable } from '../../../../main/historian/alarms/alarm-table.ts';
import { openStationDb, STATION_FILE } from '../../../../main/historian/store/station-db.ts';
import type { AlarmTransition } from '../../../../shared/model/alarm.ts';
import { madeAlarms, madeWords, randomRows } from '../../../kit/alarm-rows.ts';
import { answer, orderOf } from '../../historian/measured.ts';

export interface JournalSpan {
  readonly from: number;
  readonly rows: number;
  readonly stepMs: number;
}

export interface JournalFillOrder {
  readonly folder: string;
  readonly alarms: number;
  /** Oldest first. */
  readonly spans: readonly JournalSpan[];
}

export interface JournalFilled {
  readonly bytes: number;
  readonly wallMs: number;
}

const ROWS_AT_ONCE = 5_000;

const { folder, alarms, spans } = orderOf<JournalFillOrder>();
const began = performance.now();
const db = openStationDb(folder);
db.pragma('synchronous = OFF');
const table = new AlarmTable(db);
const made = madeAlarms(alarms);
const words = madeWords(made);
const add = db.transaction((some: readonly AlarmTransition[]) => table.add(some, words));
let last = 0;
for (const [i, { rows, ...span }] of spans.entries()) {
  let waiting: AlarmTransition[] = [];
  const write = (): void => {
    add(waiting);
    last = waiting.at(-1)?.sequence ?? last;
    waiting = [];
    while (table.hasWork) table.packSome();
  };
  for (const row of randomRows({ seed: 9 + i, count: rows, alarms: made, first: last + 1, ...span })) {
    waiting.push(row);
    if (waiting.length === ROWS_AT_ONCE) write();
  }
  write();
}
db.pragma('wal_checkpoint(TRUNCATE)');
db.close();

const file = new Database(join(folder, STATION_FILE), { readonly: true });
const bytes = Number(file.pragma('page_count', { simple: true })) * Number(file.pragma('page_size', { simple: true }));
file.close();
answer({ bytes, wallMs: performance.now() - began } satisfies JournalFilled);
