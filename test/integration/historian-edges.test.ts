/** The historian where others stop: clocks that step back, questions that are none, imports that are more than numbers. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Historian } from '../../main/historian/historian.ts';
import { NOT_RECORDED } from '../../shared/model/quality.ts';
import {
  ALL_TIME,
  historianTags,
  importBatch,
  type Rig,
  type RigOptions,
  readAll,
  sampleOf,
  startRig,
} from '../kit/historian-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3, 12);
const HOUR = 3_600_000;

let folder: string;
let rig: Rig;
let historian: Historian;

async function start(options: Partial<RigOptions> = {}): Promise<void> {
  rig = await startRig({ folder, ...options });
  historian = rig.historian;
}

beforeEach(async () => {
  folder = folderOf();
  await start();
});
afterEach(() => rig.stop());

/** Changes what the run that has ended remembers, as another way of ending would have left it. */
function remember(facts: Record<string, number>): void {
  const db = new Database(join(folder, 'station.db'));
  for (const [key, value] of Object.entries(facts))
    db.prepare('UPDATE meta SET value = ? WHERE key = ?').run(value, key);
  db.close();
}

describe('a gap', () => {
  it.each([
    0, 1,
  ])('after a clock that was set back lies behind the last sample by sequence (clean: %i)', async clean => {
    await rig.stop();
    // Sealed before the step, and so remembered with a time that comes again: the mark is an hour ahead. A backup that is taken
    // now says that it ended in order.
    await start();
    const now = Date.now();
    historian.record(sampleOf(0, { t: now, v: 1 }));
    await historian.flush();
    await rig.stop();
    remember({ alive: now + HOUR, alive_seq: 0, clean });
    await start();
    await historian.flush();
    const { t, q } = await readAll(historian, 'T-0');
    expect(q.at(-1)).toBe(NOT_RECORDED);
    expect((t.at(-1) ?? 0) - now).toBeLessThan(HOUR / 2);
    expect(Math.abs((historian.report?.lastCommitAt ?? 0) - now)).toBeLessThan(HOUR / 2);
  });
});

describe('a question', () => {
  const NO_TIMES = [Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, -8.64e15 - 1];

  const asks = (from: number, to: number): Record<string, () => Promise<unknown>> => ({
    trend: () => historian.trend({ tags: ['T-0'], from, to, columns: 10 }),
    recent: () => historian.recent('T-0', { from, to, bounds: false }),
    raw: () => historian.raw('T-0', { from, to, bounds: false }),
    aggregate: () => historian.aggregate({ tags: ['T-0'], aggregates: ['Average'], steps: { from, to, stepMs: HOUR } }),
    states: () => historian.states({ tag: 'T-0', from, to }),
    reached: () => historian.reached({ tags: ['T-0'], origin: 'demo', from, to }),
  });
  const REFUSED = { code: 'history-question', zh: { message: expect.stringContaining('历史查询不正确') } };

  it.each(NO_TIMES)('that ends or begins at %s is refused, and not answered as if there were nothing', async time => {
    for (const [name, ask] of Object.entries({ ...asks(0, time), ...asks(time, T0) })) {
      await expect(ask(), name).rejects.toMatchObject(REFUSED);
    }
    await expect(historian.slice(['T-0'], time)).rejects.toMatchObject(REFUSED);
  });

  it('that ends before it begins is refused, and so are steps of no length', async () => {
    for (const [name, ask] of Object.entries(asks(T0 + 1, T0))) {
      await expect(ask(), name).rejects.toMatchObject({ ...REFUSED, message: expect.stringContaining('after') });
    }
    for (const stepMs of [0, -1, Number.NaN]) {
      const steps = { from: T0, to: T0 + 1, stepMs };
      await expect(historian.aggregate({ tags: ['T-0'], aggregates: ['Average'], steps })).rejects.toMatchObject(
        REFUSED,
      );
    }
  });

  it('up to the ends of what a date can say is answered, from before 1970 on as well', async () => {
    historian.record(sampleOf(0, { t: T0, v: 1 }));
    await historian.seal();
    for (const to of [8.64e15, T0 + 1]) {
      expect((await historian.raw('T-0', { from: -8.64e15, to, bounds: false })).samples.v).toEqual(Float64Array.of(1));
    }
    expect(await historian.slice(['T-0'], 8.64e15)).toMatchObject([{ value: 1 }]);
  });
});

