/** Values of many tags at one instant: read side by side they are what each tag alone, and a search through all samples, gives. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SampleInBlock } from '../../../../main/historian/query/block.ts';
import { valueAt } from '../../../../main/historian/query/value-at.ts';
import { MonthShelf } from '../../../../main/historian/reader/month-shelf.ts';
import { historyOf } from '../../../../main/historian/reader/tag-source.ts';
import type { Samples } from '../../../../main/historian/samples.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { NOT_RECORDED } from '../../../../shared/model/quality.ts';
import { put, spoil, tagNo } from '../../../kit/month-rig.ts';
import { seededRandom } from '../../../kit/random.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const END_OF_MONTH = Date.UTC(2026, 11, 1);
const TAGS = 12;
/** Two rows of heads full, and one head by itself. */
const RUNS = 65;
const NOBODY = { tail: null, aliveAt: 0, isRecorded: false, interpolation: null } as const;

let folder: string;
let store: ChunkStore;
let shelf: MonthShelf;
let damaged: string[];

beforeEach(() => {
  folder = folderOf();
  damaged = [];
  store = new ChunkStore(folder);
  shelf = new MonthShelf(folder, file => damaged.push(file));
});
afterEach(() => {
  shelf.close();
  store.close();
});

const names = Array.from({ length: TAGS }, (_, id) => `T-${id + 1}`);

function valuesAt(at: number, tags: readonly string[]): (SampleInBlock | null)[] {
  return shelf.session(() => {
    shelf.lookAhead(tags, at);
    const histories = tags.map(tag => historyOf(shelf, { tag, from: at, to: at, isInstant: true }, NOBODY));
    return histories.map(history => valueAt(history, at));
  });
}

const timesAt = (at: number, tags: readonly string[]): (number | null)[] =>
  valuesAt(at, tags).map(sample => sample?.t ?? null);

/** Runs around the end of a month, some within others, more than fit in a row of heads. */
function fill(random: () => number): number[][] {
  const all: number[][] = names.map(() => []);
  for (let n = 0; n < RUNS * (TAGS - 1); n++) {
    // None for the last tag.
    const id = 1 + (n % (TAGS - 1));
    const step = random() < 0.2 ? 60_000 : 1_000;
    const first = END_OF_MONTH + Math.floor((random() - 0.5) * 4_000_000);
    const count = 1 + Math.floor(random() * 12);
    const t = Float64Array.from({ length: count }, (_, i) => first + i * step);
    const samples: Samples = {
      t,
      seq: new Float64Array(count).fill(n + 1),
      v: t.slice(),
      q: new Uint16Array(count).fill(0x201),
    };
    store.add(tagNo(id), samples, { origin: 'live', policy: { kind: 'all' }, through: null });
    all[id - 1]?.push(...t);
  }
  store.commit();
  return all;
}

it('finds the sample in force of every tag, wherever chunks lie, and nothing for a tag without one', () => {
  const random = seededRandom(5);
  const all = fill(random);
  for (let n = 0; n < 60; n++) {
    const at = END_OF_MONTH + Math.floor((random() - 0.5) * 4_400_000);
    const wanted = all.map(times =>
      times.filter(t => t <= at).reduce<number | null>((a, t) => Math.max(a ?? t, t), null),
    );
    expect(timesAt(at, names)).toEqual(wanted);
    expect(names.flatMap(tag => timesAt(at, [tag]))).toEqual(wanted);
  }
});

it('has no value for a tag whose heads are damaged, tells of it, and gives the others', () => {
  for (let id = 1; id <= TAGS; id++) {
    const t = Float64Array.of(END_OF_MONTH + 1_000, END_OF_MONTH + 2_000);
    put(store, tagNo(id), { t, seq: Float64Array.of(id, id), v: t.slice(), q: new Uint16Array(2).fill(0x201) });
  }
  store.close();
  spoil(folder, END_OF_MONTH, 'SELECT data FROM head WHERE tag = 3');
  const found = valuesAt(END_OF_MONTH + 1_500, names);
  expect(found[2]?.q).toBe(NOT_RECORDED);
  expect(found.map(sample => sample?.v)).toEqual(
    names.map((_, i) => (i === 2 ? Number.NaN : (END_OF_MONTH + 1_000) * (i + 1))),
  );
  expect(damaged).toHaveLength(1);
});
