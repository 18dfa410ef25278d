/** The historian with real threads and real files: what goes in comes back, now, after sealing, after restarts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Historian } from '../../main/historian/historian.ts';
import { MonthShelf } from '../../main/historian/reader/month-shelf.ts';
import type { HistorySamples } from '../../shared/model/history.ts';
import { COMM_LOSS, GOOD, NOT_RECORDED } from '../../shared/model/quality.ts';
import {
  ALL_TIME,
  batchOf,
  historianTags,
  importBatch,
  type Rig,
  type RigOptions,
  readAll,
  sampleOf,
  startRig,
} from '../kit/historian-rig.ts';
import { historySamples } from '../kit/history-samples.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3, 12);

let folder: string;
let rig: Rig;
let historian: Historian;

async function start(options: Partial<RigOptions> = {}): Promise<void> {
  rig = await startRig({ folder, ...options });
  historian = rig.historian;
}

async function restart(options: Partial<RigOptions> = {}): Promise<void> {
  await rig.stop();
  await start(options);
}

beforeEach(async () => {
  folder = folderOf();
  await start();
});

afterEach(async () => {
  expect(historian.figures.unaccounted).toBe(0);
  await rig.stop();
});

const words = (v: Float64Array): number[] => [...new Uint32Array(v.slice().buffer)];

function expectSame(read: HistorySamples, written: { t: Float64Array; v: Float64Array; q: Uint16Array }): void {
  expect(read.t).toEqual(written.t);
  expect(words(read.v)).toEqual(words(written.v));
  expect(read.q).toEqual(written.q);
}

describe('samples', () => {
  it('come back to the bit from memory, after a restart from the journal, and from sealed chunks', async () => {
    const written = nasty(20_000);
    for (let at = 0; at < written.t.length; at += 500) historian.record(sliceOf(written, at, at + 500));
    await historian.flush();
    expectSame(await readAll(historian, 'T-0'), written);
    await restart();
    // The start has added a gap after the last sample.
    expectSame(withoutLast(await readAll(historian, 'T-0')), written);
    await historian.seal();
    expectSame(withoutLast(await readAll(historian, 'T-0')), written);
    await restart();
    expect((await readAll(historian, 'T-0')).t.length).toBe(written.t.length + 1);
  });

  it('of texts and large integers keep every character and digit', async () => {
    historian.record(sampleOf(0, { t: T0, v: Number.NaN, exact: '阀门 “A” 已开\n' }));
    historian.record(sampleOf(0, { t: T0 + 1, v: 2 ** 60, exact: 1_152_921_504_606_846_977n }));
    historian.record(sampleOf(0, { t: T0 + 2, v: 3 }));
    for (const prepare of [() => historian.flush(), () => historian.seal(), () => restart()]) {
      await prepare();
      const { exact, v } = await readAll(historian, 'T-0');
      expect(exact?.slice(0, 2)).toEqual([
        [0, '阀门 “A” 已开\n'],
        [1, '1152921504606846977'],
      ]);
      expect(v[2]).toBe(3);
    }
  });

  it('of tags that are not logged are not kept, and cost nothing', async () => {
    await restart({ tags: historianTags(2).map((tag, i) => (i === 0 ? { ...tag, logging: { kind: 'none' } } : tag)) });
    historian.record(batchOf(T0, [1, 2]));
    await historian.flush();
    expect(historian.figures.offered).toBe(1);
    expect((await readAll(historian, 'T-0')).t).toHaveLength(0);
    expect((await readAll(historian, 'T-1')).t).toHaveLength(1);
  });

  it('with a time that no clock shows count from their arrival and say so', async () => {
    for (const t of [Number.NaN, -1, 1e300, Number.POSITIVE_INFINITY]) historian.record(sampleOf(0, { t, v: 1 }));
    await historian.flush();
    const { t, q } = await readAll(historian, 'T-0');
    expect(t).toHaveLength(4);
    for (const time of t) expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
    for (const word of q) expect(word).not.toBe(GOOD);
  });
});

describe('late samples', () => {
  it('go where they belong, in memory and beside sealed chunks', async () => {
    for (const second of [0, 2, 4]) historian.record(sampleOf(0, { t: T0 + second * 1_000, v: second }));
    historian.record(sampleOf(0, { t: T0 + 1_000, v: 1 }));
    await historian.flush();
    expect([...(await readAll(historian, 'T-0')).v]).toEqual([0, 1, 2, 4]);
    await historian.seal();
    historian.record(sampleOf(0, { t: T0 + 3_000, v: 3 }));
    await historian.flush();
    expect([...(await readAll(historian, 'T-0')).v]).toEqual([0, 1, 2, 3, 4]);
    await historian.seal();
    expect([...(await readAll(historian, 'T-0')).v]).toEqual([0, 1, 2, 3, 4]);
  });

  it('that correct an earlier one take its place, and the earlier one stays to be asked for', async () => {
    historian.record(sampleOf(0, { t: T0, v: 1 }));
    await historian.flush();
    historian.record(sampleOf(0, { t: T0, v: 2 }));
    await historian.flush();
    for (const prepare of [() => historian.flush(), () => historian.seal(), () => restart()]) {
      await prepare();
      expect((await readAll(historian, 'T-0')).v[0]).toBe(2);
      const { v, seq } = await readAll(historian, 'T-0', true);
      expect([...v.slice(0, 2)]).toEqual([1, 2]);
      expect(seq[0]).toBeLessThan(seq[1] ?? 0);
    }
  });

  it('from an import are merged with what was recorded, and marked', async () => {
    historian.record(sampleOf(0, { t: T0, v: 1 }));
    historian.record(sampleOf(0, { t: T0 + 10_000, v: 3 }));
    await historian.seal();
    const port = historian.openImport('backfill');
    const reply = await importBatch(port, {
      t: Float64Array.of(T0 + 5_000),
      columns: [{ tag: 'T-0', v: Float64Array.of(2) }],
    });
    port.close();
    expect(reply).toEqual({ kind: 'stored', id: 1, samples: 1 });
    expect([...(await readAll(historian, 'T-0')).v]).toEqual([1, 2, 3]);
    const [trend] = await historian.trend({ tags: ['T-0'], from: T0 - 1_000, to: T0 + 20_000, columns: 100 });
    expect(trend?.marks).toEqual([{ from: T0 + 5_000, to: T0 + 5_000, origin: 'backfill' }]);
    expect([...(await historian.raw('T-0', ALL_TIME)).origin]).toEqual([0, 1, 0]);
  });

  it('count in short spans as in long ones, whatever chunks lie around them', async () => {
    for (const second of [0, 100]) historian.record(sampleOf(0, { t: T0 + second * 1_000, v: second }));
    await historian.seal();
    const port = historian.openImport('backfill');
    const t = Float64Array.of(T0 + 40_000, T0 + 50_000);
    await importBatch(port, { t, columns: [{ tag: 'T-0', v: Float64Array.of(40, 50) }] });
    expect(await historian.slice(['T-0'], T0 + 60_000)).toMatchObject([{ value: 50, ageMs: 10_000 }]);
    const { samples } = await historian.raw('T-0', { from: T0 + 30_000, to: T0 + 35_000, bounds: true });
    expect([...samples.v]).toEqual([0, 40]);
    // A correction of what ends a chunk counts from afar as well.
    await importBatch(port, { t: Float64Array.of(T0 + 100_000), columns: [{ tag: 'T-0', v: Float64Array.of(101) }] });
    port.close();
    for (const later of [3_600_000, 40 * 86_400_000]) {
      expect(await historian.slice(['T-0'], T0 + later)).toMatchObject([{ value: 101 }]);
    }
  });

  it('of a clock that had stopped do not make a year of others their neighbours', async () => {
    historian.record(sampleOf(0, { t: Date.UTC(2026, 0, 1), v: -1 }));
    for (let second = 0; second < 300; second++) historian.record(sampleOf(0, { t: T0 + second * 1_000, v: second }));
    await historian.seal();
    const { t } = (await historian.raw('T-0', ALL_TIME)).samples;
    expect(t).toHaveLength(301);
    const heads = new MonthShelf(historian.monthFolder, () => undefined);
    const found = heads.session(() => heads.months.map(month => heads.read(month, m => m.headsOf('T-0').heads.length)));
    heads.close();
    expect(found).toEqual([1, 1]);
  });

  it('of an import do not hold for ever after its end, unless they are rare', async () => {
    const port = historian.openImport('demo');
    const t = Float64Array.from({ length: 100 }, (_, i) => T0 + i * 1_000);
    await importBatch(port, { t, columns: [{ tag: 'T-0', v: new Float64Array(100).fill(5) }] });
    await importBatch(port, { t: Float64Array.of(T0), columns: [{ tag: 'T-1', v: Float64Array.of(7) }] });
    port.close();
    const later = { from: T0 + 3_600_000, to: T0 + 7_200_000 };
    historian.record(batchOf(later.to, [6, 8]));
    await historian.flush();
    const steps = { ...later, stepMs: 3_600_000 };
    const [often, rarely] = await historian.aggregate({ tags: ['T-0', 'T-1'], aggregates: ['PercentGood'], steps });
    expect([often?.v[0], rarely?.v[0]]).toEqual([0, 100]);
    const span = { from: T0 - 1_000, to: later.to };
    expect(await historian.reached({ tags: ['T-0', 'T-1', 'T-2'], origin: 'demo', ...span })).toEqual([
      T0 + 99_000,
      T0,
      null,
    ]);
  });

  it('that no historian can place are refused with the reason, and nothing of them is kept', async () => {
    const port = historian.openImport('backfill');
    const column = { tag: 'T-0', v: Float64Array.of(1, 2) };
    const refused = [
      { t: Float64Array.of(T0 + 1, T0), columns: [column] },
      { t: Float64Array.of(T0, Number.NaN), columns: [column] },
      { t: Float64Array.of(T0), columns: [column] },
      { t: Float64Array.of(T0, T0 + 1), columns: [column, { tag: 'nobody', v: Float64Array.of(1, 2) }] },
    ];
    for (const batch of refused)
      expect(await importBatch(port, batch)).toMatchObject({ kind: 'refused', isFinal: true });
    port.close();
    expect((await readAll(historian, 'T-0')).t).toHaveLength(0);
  });
});

describe('a step of the clock', () => {
  it('back by an hour loses nothing: what came is in order of sequence, and the newest value is the newest', async () => {
    for (let second = 0; second < 60; second++) historian.record(sampleOf(0, { t: T0 + second * 1_000, v: second }));
    await historian.flush();
    for (let second = 0; second < 60; second++) {
      historian.record(sampleOf(0, { t: T0 + second * 1_000 + 500 - 3_600_000, v: 100 + second }));
    }
    await historian.seal();
    const { v, seq } = await readAll(historian, 'T-0');
    expect(v).toHaveLength(120);
    const order = [...v.keys()].sort((a, b) => (seq[a] ?? 0) - (seq[b] ?? 0) || a - b);
    expect(order.map(i => v[i])).toEqual([...Array(60).keys(), ...Array.from({ length: 60 }, (_, i) => 100 + i)]);
    await restart();
    expect(historian.lastValues?.v[0]).toBe(159);
  });
});

describe('month files', () => {
  it('hold the samples of their UTC month, and a question crosses them', async () => {
    const start = Date.UTC(2026, 10, 30, 23, 59, 0);
    for (let second = 0; second < 120; second++)
      historian.record(sampleOf(0, { t: start + second * 1_000, v: second }));
    await historian.seal();
    expect(existsSync(join(historian.monthFolder, '2026-11.db'))).toBe(true);
    expect(existsSync(join(historian.monthFolder, '2026-12.db'))).toBe(true);
    expect([...(await readAll(historian, 'T-0')).v]).toEqual([...Array(120).keys()]);
    const midnight = Date.UTC(2026, 11, 1);
    const { samples } = await historian.raw('T-0', { from: midnight + 500, to: midnight + 600, bounds: true });
    expect([...samples.v]).toEqual([60, 61]);
  });

  it('of long ago are found for the value in force before a span', async () => {
    historian.record(sampleOf(0, { t: Date.UTC(2024, 1, 29), v: 29 }));
    await historian.seal();
    const [value] = await historian.slice(['T-0'], T0);
    expect(value).toMatchObject({ value: 29, time: Date.UTC(2024, 1, 29), ageMs: T0 - Date.UTC(2024, 1, 29) });
  });
});

describe('a restart', () => {
  it('marks what was not recorded as a gap and says until when history reaches', async () => {
    historian.record(batchOf(T0, [1, 2]));
    historian.record(batchOf(T0 + 1_000, [3, Number.NaN], COMM_LOSS));
    await historian.flush();
    await restart();
    expect(historian.report).toMatchObject({ isFirst: false, wasClean: true, replayed: 4 });
    // The last of both was bad already: there is nothing in force that a gap would have to end.
    expect((await readAll(historian, 'T-0')).t).toHaveLength(2);
    historian.record(batchOf(T0 + 2_000, [5, 6]));
    await restart();
    const { q } = await readAll(historian, 'T-0');
    expect(q.at(-1)).toBe(NOT_RECORDED);
  });

  it('remembers the newest value over gaps in which nothing was heard', async () => {
    historian.record(sampleOf(0, { t: T0, v: 42 }));
    for (let start = 0; start < 3; start++) {
      await restart();
      if (start === 1) await historian.seal();
      expect([historian.lastValues?.v[0], historian.lastValues?.q[0]]).toEqual([42, GOOD]);
    }
    // One gap ends it; later starts have nothing to end.
    expect((await readAll(historian, 'T-0')).t).toHaveLength(2);
  });

  it('gives the newest value of every tag, whether it was sealed or not', async () => {
    historian.record(batchOf(T0, [1, 2, 3, 4]));
    await historian.seal();
    historian.record(sampleOf(1, { t: T0 + 1_000, v: 20 }));
    await restart();
    const { tag = [], v } = historian.lastValues ?? {};
    expect(Object.fromEntries(tag.map((name, i) => [name, v?.[i]]))).toEqual({
      'T-0': 1,
      'T-1': 20,
      'T-2': 3,
      'T-3': 4,
    });
  });

  it('goes on with the numbers of events, and has them all', async () => {
    const event = (number: number) =>
      ({ number, time: T0, kind: 'station', source: 's', zh: '事', en: `e${number}` }) as const;
    await historian.appendEvents([event(1), event(2)]);
    await historian.appendEvents([event(3)]);
    await restart();
    expect(historian.report?.lastEventNumber).toBe(3);
    expect(historian.report?.events.map(e => e.en)).toEqual(['e1', 'e2', 'e3']);
  });
});

describe('a writer thread that dies', () => {
  it('is replaced, and everything recorded meanwhile is stored once', async () => {
    historian.record(batchOf(T0, [1]));
    await historian.flush();
    const port = historian.openImport('backfill');
    port.postMessage({ kind: 'import', id: 1, t: Float64Array.of(T0), columns: null });
    for (let i = 1; i <= 50; i++) {
      historian.record(batchOf(T0 + i, [i]));
      await new Promise(resolve => setTimeout(resolve, 40));
    }
    await historian.flush();
    port.close();
    expect(rig.events.map(e => e.kind)).toEqual(['opened', 'trouble', 'recovered']);
    const { v, q } = await readAll(historian, 'T-0');
    expect([...v]).toEqual([1, ...Array.from({ length: 50 }, (_, i) => i + 1)]);
    expect(q.every(word => word === GOOD)).toBe(true);
  });
});

interface Written {
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

/** Of one tag, times ascending and each its own: then order and versions leave them as they are. */
function nasty(count: number): Written {
  const t = new Float64Array(count);
  const v = new Float64Array(count);
  const q = new Uint16Array(count);
  let at = 0;
  for (const samples of historySamples({ seed: 7, total: count, largest: 3_000 })) {
    const part = Math.min(count - at, samples.v.length);
    v.set(samples.v.subarray(0, part), at);
    q.set(samples.q.subarray(0, part), at);
    at += part;
  }
  for (let i = 0; i < count; i++) t[i] = T0 + i * 7;
  return { t, v, q };
}

const sliceOf = ({ t, v, q }: Written, from: number, to: number) => ({
  handles: new Uint32Array(Math.min(to, t.length) - from),
  t: t.slice(from, to),
  v: v.slice(from, to),
  q: q.slice(from, to),
});

function withoutLast({ t, v, q, seq }: HistorySamples): HistorySamples {
  return { t: t.slice(0, -1), v: v.slice(0, -1), q: q.slice(0, -1), seq: seq.slice(0, -1) };
}