describe('an import', () => {
  it('brings texts and large integers, beside recorded samples and over a seal', async () => {
    historian.record(sampleOf(0, { t: T0, v: Number.NaN, exact: 'recorded' }));
    await historian.seal();
    const port = historian.openImport('backfill');
    const t = Float64Array.of(T0 - 2_000, T0 - 1_000, T0 + 1_000);
    const v = Float64Array.of(Number.NaN, 2 ** 60, 3);
    const exact = new Map<number, bigint | string>([
      [0, '进站阀 开'],
      [1, 2n ** 60n + 1n],
    ]);
    expect(await importBatch(port, { t, columns: [{ tag: 'T-0', v, exact }] })).toMatchObject({ kind: 'stored' });
    const misplaced = { tag: 'T-0', v, exact: new Map([[3, 'x']]) };
    expect(await importBatch(port, { t, columns: [misplaced] })).toMatchObject({ kind: 'refused', isFinal: true });
    port.close();
    expect((await readAll(historian, 'T-0')).exact).toEqual([
      [0, '进站阀 开'],
      [1, '1152921504606846977'],
      [2, 'recorded'],
    ]);
  });

  it('ends where it ends, whatever was corrected long before and after it, and its end does not count', async () => {
    const DAY = 24 * HOUR;
    const port = historian.openImport('backfill');
    const t = Float64Array.from({ length: 100 }, (_, i) => T0 + i * 1_000);
    await importBatch(port, { t, columns: [{ tag: 'T-0', v: new Float64Array(100).fill(5) }] });
    port.close();
    // Recorded within it: no reason to take its last value for one that holds on.
    historian.record(sampleOf(0, { t: T0 + 50_500, v: 6 }));
    for (const v of [1, 2]) {
      for (const day of [-20, 5]) historian.record(sampleOf(0, { t: T0 + day * DAY, v }));
      await historian.flush();
    }
    const span = { from: T0 - 1_000, to: T0 + 3 * DAY };
    for (const prepare of [() => historian.flush(), () => historian.seal()]) {
      await prepare();
      const [trend] = await historian.trend({ tags: ['T-0'], ...span, columns: 10 });
      expect(trend?.buckets?.count.reduce((sum, n) => sum + n, 0)).toBe(101);
      expect(trend?.buckets?.percentValid.slice(1)).toEqual(new Float64Array(9));
    }
  });

  it('is stored whole, whatever the logging policy of its tag; what is recorded is chosen when it is sealed', async () => {
    await rig.stop();
    const policies = [{ kind: 'compress', deviation: 1, maxIntervalMs: 24 * HOUR }, { kind: 'none' }] as const;
    await start({ tags: historianTags(2).map((tag, i) => ({ ...tag, logging: policies[i] ?? tag.logging })) });
    const t = Float64Array.from({ length: 500 }, (_, i) => T0 + i * 1_000);
    const port = historian.openImport('backfill');
    for (const tag of ['T-0', 'T-1']) {
      expect(await importBatch(port, { t, columns: [{ tag, v: new Float64Array(500).fill(7) }] })).toMatchObject({
        samples: 500,
      });
    }
    port.close();
    for (let i = 0; i < 500; i++) historian.record(sampleOf(0, { t: T0 + HOUR + i * 1_000, v: 7 }));
    await historian.seal();
    const count = async (tag: string): Promise<number> => (await historian.raw(tag, ALL_TIME)).samples.t.length;
    expect([await count('T-0'), await count('T-1')]).toEqual([500 + 2, 500]);
    expect(historian.figures.unaccounted).toBe(0);
  });
});
