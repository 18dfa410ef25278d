/** Searching the journal of alarms, compared with looking at each row. */
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAlarms } from '../../../../main/historian/alarms/alarm-search.ts';
import { AlarmTable } from '../../../../main/historian/alarms/alarm-table.ts';
import { QueryCancelled } from '../../../../main/historian/query/query-span.ts';
import { openStationDb } from '../../../../main/historian/store/station-db.ts';
import { ALARM_EVENTS, ALARM_STATES, type AlarmTransition } from '../../../../shared/model/alarm.ts';
import type { AlarmJournalFilter } from '../../../../shared/model/alarm-journal.ts';
import { searchWords } from '../../../../shared/text/search-words.ts';
import { alarmRow, isFitting, madeAlarms, randomRows, withoutAfter } from '../../../kit/alarm-rows.ts';
import { seededRandom } from '../../../kit/random.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);
const STEP_MS = 2_000;
const ROWS = 15_000;
const ALARMS = madeAlarms(300);
const MESSAGES = new Map(ALARMS.map(({ id, message }) => [id, message]));
const UNCANCELLED = { isCancelled: false };

let db: Database.Database;
let rows: readonly AlarmTransition[];

beforeAll(() => {
  db = openStationDb(folderOf());
  const table = new AlarmTable(db);
  rows = [...randomRows({ seed: 3, count: ROWS, alarms: ALARMS, from: T0, stepMs: STEP_MS })];
  db.transaction(() => table.add(rows)).immediate();
  // The first stays as rows, one is damaged: both are read from the rows themselves.
  while (table.hasWork) table.packSome();
  db.exec('DELETE FROM alarm_block WHERE no = 0; UPDATE alarm_block SET data = zeroblob(length(data)) WHERE no = 1');
});
afterAll(() => db.close());

const wordIds = (text: string | undefined): string[][] =>
  searchWords(text).map(word =>
    ALARMS.filter(({ message: { zh, en } }) => `${zh}\n${en}`.toLowerCase().includes(word)).map(({ id }) => id),
  );

function search(
  filter: AlarmJournalFilter,
  limit: number,
  { isNewestFirst = true, after = null as number | null } = {},
) {
  return searchAlarms(
    db,
    { name: 'alarm-rows', filter, wordIds: wordIds(filter.text), isNewestFirst, after, limit },
    UNCANCELLED,
  );
}

/** Everything, page by page. */
function* pages(filter: AlarmJournalFilter, limit: number, isNewestFirst: boolean) {
  for (let after: number | null = null; ; ) {
    const { rows: found, hasMore } = search(filter, limit, { isNewestFirst, after });
    yield* found;
    if (!hasMore) return;
    expect(found).toHaveLength(limit);
    after = found.at(-1)?.sequence ?? null;
  }
}

/** A filter by lot; most have two or three parts. */
function someFilter(random: () => number): AlarmJournalFilter {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const some = <T>(of: readonly T[]): T[] => of.filter(() => random() < 0.3);
  const parts: (() => Partial<AlarmJournalFilter>)[] = [
    () => ({ ids: random() < 0.5 ? [one(ALARMS).id] : some(ALARMS).map(({ id }) => id) }),
    () => ({ tags: [one(ALARMS).tag ?? 'none', 'PT-1001'] }),
    () => ({ areas: [one(['A0', 'A3', 'A6', 'nowhere'])] }),
    () => ({ priorities: some([1, 2, 3, 4] as const) }),
    () => ({ events: some(ALARM_EVENTS) }),
    () => ({ states: some(ALARM_STATES) }),
    () => ({ who: one(['li', 'WANG', '张', 'nobody', '']) }),
    () => ({
      text: one([
        'stuck',
        '卡涩',
        'ärger',
        '%',
        '_b%',
        'pt-10',
        '异常 3',
        'ABNORMAL 10',
        'nothing',
        '',
        'stuck 异常',
        'ABNORMAL pt-10',
      ]),
    }),
    () => ({ names: random() < 0.5 ? [one(ALARMS).id.toLowerCase()] : ['pT-100', 'tt-10'] }),
  ];
  const isAll = random() < 0.3;
  const from = T0 + random() * ROWS * STEP_MS * 0.8;
  const span = isAll ? { from: 0, to: 9e15 } : { from, to: from + random() * ROWS * STEP_MS * 0.4 };
  return Object.assign({ ...span }, ...parts.filter(() => random() < 0.3).map(part => part()));
}

