/** Fills a station's journal of alarms with months of rows, quickly: as the writer does it, but without syncs. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AlarmTable } from '../../../main/historian/alarms/alarm-table.ts';
import { openStationDb, STATION_FILE } from '../../../main/historian/store/station-db.ts';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import { madeAlarms, randomRows } from '../../kit/alarm-rows.ts';
import { answer, orderOf } from '../historian/measured.ts';

export interface JournalFillOrder {
  readonly folder: string;
  readonly rows: number;
  readonly alarms: number;
  readonly from: number;
  readonly stepMs: number;
}

export interface JournalFilled {
  readonly bytes: number;
  readonly wallMs: number;
}

const ROWS_AT_ONCE = 5_000;

const { folder, rows, alarms, from, stepMs } = orderOf<JournalFillOrder>();
const began = performance.now();
const db = openStationDb(folder);
db.pragma('synchronous = OFF');
const table = new AlarmTable(db);
const add = db.transaction((some: readonly AlarmTransition[]) => table.add(some));
let waiting: AlarmTransition[] = [];
for (const row of randomRows({ seed: 9, count: rows, alarms: madeAlarms(alarms), from, stepMs })) {
  waiting.push(row);
  if (waiting.length < ROWS_AT_ONCE) continue;
  add(waiting);
  waiting = [];
  while (table.hasWork) table.packSome();
}
add(waiting);
while (table.hasWork) table.packSome();
db.pragma('wal_checkpoint(TRUNCATE)');
db.close();

const file = new Database(join(folder, STATION_FILE), { readonly: true });
const bytes = Number(file.pragma('page_count', { simple: true })) * Number(file.pragma('page_size', { simple: true }));
file.close();
answer({ bytes, wallMs: performance.now() - began } satisfies JournalFilled);
