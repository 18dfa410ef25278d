/** The history of a tag from files and memory together, each sample once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rawSamples } from '../../../../main/historian/query/raw-samples.ts';
import { MonthShelf } from '../../../../main/historian/reader/month-shelf.ts';
import { historyOf } from '../../../../main/historian/reader/tag-source.ts';
import type { Samples } from '../../../../main/historian/samples.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const NOVEMBER = Date.UTC(2026, 10, 30, 23, 50);
const MINUTE = 60_000;
const tag = { id: 1, name: 'T', class: 'AI', interpolation: 'sloped', gains: [] } as const;

let shelf: MonthShelf;
let store: ChunkStore;

beforeEach(() => {
  const folder = folderOf();
  store = new ChunkStore(folder);
  shelf = new MonthShelf(folder, (file, error) => {
    throw new Error(file, { cause: error });
  });
});
afterEach(() => {
  shelf.close();
  store.close();
});

/** A sample a minute from `from` on, each of the next commit. */
function samples(count: number, { from = NOVEMBER, seq = 1 } = {}): Samples {
  const index = Float64Array.from({ length: count }, (_, i) => i);
  return {
    t: index.map(i => from + i * MINUTE),
    seq: index.map(i => seq + i),
    v: index.map(i => seq + i),
    q: new Uint16Array(count).fill(0x201),
  };
}

function seal(of: Samples, through: number): void {
  store.add(tag, of, { origin: 'live', policy: { kind: 'all' }, through });
  store.commit();
}

function read(tail: Samples | null, from = 0): number[] {
  const live = { tail, aliveAt: NOVEMBER, isRecorded: true, interpolation: 'sloped' } as const;
  const span = { from, to: Date.UTC(2027, 0) };
  const history = shelf.session(() => historyOf(shelf, { tag: 'T', ...span }, live));
  return [...rawSamples(history, { ...span, bounds: true }).samples.v];
}

it('leaves out of memory what was sealed after it was copied', () => {
  seal(samples(5), 5);
  expect(read(samples(8))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it('takes from memory what only one of two months has of an interrupted seal', () => {
  // Minutes 0 to 9 are of November, 10 and later of December; December alone was durable.
  const all = samples(20);
  const { t, seq, v, q } = all;
  seal({ t: t.slice(10), seq: seq.slice(10), v: v.slice(10), q: q.slice(10) }, 20);
  expect(read(all)).toEqual([...v]);
});

it('goes back as many months as it takes to the value in force', () => {
  seal(samples(1, { from: Date.UTC(2024, 1, 29) }), 1);
  seal(samples(1, { from: Date.UTC(2024, 5, 1), seq: 2 }), 2);
  expect(read(null, NOVEMBER)).toEqual([2]);
});

it('ends the last value of an import where nothing follows, and lets it hold into the month that goes on', () => {
  const imported = (from: number): void => {
    const part = samples(20, { from });
    store.add(tag, part, { origin: 'backfill', policy: { kind: 'all' }, through: null });
    store.commit();
  };
  const december = Date.UTC(2026, 11, 1);
  imported(december - 20 * MINUTE);
  imported(december);
  const live = { tail: null, aliveAt: 0, isRecorded: false, interpolation: null };
  const span = { from: 0, to: Date.UTC(2028, 0) };
  const { blocks, knownUntil, marks } = shelf.session(() => historyOf(shelf, { tag: 'T', ...span }, live));
  expect(blocks.map(({ head }) => head.count)).toEqual([20, 20, 1]);
  expect(knownUntil).toBe(december + 29 * MINUTE);
  expect(marks).toEqual([{ from: december - 20 * MINUTE, to: december + 19 * MINUTE, origin: 'backfill' }]);
});
