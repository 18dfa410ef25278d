/** Damage in month files: a check finds it, a repair keeps the rest, and says what is gone. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkHistory, checkStationHistory } from '../../../../main/historian/care/check/check-history.ts';
import { damagedNewest } from '../../../../main/historian/care/quick-look.ts';
import { repairHistory } from '../../../../main/historian/care/repair.ts';
import { type Salvaged, salvageMonth, unsalvagedIn } from '../../../../main/historian/care/salvage-month.ts';
import { packHeads } from '../../../../main/historian/codec/heads/head-pack.ts';
import { unpackHeads } from '../../../../main/historian/codec/heads/packed-head.ts';
import { encodeJournal } from '../../../../main/historian/store/journal-blob.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { openStationState, setAside } from '../../../../main/historian/writer/writer-state.ts';
import { openDataDirectory } from '../../../../main/platform/data-directory.ts';
import { NOT_RECORDED } from '../../../../shared/model/quality.ts';
import { DAY, inMonthOf, put, samplesFrom, spoil, stored, tagNo, timesOf } from '../../../kit/month-rig.ts';
import { plainHead } from '../../../kit/plain-head.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);
const FILE = monthFileName(monthOf(T0));
/** Chunks of each tag; more than a row of heads holds. */
const CHUNKS = 40;

let folder: string;
let store: ChunkStore;

beforeEach(() => {
  folder = folderOf();
  store = new ChunkStore(folder);
  for (let i = 0; i < CHUNKS; i++) {
    for (const id of [1, 2]) put(store, tagNo(id), samplesFrom(T0 + i * 600_000, 300, i * 1_000 + 1));
  }
  put(store, tagNo(1), samplesFrom(T0 + 10 * DAY, 50, 90_000), 'demo');
  store.close();
});
afterEach(() => store.close());

const place = (): { folder: string; monthFolder: string } => ({ folder, monthFolder: folder });
const problems = () => checkHistory(place(), true).problems;
const edit = (sql: string, ...values: unknown[]): void => {
  store.inMonth(monthOf(T0), ({ db }) => db.prepare(sql).run(...values));
  store.commit();
  store.close();
};

/** Tags are known to `station.db`, as in a station that has recorded them. */
function withStation(): void {
  const tags = [1, 2].map(id => ({ name: `T-${id}`, class: 'AI', interpolation: 'sloped' as const }));
  openStationState({ ...place(), tags, onSetAside: () => undefined }).db.close();
}

describe('a deep check', () => {
  it('finds nothing in sound files and says how much it has read', () => {
    expect(checkHistory(place(), true)).toMatchObject({ problemCount: 0, files: 1, samples: 2 * CHUNKS * 300 + 50 });
  });

  it('finds a flipped bit in a chunk, with tag and span', () => {
    spoil(folder, T0, 'SELECT data FROM chunk WHERE tag = 2 ORDER BY id LIMIT 1 OFFSET 3');
    expect(problems()).toMatchObject([
      { file: FILE, kind: 'samples', tag: 'T-2', from: T0 + 1_800_000, to: T0 + 1_800_000 + 299_000, samples: 300 },
    ]);
  });

  it('finds a flipped bit in a row of heads, and in an axis that two tags share', () => {
    spoil(folder, T0, 'SELECT data FROM span WHERE tag = 1');
    expect(problems()).toMatchObject([{ kind: 'heads', tag: 'T-1', samples: 32 * 300 }]);
    spoil(folder, T0, 'SELECT data FROM axis WHERE id = (SELECT max(id) - 1 FROM axis)');
    expect(problems().map(({ kind, tag }) => [kind, tag])).toContainEqual(['samples', 'T-2']);
  });

  it('finds a head that says something else than its samples', () => {
    const [row] = inMonthOf(folder, T0, ({ db }) =>
      db.prepare<[], { id: number; data: Buffer }>('SELECT * FROM head').all(),
    );
    const heads = unpackHeads(row?.data ?? Buffer.alloc(0)).map(head => ({ ...plainHead(head), max: head.max + 1 }));
    edit('UPDATE head SET data = ? WHERE id = ?', packHeads(heads), row?.id);
    expect(problems()).toMatchObject([{ kind: 'head-differs', why: { en: expect.stringContaining('max') } }]);
  });

  it.each([
    ['a chunk that is missing', 'DELETE FROM chunk WHERE id = 5', 'samples'],
    ['a chunk that no head refers to', "INSERT INTO chunk (tag, data) VALUES (1, x'00')", 'references'],
    ['a wrong count', "UPDATE meta SET value = value + 1 WHERE key = 'samples'", 'counts'],
    ['a mark that is behind', 'UPDATE mark SET seq = 5 WHERE tag = 1', 'counts'],
    ['a span whose ends are wrong', 'UPDATE span SET last_t = last_t + 1 WHERE tag = 2', 'counts'],
  ])('finds %s', (_what, sql, kind) => {
    edit(sql);
    expect(problems()).toMatchObject([{ kind }]);
  });

  it('finds a file that is none, and one that is cut off', () => {
    writeFileSync(join(folder, FILE), 'no database');
    expect(problems()).toMatchObject([{ kind: 'file' }]);
  });
});

