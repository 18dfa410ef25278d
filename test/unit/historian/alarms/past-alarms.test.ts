/** How the alarms stood at any instant, over a real file, against the rows folded in memory. */
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotOf } from '../../../../main/alarms/journal/fold.ts';
import { AlarmTable } from '../../../../main/historian/alarms/alarm-table.ts';
import { alarmsAt } from '../../../../main/historian/alarms/past-alarms.ts';
import { openStationDb } from '../../../../main/historian/store/station-db.ts';
import type { AlarmTransition } from '../../../../shared/model/alarm.ts';
import { madeAlarms, randomRows } from '../../../kit/alarm-rows.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);
const alarms = madeAlarms(20);

let db: Database.Database;
beforeEach(() => {
  db = openStationDb(folderOf());
});
afterEach(() => db.close());

function write(rows: readonly AlarmTransition[]): void {
  const table = new AlarmTable(db);
  db.transaction(() => table.add(rows)).immediate();
}

/** Received in the order of their numbers, as a station does. */
const made = (count: number, seed: number): readonly AlarmTransition[] =>
  [...randomRows({ seed, count, alarms, from: T0, stepMs: 700 })].map((row, i) => ({ ...row, received: T0 + i * 700 }));

const byId = (rows: readonly AlarmTransition[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('alarms of the past', () => {
  it('stand as the rows that had been received by then leave them, at any instant', () => {
    const rows = made(2_000, 6);
    write(rows);
    const instants = [T0 - 1, ...rows.filter((_, i) => i % 97 === 0).map(row => row.received), T0 + 1e9];
    for (const at of instants) {
      const expected = snapshotOf(
        rows.filter(row => row.received <= at),
        at,
      );
      const found = alarmsAt(db, at);
      expect(byId(found.last)).toEqual(byId(expected.last));
      expect(found.announced).toEqual(expected.announced);
    }
  });

  it('are found where numbers are missing, and in an empty journal', () => {
    expect(alarmsAt(db, T0).last).toEqual([]);
    const rows = made(60, 7).filter((_, i) => i % 7 !== 3);
    write(rows);
    const [middle] = rows.slice(30);
    const at = middle?.received ?? 0;
    expect(byId(alarmsAt(db, at).last)).toEqual(
      byId(
        snapshotOf(
          rows.filter(row => row.received <= at),
          at,
        ).last,
      ),
    );
  });
});
