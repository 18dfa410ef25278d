/** The journal of alarms over a real file, without threads: what is written once, what is found at a start, what is kept bounded. */
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotOf } from '../../../../main/alarms/journal/fold.ts';
import { BLOCK_ROWS } from '../../../../main/historian/alarms/alarm-block.ts';
import { searchAlarms } from '../../../../main/historian/alarms/alarm-search.ts';
import { AlarmTable } from '../../../../main/historian/alarms/alarm-table.ts';
import { alarmProblems, damagedBlocks, dropDamagedBlocks } from '../../../../main/historian/alarms/check-alarms.ts';
import { contextBytes } from '../../../../main/historian/alarms/context-blob.ts';
import { AlarmRows, storedAlarms } from '../../../../main/historian/alarms/stored-alarms.ts';
import { openStationDb } from '../../../../main/historian/store/station-db.ts';
import type { AlarmContext } from '../../../../shared/model/alarm-journal.ts';
import { alarmRow, madeAlarms, randomRows } from '../../../kit/alarm-rows.ts';
import { seededRandom } from '../../../kit/random.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);

let db: Database.Database;
let table: AlarmTable;
beforeEach(() => {
  db = openStationDb(folderOf());
  table = new AlarmTable(db);
});
afterEach(() => db.close());

const count = (what: string): number => Number(db.prepare(`SELECT count(*) FROM ${what}`).pluck().get());
const add = (...rows: Parameters<AlarmTable['add']>[0]): void => db.transaction(() => table.add(rows)).immediate();
const problems = (): string[] => [...alarmProblems(db)].map(({ en }) => en);
const packAll = (of = table): void => {
  while (of.hasWork) of.packSome();
};

describe('rows that are sent again', () => {
  it('are known by their numbers and written once', () => {
    const rows = [alarmRow(1), alarmRow(2, { event: 'clear' })];
    add(...rows);
    expect(table.taken(rows)).toBeNull();
    add(...rows, alarmRow(3));
    expect(count('alarm')).toBe(3);
    expect(count('alarm_point')).toBe(1);
  });

  it('keep what their alarm was called then, whatever it is called later, and give it once for all rows of the point', () => {
    const named = (zh: string, unit: string) =>
      new Map([['PT-1303/HH', { message: { zh, en: 'Pressure' }, areaName: { zh: '区', en: 'Area' }, unit }]]);
    const write = (sequences: readonly number[], words: ReturnType<typeof named>) =>
      db
        .transaction(() =>
          table.add(
            sequences.map(n => alarmRow(n)),
            words,
          ),
        )
        .immediate();
    write([1, 2], named('旧名', 'bar'));
    write([3], named('新名', 'bar'));
    write([4], named('新名', 'MPa'));
    table = new AlarmTable(db);
    write([5], named('旧名', 'bar'));
    add(alarmRow(6));
    const rows = new AlarmRows(db);
    const words = [1, 2, 3, 4, 5, 6].map(n => rows.row(n)?.words);
    expect(words.map(w => (w === undefined ? null : `${w.message.zh} ${w.areaName.en} ${w.unit}`))).toEqual([
      ...['旧名 Area bar', '旧名 Area bar', '新名 Area bar', '新名 Area MPa', '旧名 Area bar', null],
    ]);
    expect(words[0]).toBe(words[4]);
    expect([count('alarm_point'), storedAlarms(db, T0).last.length]).toEqual([4, 1]);
    const found = (text: string) => {
      const wish = { filter: { from: 0, to: 9e15, text }, wordIds: [[]], isNewestFirst: false, after: null, limit: 9 };
      const { rows: hits } = searchAlarms(db, { name: 'alarm-rows', ...wish }, { isCancelled: false });
      return hits.map(({ sequence }) => sequence);
    };
    expect([found('旧名'), found('PRESSURE')]).toEqual([
      [1, 2, 5],
      [1, 2, 3, 4, 5],
    ]);
  });

  it('are told from other rows with the same number', () => {
    add(alarmRow(1), alarmRow(2));
    expect(table.taken([alarmRow(2), alarmRow(3)])).toBeNull();
    expect(table.taken([alarmRow(1), alarmRow(2, { id: 'TT-1/H' })])).toBe(2);
    expect(table.taken([alarmRow(1, { received: 1 })])).toBe(1);
    expect(table.taken([alarmRow(1, { event: 'clear' })])).toBe(1);
  });
});

it('gives no number to an alarm of a transaction that was undone', () => {
  const undone = db.transaction(() => {
    table.add([alarmRow(1, { who: 'li' })]);
    throw new RangeError('undo');
  });
  expect(undone).toThrow(RangeError);
  table.forget();
  add(alarmRow(1, { id: 'TT-1/H' }), alarmRow(2, { who: 'li' }));
  expect(problems()).toEqual([]);
  expect(storedAlarms(db, T0).last.map(({ id, who }) => [id, who])).toEqual([
    ['TT-1/H', null],
    ['PT-1303/HH', 'li'],
  ]);
});

