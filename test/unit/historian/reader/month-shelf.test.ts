/** Files of many months in one question: none is closed under it, none is held for long, and each is read as of one moment. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeMonth } from '../../../../main/historian/care/retention/close-months.ts';
import { rawSamples } from '../../../../main/historian/query/raw-samples.ts';
import { MonthShelf } from '../../../../main/historian/reader/month-shelf.ts';
import { historyOf, type LiveTag, type SourcedHistory } from '../../../../main/historian/reader/tag-source.ts';
import { openMonthForWriting } from '../../../../main/historian/store/month-file.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { DAY, put, samplesFrom, tagNo } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const start = (month: number): number => Date.UTC(2024, month, 1);
const NOBODY: LiveTag = { tail: null, aliveAt: Number.NEGATIVE_INFINITY, isRecorded: false, interpolation: null };

let folder: string;
let store: ChunkStore;
let shelf: MonthShelf;
let told: string[];

beforeEach(() => {
  folder = folderOf();
  told = [];
  store = new ChunkStore(folder);
  shelf = new MonthShelf(folder, file => told.push(file));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  shelf.close();
  store.close();
});

const fileOf = (t: number): string => join(folder, monthFileName(monthOf(t)));
const look = (tag: string, from: number, to: number, live = NOBODY): SourcedHistory =>
  historyOf(shelf, { tag, from, to }, live);

const count = (history: SourcedHistory): number =>
  rawSamples(history, { from: 0, to: Date.UTC(2100, 0), bounds: false }).samples.t.length;

it('reads more months in one question than it keeps open', () => {
  const months = 5;
  shelf = new MonthShelf(folder, file => told.push(file), 2);
  for (let m = 0; m < months; m++) put(store, tagNo(1), samplesFrom(start(m), 2, 1 + m * 10));
  const all = () => shelf.session(() => count(look('T-1', start(0), start(months))));
  expect([all(), all()]).toEqual([months * 2, months * 2]);
});

it('lets go of every month, also those it is done with, so that one can be written while the question goes on', () => {
  for (const m of [0, 1]) put(store, tagNo(1), samplesFrom(start(m), 300, 1 + m * 1_000));
  store.close();
  for (const m of [0, 1]) expect(closeMonth(fileOf(start(m)))).toBe(true);
  vi.useFakeTimers({ toFake: ['performance'] });
  shelf.session(() => {
    const { blocks } = look('T-1', start(0), start(2));
    blocks[0]?.samples();
    const db = new Database(fileOf(start(0)), { timeout: 0 });
    expect(() => db.pragma('journal_mode = WAL')).toThrow('locked');
    db.close();
    vi.advanceTimersByTime(250);
    blocks[1]?.samples();
    openMonthForWriting(folder, monthOf(start(0))).close();
  });
});

it('has what was sealed while a question let go of the file', () => {
  const from = start(0);
  for (const id of [1, 2]) put(store, tagNo(id), samplesFrom(from, 300, 1));
  const tail = samplesFrom(from + 300_000, 300, 1_000);
  const live: LiveTag = { tail, aliveAt: from + DAY, isRecorded: true, interpolation: 'sloped' };
  const span = [from - DAY, from + 2 * DAY] as const;
  shelf.session(() => ['T-1', 'T-2'].map(tag => look(tag, ...span)));
  vi.useFakeTimers({ toFake: ['performance'] });
  shelf.session(() => {
    const other = look('T-1', ...span);
    vi.advanceTimersByTime(250);
    put(store, tagNo(2), tail);
    other.blocks[0]?.samples();
    expect(count(look('T-2', ...span, live))).toBe(600);
  });
  expect(told).toEqual([]);
});

/** Every look at a table is refused with the code from here on. */
function refuse(table: string, code: string): void {
  const statement = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1'));
  const { get } = statement;
  vi.spyOn(statement, 'get').mockImplementation(function (this: Database.Statement, ...values: unknown[]) {
    if (this.source.includes(`FROM ${table} `)) throw new Database.SqliteError('refused', code);
    return Reflect.apply(get, this, values);
  });
}

it.each([
  'axis',
  'chunk',
])('rejects a question when the disk refuses an %s at the moment, and tells of no damage', table => {
  const from = start(0);
  put(store, tagNo(1), samplesFrom(from, 300, 1));
  const ask = () => shelf.session(() => count(look('T-1', from, from + 300_000)));
  refuse(table, 'SQLITE_IOERR_READ');
  expect(ask).toThrow('refused');
  vi.restoreAllMocks();
  expect([ask(), told]).toEqual([300, []]);
});

it('spreads the times of a damaged axis for one question only: the disk may read it rightly the next time', () => {
  const from = start(0);
  const samples = samplesFrom(from, 300, 1);
  samples.t[1] = from + 1_500;
  put(store, tagNo(1), samples);
  const time = () => shelf.session(() => look('T-1', from, from + 300_000).blocks[0]?.timeAt(1));
  refuse('axis', 'SQLITE_CORRUPT');
  expect(time()).toBe(from + 1_000);
  vi.restoreAllMocks();
  expect(time()).toBe(from + 1_500);
  expect(told).toHaveLength(1);
});
