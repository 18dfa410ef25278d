/** What is taken out of a damaged station database, and that a search of its alarms says what the rows say. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BLOCK_ROWS } from '../../../../main/historian/alarms/alarm-block.ts';
import { searchAlarms } from '../../../../main/historian/alarms/alarm-search.ts';
import { AlarmTable } from '../../../../main/historian/alarms/alarm-table.ts';
import { alarmProblems } from '../../../../main/historian/alarms/check-alarms.ts';
import { storedAlarms } from '../../../../main/historian/alarms/stored-alarms.ts';
import { Meta, openStationDb } from '../../../../main/historian/store/station-db.ts';
import { salvageStation } from '../../../../main/historian/writer/salvage.ts';
import { openStationState } from '../../../../main/historian/writer/writer-state.ts';
import type { AlarmTransition } from '../../../../shared/model/alarm.ts';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { alarmRow, isFitting, madeAlarms, randomRows } from '../../../kit/alarm-rows.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const made = mkdtempSync(join(tmpdir(), 'citygate-salvage-'));
const T0 = Date.UTC(2026, 10, 1);
const ALARMS = madeAlarms(300);
const MESSAGES = new Map(ALARMS.map(({ id, message }) => [id, message]));
const ROWS = 2.5 * BLOCK_ROWS;
const EVER = { from: 0, to: 9e15 };

const rows: readonly AlarmTransition[] = [
  ...randomRows({ seed: 9, count: ROWS, alarms: ALARMS, from: T0, stepMs: 2_000 }),
];

let old: string;
let db: Database.Database;

beforeAll(() => {
  const before = openStationDb(made);
  const table = new AlarmTable(before);
  before.transaction(() => table.add(rows)).immediate();
  while (table.hasWork) table.packSome();
  before.close();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));
beforeEach(() => {
  old = join(folderOf(), 'station.db');
  copyFileSync(join(made, 'station.db'), old);
  db = openStationDb(folderOf());
});
afterEach(() => db.close());

function change(sql: string): void {
  const file = new Database(old);
  file.exec(sql);
  file.close();
}

/** Spoils the pages between two shares of the file. */
function spoil(from: number, to: number): void {
  change('PRAGMA journal_mode = DELETE');
  const bytes = readFileSync(old);
  writeFileSync(old, bytes.fill(0xa5, Math.floor(bytes.length * from), Math.floor(bytes.length * to)));
}

const numbers = (): readonly number[] =>
  db.prepare<[], number>('SELECT sequence FROM alarm ORDER BY sequence').pluck().all();

function search(filter: Partial<AlarmJournalFilter>, limit = 2 * ROWS) {
  const wish = { filter: { ...EVER, ...filter }, wordIds: [], isNewestFirst: false, after: null, limit };
  return searchAlarms(db, { name: 'alarm-rows', ...wish }, { isCancelled: false });
}

/** What of a row a mix-up would change; whole rows by the ten thousand take long to compare. */
const linesOf = (all: readonly AlarmJournalRow[]): readonly string[] =>
  all.map(({ sequence, id, event, received, who, comment }) => [sequence, id, event, received, who, comment].join(' '));

/** Every search finds what the rows that are left say, before and after they are packed. */
function expectTrue(left: readonly AlarmTransition[]): void {
  const table = new AlarmTable(db);
  for (const isPacked of [false, true]) {
    while (isPacked && table.hasWork) table.packSome();
    for (const filter of [{}, { areas: ['A3'], events: ['raise', 'clear'] as const }]) {
      const fitting = left.filter(row => isFitting(row, { ...EVER, ...filter }, MESSAGES));
      const found = search(filter, Math.max(1, fitting.length));
      expect(linesOf(found.rows), JSON.stringify(filter)).toEqual(linesOf(fitting));
      expect(found.hasMore).toBe(false);
    }
  }
  expect([...alarmProblems(db)]).toEqual([]);
}