describe('a search of the journal of alarms', () => {
  it.each([1, 2, 3, 4])('finds what looking at each row finds, in either order, in pages of any size (%i)', seed => {
    const random = seededRandom(seed);
    for (let i = 0; i < 30; i++) {
      const filter = someFilter(random);
      const expected = rows.filter(row => isFitting(row, filter, MESSAGES)).map(withoutAfter);
      const limit = 1 + Math.floor(random() ** 2 * 3_000);
      const most = Math.min(expected.length, 6 * limit);
      const isNewestFirst = random() < 0.5;
      const found: unknown[] = [];
      for (const row of pages(filter, limit, isNewestFirst)) {
        if (found.length >= most) break;
        found.push(row);
      }
      const wanted = isNewestFirst ? expected.toReversed() : expected;
      expect(found, JSON.stringify(filter)).toEqual(wanted.slice(0, most));
    }
  });

  it('begins behind the row that the page before ended with', () => {
    const filter = { from: 0, to: 9e15 };
    const sequence = rows[7_000]?.sequence ?? 0;
    expect(search(filter, 1, { after: sequence }).rows[0]?.sequence).toBe(rows[6_999]?.sequence);
    expect(search(filter, 1, { after: sequence, isNewestFirst: false }).rows[0]?.sequence).toBe(rows[7_001]?.sequence);
  });

  it('says that there is no more when the last page is exactly full', () => {
    const filter = { from: 0, to: 9e15, ids: [rows[0]?.id ?? ''] };
    const all = search(filter, ROWS).rows.length;
    expect(search(filter, all).hasMore).toBe(false);
    expect(search(filter, all - 1).hasMore).toBe(true);
  });

  it('takes the first instant of its span and not the last, of packed rows and of others', () => {
    for (const at of [100, 9_000]) {
      const { sequence = 0, received = 0 } = rows[at] ?? {};
      const found = (from: number, to: number): boolean =>
        search({ from, to }, ROWS).rows.some(row => row.sequence === sequence);
      expect([found(received, received + 1), found(received - 1, received)]).toEqual([true, false]);
    }
  });

  it('finds nothing for an empty list, which nothing is in', () => {
    expect(search({ from: 0, to: 9e15, ids: [] }, 10).rows).toEqual([]);
    expect(search({ from: 0, to: 9e15, events: [] }, 10).rows).toEqual([]);
  });

  it('ends when nobody waits for it any more', () => {
    const wish = { filter: { from: 0, to: 9e15, who: 'nobody' }, wordIds: [], isNewestFirst: true, after: null };
    expect(() => searchAlarms(db, { name: 'alarm-rows', ...wish, limit: 1 }, { isCancelled: true })).toThrow(
      QueryCancelled,
    );
  });
});

it('leaps over blocks without a row of a rare alarm, in either order and in pages', () => {
  const file = openStationDb(folderOf());
  const table = new AlarmTable(file);
  const rare = [1, 2 * 4_096 + 5, 5 * 4_096];
  const others = [2, 4_096, 3 * 4_096, 4 * 4_096 + 9, 6 * 4_096];
  const made = [
    ...rare.map(sequence => alarmRow(sequence, { id: 'RARE/H', tag: 'RARE' })),
    ...others.map(sequence => alarmRow(sequence)),
  ];
  file.transaction(() => table.add(made.toSorted((a, b) => a.sequence - b.sequence))).immediate();
  while (table.hasWork) table.packSome();
  const found = (isNewestFirst: boolean, after: number | null): number[] => {
    const wish = { filter: { from: 0, to: 9e15, ids: ['RARE/H'] }, wordIds: [], isNewestFirst, after, limit: 9 };
    return searchAlarms(file, { name: 'alarm-rows', ...wish }, UNCANCELLED).rows.map(({ sequence }) => sequence);
  };
  expect(found(false, null)).toEqual(rare);
  expect(found(true, null)).toEqual(rare.toReversed());
  expect(found(false, 1)).toEqual(rare.slice(1));
  expect(found(true, 5 * 4_096)).toEqual([2 * 4_096 + 5, 1]);
  file.close();
});

it('shows a row whose alarm was lost to a damaged disk', () => {
  const file = openStationDb(folderOf());
  file.transaction(() => new AlarmTable(file).add([alarmRow(1)])).immediate();
  file.exec(
    "UPDATE alarm_point SET id = 9; INSERT INTO alarm_point (id, alarm, priority, area) VALUES (1, '#1', 4, '')",
  );
  const wish = { filter: { from: 0, to: 9e15 }, wordIds: [], isNewestFirst: true, after: null, limit: 9 };
  const found = searchAlarms(file, { name: 'alarm-rows', ...wish }, UNCANCELLED);
  expect(found.rows).toMatchObject([{ sequence: 1, id: '#1', value: 4.25 }]);
  file.close();
});