describe('a check of a station', () => {
  const missing = (at: string) => checkStationHistory({ folder: at, monthFolder: join(at, 'history') }, false).problems;

  it('finds that nothing is there', () => {
    expect(missing(folderOf())).toMatchObject([
      { file: 'station.db', kind: 'missing' },
      { file: 'history', kind: 'missing' },
    ]);
  });

  it('misses months only of a station that has sealed, or has no samples at all', () => {
    const at = folderOf();
    const { db, meta } = openStationState({
      ...{ folder: at, monthFolder: join(at, 'history'), tags: [], onSetAside: () => undefined },
    });
    expect(missing(at)).toMatchObject([{ file: 'history' }]);
    const t = Float64Array.of(T0);
    const data = encodeJournal({ count: 1, tag: Uint32Array.of(1), t, v: t, q: new Uint16Array(1) });
    db.prepare('INSERT INTO journal (seq, at, post, samples, data) VALUES (1, ?, 0, 1, ?)').run(T0, data);
    expect(missing(at)).toEqual([]);
    meta.set('sealed_through', 1);
    expect(missing(at)).toMatchObject([{ file: 'history' }]);
    db.close();
  });
});

describe('the look at every start', () => {
  const looked = (): string[] => damagedNewest(folder).map(file => file.slice(folder.length + 1));

  it('passes sound files, and a file that was made and got no tables', () => {
    writeFileSync(join(folder, '2026-12.db'), '');
    expect(looked()).toEqual([]);
  });

  it.each([
    ['the newest chunk', 'SELECT data FROM chunk ORDER BY id DESC'],
    ['the newest heads', 'SELECT data FROM head ORDER BY id DESC'],
    ['the newest axis', 'SELECT data FROM axis ORDER BY id DESC'],
  ])('finds damage in %s', (_what, sql) => {
    spoil(folder, T0, sql);
    expect(looked()).toEqual([FILE]);
  });

  it('finds a file that is no database', () => {
    writeFileSync(join(folder, FILE), Buffer.alloc(40_000, 1));
    expect(looked()).toEqual([FILE]);
  });
});

describe('repair', () => {
  it('keeps all but the damaged chunk, bit by bit, says what is lost, and keeps the damaged file', () => {
    withStation();
    const before = [1, 2].map(id => stored(folder, id));
    spoil(folder, T0, 'SELECT data FROM chunk WHERE tag = 2 ORDER BY id LIMIT 1 OFFSET 3');
    const result = repairHistory(place());
    expect(result.repaired).toMatchObject([
      { samples: 2 * CHUNKS * 300 + 50 - 300, lost: [{ tag: 'T-2', from: T0 + 1_800_000, samples: 300 }] },
    ]);
    expect(result.after.problems).toEqual([]);
    expect(existsSync(join(folder, `${FILE}.damaged`))).toBe(true);
    expect(stored(folder, 1)).toEqual(before[0]);
    const found = stored(folder, 2);
    const gap = found[3];
    expect(found.toSpliced(3, 1)).toEqual(before[1]?.toSpliced(3, 1));
    // Where it was nothing is known: no line from what was before to what came after.
    expect([gap?.t, gap?.v, gap?.q].map(column => [...(column ?? [])])).toEqual([
      [T0 + 1_800_000],
      [NaN],
      [NOT_RECORDED],
    ]);
    expect(inMonthOf(folder, T0, c => [c.markOf(1), c.markOf(2), c.fact('demo_samples')])).toEqual([
      39_300, 39_300, 50,
    ]);
  });

  it('leaves sound files alone and refuses while a station runs', () => {
    withStation();
    const content = readFileSync(join(folder, FILE));
    expect(repairHistory(place()).repaired).toEqual([]);
    expect(readFileSync(join(folder, FILE)).equals(content)).toBe(true);
    const station = openDataDirectory(folder);
    expect(() => repairHistory(place())).toThrow(expect.objectContaining({ code: 'data-locked' }));
    station.release();
  });
});