describe('the journal of alarms in a damaged database', () => {
  it('is found by every search as far as its rows can be read, and nothing that is gone is named', () => {
    spoil(0.4, 0.5);
    salvageStation(old, db);
    const left = new Set(numbers());
    expect(left.size).toBeGreaterThan(ROWS / 3);
    expect(left.size).toBeLessThan(ROWS);
    expectTrue(rows.filter(({ sequence }) => left.has(sequence)));
  });

  it('goes on with the number after the last row, and with none that may have been given when that one is lost', () => {
    const last = rows.at(-1)?.sequence ?? 0;
    spoil(0.4, 0.5);
    salvageStation(old, db);
    expect(storedAlarms(db, T0).lastSequence).toBe(last);
    const page = Number(db.pragma('page_size', { simple: true }));
    copyFileSync(join(made, 'station.db'), old);
    change(`UPDATE alarm SET comment = 'the very last' WHERE sequence = ${last}; PRAGMA journal_mode = DELETE`);
    const bytes = readFileSync(old);
    const at = Math.floor(bytes.lastIndexOf('the very last') / page) * page;
    writeFileSync(old, bytes.fill(0xa5, at, at + page));
    db.close();
    db = openStationDb(folderOf());
    salvageStation(old, db);
    expect(numbers().at(-1)).toBeLessThan(last);
    expect(storedAlarms(db, T0).lastSequence).toBeGreaterThan(1e12);
    expect(storedAlarms(db, T0).lastSequence).toBeLessThanOrEqual(Date.now());
  });

  it('does not take new rows for those that had their numbers', () => {
    // The end of it is gone, and what was made of it is not.
    const last = BLOCK_ROWS + 100;
    change(`DELETE FROM alarm WHERE sequence > ${last}`);
    salvageStation(old, db);
    expect(storedAlarms(db, T0).lastSequence).toBe(last);
    const news = Array.from({ length: 600 }, (_, i) =>
      alarmRow(last + 1 + i, { id: 'NEW/H', area: 'A3', priority: 1, event: 'clear' }),
    );
    db.transaction(() => new AlarmTable(db).add(news)).immediate();
    expectTrue([...rows.filter(({ sequence }) => sequence <= last), ...news]);
  });

  it('shows rows whose alarm or person has lost its name, under a number that nobody else gets', () => {
    change('DELETE FROM alarm_point WHERE id IN (2, 5); DELETE FROM alarm_actor WHERE id = 1');
    salvageStation(old, db);
    const found = search({});
    expect(found.rows).toHaveLength(ROWS);
    const names = new Set(found.rows.map(({ id }) => id));
    expect([names.has('#2'), names.has('#5'), names.size]).toEqual([true, true, new Set(rows.map(r => r.id)).size]);
    expect(found.rows.filter(({ who }) => who === '#1').length).toBeGreaterThan(0);
    // What the station did itself is still told as such.
    const ofNobody = (all: readonly { readonly who: string | null }[]) => all.filter(({ who }) => who === null).length;
    expect(ofNobody(found.rows)).toBe(ofNobody(rows));
    const next = storedAlarms(db, T0).lastSequence + 1;
    db.transaction(() => new AlarmTable(db).add([alarmRow(next, { id: 'NEW/H', who: 'new' })])).immediate();
    expect(search({ ids: ['NEW/H'] }).rows).toHaveLength(1);
    expect(search({ who: 'new' }).rows).toHaveLength(1);
    expect([...alarmProblems(db)]).toEqual([]);
  });
});

describe('a start that was stopped while it salvaged', () => {
  it('is done anew by the next one, from what was kept aside, once', () => {
    const folder = folderOf();
    const aside = join(folder, 'station.db.damaged');
    copyFileSync(join(made, 'station.db'), aside);
    const part = openStationDb(folder);
    new Meta(part).set('salvaging', 'station.db.damaged');
    part.transaction(() => new AlarmTable(part).add(rows.slice(0, 100))).immediate();
    part.close();
    const told: string[] = [];
    const start = (): number => {
      const state = openStationState({ folder, monthFolder: folder, tags: [], onSetAside: file => told.push(file) });
      const count = state.db.prepare<[], number>('SELECT count(*) FROM alarm').pluck().get() ?? 0;
      state.db.close();
      return count;
    };
    expect([start(), start()]).toEqual([ROWS, ROWS]);
    expect(told).toEqual([aside]);
    expect(readdirSync(folder).filter(name => /\.damaged(-\d+)?$/.test(name))).toEqual(['station.db.damaged']);
  });

  it('is not asked for what somebody has taken away', () => {
    const folder = folderOf();
    const part = openStationDb(folder);
    new Meta(part).set('salvaging', 'station.db.damaged');
    part.transaction(() => new AlarmTable(part).add(rows.slice(0, 100))).immediate();
    part.close();
    const state = openStationState({ folder, monthFolder: folder, tags: [], onSetAside: () => undefined });
    expect(state.alarmsFound.lastSequence).toBe(rows[99]?.sequence);
    state.db.close();
  });
});