describe('what a start finds', () => {
  it('is what the rows folded say, whatever the clock did and however the alarms were defined before', () => {
    const random = seededRandom(5);
    const alarms = madeAlarms(60);
    const rows = [...randomRows({ seed: 5, count: 6_000, alarms, from: T0, stepMs: 400 })].map(row => ({
      ...row,
      priority: random() < 0.1 ? (2 as const) : row.priority,
    }));
    add(...rows);
    const byId = (all: readonly { id: string }[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const found = storedAlarms(db, T0);
    const folded = snapshotOf(rows, T0);
    expect(found.lastSequence).toBe(folded.lastSequence);
    expect(byId(found.last)).toEqual(byId(folded.last));
    expect(found.last.length).toBeGreaterThan(50);
  });

  it('has the calls of the last ten minutes, oldest first', () => {
    add(
      alarmRow(1, { received: T0 }),
      alarmRow(2, { received: T0 + 1 }),
      alarmRow(3, { received: T0 + 2, isAnnounced: false }),
      alarmRow(4, { received: T0 + 3 }),
    );
    expect(storedAlarms(db, T0 + 600_000).announced).toEqual([
      { received: T0 + 1, area: '1300' },
      { received: T0 + 3, area: '1300' },
    ]);
  });

  it('passes over a row whose state cannot be read, and takes the one before', () => {
    add(alarmRow(1, { value: 1 }), alarmRow(2, { value: 2 }));
    db.exec("UPDATE alarm SET after = '{' WHERE sequence = 2");
    const { last, lastSequence } = storedAlarms(db, T0);
    expect(last.map(({ value }) => value)).toEqual([1]);
    expect(lastSequence).toBe(2);
    expect(problems()).toEqual(['alarm row 2 cannot be read']);
  });

  it('is nothing of an empty journal', () => {
    expect(storedAlarms(db, T0)).toEqual({ lastSequence: 0, last: [], announced: [], lastContext: 0 });
  });
});

describe('blocks', () => {
  const some = (first: number, rows: number) => {
    for (let k = 0; k < rows; k++) table.add([alarmRow(first + k)]);
  };

  it('are packed when they are full, also those that a start finds unpacked', () => {
    db.transaction(() => some(1, 2 * BLOCK_ROWS - 2)).immediate();
    packAll();
    expect(count('alarm_block')).toBe(1);
    add(alarmRow(2 * BLOCK_ROWS - 1), alarmRow(2 * BLOCK_ROWS));
    expect(table.hasWork).toBe(true);
    packAll(new AlarmTable(db));
    expect(count('alarm_block')).toBe(2);
    expect(damagedBlocks(db)).toEqual([]);
  });

  it('are made anew when a row comes late, or when they are damaged', () => {
    db.transaction(() => some(1, 9)).immediate();
    add(alarmRow(11), alarmRow(BLOCK_ROWS), alarmRow(2 * BLOCK_ROWS));
    packAll();
    add(alarmRow(10));
    expect(count('alarm_block')).toBe(1);
    packAll();
    expect([count('alarm_block'), damagedBlocks(db)]).toEqual([2, []]);
    db.exec('UPDATE alarm_block SET data = zeroblob(length(data)) WHERE no = 1');
    expect(problems()).toEqual(['block 1 of alarms does not say what its rows say']);
    expect(dropDamagedBlocks(db)).toBe(1);
    table.forget();
    packAll();
    expect(problems()).toEqual([]);
  });
});

describe('what is kept around alarms', () => {
  const context = (sequence: number, samples = 400): AlarmContext => {
    const random = seededRandom(sequence);
    const t = Float64Array.from({ length: samples }, () => random());
    return {
      ...{ sequence, from: 0, to: 1, isComplete: true },
      series: [{ tag: 'T', t, v: t.slice(), q: new Uint16Array(samples) }],
    };
  };
  const kept = () => db.prepare('SELECT sequence FROM alarm_context ORDER BY sequence').pluck().all();
  const keep = (of: AlarmTable, one: AlarmContext): void => db.transaction(() => of.addContext(one)).immediate();

  it('is bounded: the oldest gives way, the newest never', () => {
    const small = new AlarmTable(db, 2.5 * contextBytes(context(5)).length);
    for (const sequence of [5, 3, 9]) keep(small, context(sequence));
    expect(kept()).toEqual([5, 9]);
    keep(small, context(2, 4_000));
    expect(kept()).toEqual([2]);
  });

  it('is replaced by what is kept for the same row later', () => {
    keep(table, context(1));
    keep(table, context(1, 7));
    expect(kept()).toEqual([1]);
    expect(storedAlarms(db, T0).lastSequence).toBe(1);
    db.exec('UPDATE alarm_context SET data = zeroblob(9)');
    expect(problems()).toEqual(['what was kept around alarm row 1 cannot be read']);
  });
});
