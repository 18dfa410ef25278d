/** What a question says of history that cannot be read: not recorded, no less and no more, and never a value in its place. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TagHistory } from '../../../../main/historian/query/block.ts';
import { rawSamples } from '../../../../main/historian/query/raw-samples.ts';
import { valueAt } from '../../../../main/historian/query/value-at.ts';
import { MonthShelf } from '../../../../main/historian/reader/month-shelf.ts';
import { historyOf, type LiveTag } from '../../../../main/historian/reader/tag-source.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { NOT_RECORDED } from '../../../../shared/model/quality.ts';
import { DAY, put, samplesFrom, spoil, tagNo } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const OCTOBER = Date.UTC(2026, 9, 30);
const NOVEMBER = Date.UTC(2026, 10, 1);
const DECEMBER = Date.UTC(2026, 11, 1);
/** Five chunks follow each other in November. */
const CHUNK_MS = 300_000;
const NOBODY: LiveTag = { tail: null, aliveAt: Number.NEGATIVE_INFINITY, isRecorded: false, interpolation: null };
const ROW = 'SELECT data FROM head WHERE tag = 2 ORDER BY id LIMIT 1 OFFSET 2';

let folder: string;
let shelf: MonthShelf;
let told: string[];

beforeEach(() => {
  folder = folderOf();
  told = [];
  shelf = new MonthShelf(folder, file => told.push(file));
  const store = new ChunkStore(folder);
  for (const id of [1, 2]) {
    put(store, tagNo(id), samplesFrom(OCTOBER, 300, 1));
    for (let i = 0; i < 5; i++) put(store, tagNo(id), samplesFrom(NOVEMBER + i * CHUNK_MS, 300, 1_000 + i * 1_000));
    put(store, tagNo(id), samplesFrom(DECEMBER, 300, 9_000));
  }
  store.close();
});
afterEach(() => shelf.close());

/** The month is no database any more. */
function ruin(t: number): void {
  const file = openSync(join(folder, monthFileName(monthOf(t))), 'r+');
  writeSync(file, Buffer.alloc(100, 7), 0, 100, 0);
  closeSync(file);
}

const wordsAt = (tag: string, times: readonly number[], ms: number, live = NOBODY): (number | undefined)[] =>
  times.map(at =>
    shelf.session(() => {
      const span = { from: at, to: at + ms, ...(ms === 0 ? { isInstant: true } : {}) };
      return valueAt(historyOf(shelf, { tag, ...span }, live), at)?.q;
    }),
  );

const goodSamples = (history: TagHistory, from = 0): number =>
  rawSamples(history, { from, to: DECEMBER + 30 * DAY, bounds: false }).samples.q.filter(q => q !== NOT_RECORDED)
    .length;

const GOOD_WORD = 0x200;
const isGood = (q: number | undefined): boolean => q !== undefined && (q & 0xff00) === GOOD_WORD;

describe.each([
  ['an instant', 0],
  ['an hour', 3_600_000],
  ['a month', 31 * DAY],
])('asked about %s', (_, ms) => {
  it('says of a damaged row of heads that nothing is known from its first to its last sample, and gives the others', () => {
    spoil(folder, NOVEMBER, ROW);
    const inside = [2 * CHUNK_MS, 2.5 * CHUNK_MS, 3 * CHUNK_MS - 1].map(ms => NOVEMBER + ms);
    expect(wordsAt('T-2', inside, ms)).toEqual([NOT_RECORDED, NOT_RECORDED, NOT_RECORDED]);
    const around = [1.5 * CHUNK_MS, 2 * CHUNK_MS - 1_000, 3 * CHUNK_MS, 4.5 * CHUNK_MS].map(ms => NOVEMBER + ms);
    expect(wordsAt('T-2', around, ms).every(isGood)).toBe(true);
    expect(wordsAt('T-1', inside, ms).every(isGood)).toBe(true);
    expect(told).toHaveLength(1);
  });

  it('says of a month that cannot be read that nothing is known in all of it, and gives those around', () => {
    ruin(NOVEMBER);
    const inside = [0, 2.5 * CHUNK_MS, 29 * DAY].map(ms => NOVEMBER + ms);
    expect(wordsAt('T-2', inside, ms)).toEqual([NOT_RECORDED, NOT_RECORDED, NOT_RECORDED]);
    expect(wordsAt('T-2', [OCTOBER + 1_000, NOVEMBER - 1, DECEMBER, DECEMBER + 5_000], ms).every(isGood)).toBe(true);
    expect(told).toHaveLength(1);
  });
});

it('lets what lies in the middle of a damaged row have its values, and nothing hold behind it', () => {
  const late = new ChunkStore(folder);
  put(late, tagNo(2), samplesFrom(NOVEMBER + 2.5 * CHUNK_MS + 500, 10, 10_000));
  late.close();
  spoil(folder, NOVEMBER, ROW);
  const at = NOVEMBER + 2.5 * CHUNK_MS;
  for (const ms of [3_600_000, 31 * DAY]) {
    expect(wordsAt('T-2', [at + 5_000], ms).every(isGood)).toBe(true);
    expect(wordsAt('T-2', [at, at + 60_000], ms)).toEqual([NOT_RECORDED, NOT_RECORDED]);
  }
});

it('lets the newest samples in memory follow a month that cannot be read, and loses nothing that is yet to come', () => {
  ruin(DECEMBER);
  const tail = samplesFrom(DECEMBER + DAY, 100, 10_000);
  const aliveAt = DECEMBER + DAY + 200_000;
  const live: LiveTag = { tail, aliveAt, isRecorded: true, interpolation: 'sloped' };
  const span = { from: DECEMBER, to: DECEMBER + 20 * DAY };
  const history = shelf.session(() => historyOf(shelf, { tag: 'T-2', ...span }, live));
  expect(history.knownUntil).toBe(aliveAt);
  expect(goodSamples(history, DECEMBER)).toBe(100);
  expect(wordsAt('T-2', [DECEMBER + DAY - 1_000], 3_600_000, live)).toEqual([NOT_RECORDED]);
  expect(wordsAt('T-2', [DECEMBER + DAY + 150_000], 3_600_000, live).every(isGood)).toBe(true);
});

it('keeps what it found of one tag readable when the heads of the next are damaged', () => {
  spoil(folder, NOVEMBER, ROW);
  for (const ms of [3_600_000, 31 * DAY]) {
    const counts = shelf.session(() => {
      const span = { from: NOVEMBER, to: NOVEMBER + ms };
      const histories = ['T-1', 'T-2', 'T-1'].map(tag => historyOf(shelf, { tag, ...span }, NOBODY));
      return histories.map(history => goodSamples(history));
    });
    expect(counts[1]).toBe((counts[0] ?? 0) - 300);
    expect(counts[2]).toBe(counts[0]);
  }
});