describe('a month whose first page is damaged', () => {
  /** Chunk pages are beyond; nothing of the header, or of where the tables begin, is left. */
  const ruin = (from = 0, to = 16_384): void => {
    const content = readFileSync(join(folder, FILE));
    writeFileSync(join(folder, FILE), content.fill(0xa5, from, to));
  };

  it.each([
    ['the whole page', 0, 16_384],
    ['the name of the format', 0, 16],
    ['the size of its pages', 16, 18],
    ['the versions', 18, 20],
    ['where the tables begin', 100, 16_384],
  ])('comes back whole by repair when it is %s', (_what, from, to) => {
    withStation();
    const before = [1, 2].map(id => stored(folder, id));
    const marks = inMonthOf(folder, T0, c => [c.markOf(1), c.markOf(2)]);
    ruin(from, to);
    const damaged = readFileSync(join(folder, FILE));
    const result = repairHistory(place());
    expect(result.repaired).toMatchObject([{ samples: 2 * CHUNKS * 300 + 50, lost: [] }]);
    expect(result.after.problems).toEqual([]);
    expect([1, 2].map(id => stored(folder, id))).toEqual(before);
    expect(inMonthOf(folder, T0, c => [c.markOf(1), c.markOf(2)])).toEqual(marks);
    // The damaged one is kept as it was, and nothing else is left behind.
    expect(readFileSync(join(folder, `${FILE}.damaged`)).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter(name => name.includes('rebuilt'))).toEqual([]);
  });

  it('comes back with what is in its log, which a kill has left beside it', () => {
    withStation();
    const writer = new ChunkStore(folder);
    writer.inMonth(monthOf(T0), ({ db }) => {
      db.exec('COMMIT');
      db.pragma('wal_checkpoint(TRUNCATE)');
      // Changes one page and no size: the first page is not in the log.
      db.exec('BEGIN; UPDATE mark SET seq = 95000 WHERE tag = 1');
    });
    writer.commit();
    const files = ['', '-wal'].map(suffix => readFileSync(join(folder, FILE + suffix)));
    writer.close();
    ['', '-wal'].forEach((suffix, i) => writeFileSync(join(folder, FILE + suffix), files[i] ?? ''));
    ruin();
    expect(repairHistory(place()).repaired).toMatchObject([{ samples: 2 * CHUNKS * 300 + 50, lost: [] }]);
    expect(inMonthOf(folder, T0, c => c.markOf(1))).toBe(95_000);
  });

  it('loses with other damage only what that has hit', () => {
    withStation();
    spoil(folder, T0, 'SELECT data FROM chunk WHERE tag = 2 ORDER BY id LIMIT 1 OFFSET 3');
    ruin();
    expect(repairHistory(place()).repaired).toMatchObject([
      { samples: 2 * CHUNKS * 300 + 50 - 300, lost: [{ tag: 'T-2', from: T0 + 1_800_000, samples: 300 }] },
    ]);
  });
});

describe('what is readable of a file that was put aside', () => {
  function salvage(
    file: string,
    inMemoryFrom: (tag: number) => number,
    stopAfter = Number.POSITIVE_INFINITY,
  ): Salvaged | null {
    const work = salvageMonth({ store, file, tags: [1, 2].map(id => tagNo(id)), inMemoryFrom });
    for (let steps = 0; steps < stopAfter; steps++) {
      const step = work.next();
      if (step.done === true) {
        store.commit();
        return step.value;
      }
      store.commit();
    }
    work.return({ file, bytes: 0, samples: 0, lost: [] });
    store.close();
    return null;
  }

  it('comes back once, also when it is stopped after any step and samples arrive meanwhile', () => {
    const all = [1, 2].map(id => timesOf(folder, id));
    const aside = setAside(join(folder, FILE));
    const later = CHUNKS * 1_000;
    for (const steps of [1, 7, 39, 1, 30]) salvage(aside, () => Number.POSITIVE_INFINITY, steps);
    put(store, tagNo(1), samplesFrom(T0 + 2 * DAY, 20, later));
    expect(unsalvagedIn(folder, readdirSync(folder))).toEqual([aside]);
    salvage(aside, () => Number.POSITIVE_INFINITY);
    expect(timesOf(folder, 2)).toEqual(all[1]);
    expect(new Set(timesOf(folder, 1))).toEqual(new Set([...(all[0] ?? []), ...samplesFrom(T0 + 2 * DAY, 20).t]));
    expect(timesOf(folder, 1)).toHaveLength((all[0]?.length ?? 0) + 20);
    expect(unsalvagedIn(folder, readdirSync(folder))).toEqual([]);
    expect(problems()).toEqual([]);
  });

  it('is not taken where the journal has it still, so that nothing comes twice', () => {
    const aside = setAside(join(folder, FILE));
    // Tag 1: the last two chunks wait in memory; tag 2: half of the last one.
    const result = salvage(aside, tag => (tag === 1 ? 38_001 : 39_151));
    expect(result?.lost).toEqual([]);
    expect(timesOf(folder, 1)).toHaveLength(38 * 300 + 50);
    expect(timesOf(folder, 2)).toHaveLength(39 * 300 + 150);
    expect(inMonthOf(folder, T0, c => [c.markOf(1), c.markOf(2)])).toEqual([38_000, 39_150]);
  });

  it('is nothing of a file that is no database, and that is said', () => {
    writeFileSync(join(folder, FILE), 'no database');
    expect(salvage(setAside(join(folder, FILE)), () => Number.POSITIVE_INFINITY)).toMatchObject({
      samples: 0,
      lost: [{ tag: '*', samples: null }],
    });
  });
});
