/**
 * Random days of a historian against the naive model: recording, clocks that jump, corrections, imports, seals, backups and
 * restarts in any order, and every kind of question after and during each. A seed that fails fails again.
 */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backUp } from '../../main/historian/care/backup/back-up.ts';
import { verifyBackup } from '../../main/historian/care/backup/verify-backup.ts';
import { AGGREGATES, type HistorySamples } from '../../shared/model/history.ts';
import { COMM_LOSS, FROZEN, GOOD } from '../../shared/model/quality.ts';
import { historianTags, importBatch, type Rig, readAll, startRig } from '../kit/historian-rig.ts';
import { HistoryModel } from '../kit/history-model.ts';
import { type FlatSample, flatAggregate, flatBucket, flatRaw } from '../kit/history-reference.ts';
import { seededRandom } from '../kit/random.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const folderOf = useTemporaryFolders();
const INTERPOLATIONS = ['sloped', 'stepped', 'sloped', 'stepped'] as const;
const TAGS = historianTags(4).map((tag, i) => ({ ...tag, interpolation: INTERPOLATIONS[i] ?? 'sloped' }));
/** Two of them at the end of a month, all in the past. */
const PLACES = [Date.UTC(2025, 10, 30, 23, 59, 50), Date.UTC(2025, 11, 31, 23, 59), Date.UTC(2025, 5, 15)];
const VALUES = [0, -0, 1, 2, 3, 5e-324, Number.NaN];
const OPERATIONS = 12;
/** Some seconds on a machine that has time. */
const LIMIT_MS = 90_000;

class Day {
  readonly folder = folderOf();
  readonly models = TAGS.map(tag => new HistoryModel(tag.interpolation));
  readonly #random: () => number;
  rig!: Rig;
  #commit = 0;
  #imports = 0;
  #clock: number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#clock = this.#place();
  }

  async run(): Promise<void> {
    this.rig = await startRig({ folder: this.folder, tags: TAGS });
    for (let operation = 0; operation < OPERATIONS; operation++) {
      const kind = this.#below(10);
      if (kind < 5) await this.#record();
      else if (kind < 7) await this.#import();
      else if (kind < 9) await this.#sealAndCopy();
      else await this.#restart();
      expect(this.rig.historian.figures.unaccounted).toBe(0);
      if (operation % 3 === 2) await this.#check();
    }
    await this.#sealAndCopy();
    await this.#check();
    await this.#restart();
    await this.#check();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #place(): number {
    return (PLACES[this.#below(PLACES.length)] ?? 0) + this.#below(60_000);
  }

  #value(): number {
    return this.#random() < 0.6 ? (VALUES[this.#below(VALUES.length)] ?? 0) : this.#random() * 1_000 - 500;
  }

  #quality(): number {
    return [COMM_LOSS, FROZEN][this.#below(10)] ?? GOOD;
  }

  async #record(): Promise<void> {
    const { historian } = this.rig;
    const seq = ++this.#commit;
    const given: FlatSample[][] = TAGS.map(() => []);
    if (this.#below(6) === 0) this.#clock = this.#place();
    for (let scan = 1 + this.#below(60); scan > 0; scan--) {
      const isLate = this.#below(12) === 0;
      if (!isLate) this.#clock += this.#below(3) * 250;
      const t = isLate ? this.#clock - this.#below(5_000) : this.#clock;
      const handles = Uint32Array.from({ length: 1 + this.#below(4) }, () => this.#below(4));
      const v = Float64Array.from(handles, () => this.#value());
      const q = Uint16Array.from(handles, () => this.#quality());
      historian.record({ handles, t: new Float64Array(handles.length).fill(t), v, q });
      handles.forEach((h, i) => given[h]?.push({ t, v: v[i] ?? 0, q: q[i] ?? 0, seq }));
    }
    await historian.flush();
    given.forEach((samples, h) => this.models[h]?.record(samples));
  }

  async #import(): Promise<void> {
    const seq = ++this.#commit;
    const count = 1 + this.#below(3_000);
    let at = this.#place();
    const t = Float64Array.from({ length: count }, () => (at += this.#below(4) * 50));
    // An end of its own, so that it is clear which of two imports ends last.
    t[count - 1] = at + ++this.#imports / 1_024;
    const v = t.map(() => this.#value());
    const q = Uint16Array.from(t, () => this.#quality());
    const h = this.#below(4);
    const port = this.rig.historian.openImport('backfill');
    expect(await importBatch(port, { t, columns: [{ tag: `T-${h}`, v, q }] })).toMatchObject({ samples: count });
    port.close();
    this.models[h]?.import(Array.from(t, (time, i) => ({ t: time, v: v[i] ?? 0, q: q[i] ?? 0, seq })));
  }

  /** Everything is asked while both are under way, and the copy is proven. */
  async #sealAndCopy(): Promise<void> {
    const place = { folder: this.folder, monthFolder: join(this.folder, 'history') };
    const backup = folderOf();
    await Promise.all([this.rig.historian.seal(), backUp(place, backup), this.#check()]);
    expect(await verifyBackup(backup)).toMatchObject({
      isGood: true,
      samples: this.models.reduce((sum, model) => sum + model.stored(true).length, 0),
    });
  }

  async #restart(): Promise<void> {
    await this.rig.stop();
    this.rig = await startRig({ folder: this.folder, tags: TAGS });
    const { historian } = this.rig;
    const { tag = [], t, v, q } = historian.lastValues ?? {};
    for (const [h, model] of this.models.entries()) {
      const i = tag.indexOf(`T-${h}`);
      const found = i < 0 ? null : [t?.[i], v?.[i], q?.[i]];
      expect(found).toEqual(model.newest === null ? null : [model.newest.t, model.newest.v, model.newest.q]);
    }
    await historian.flush();
    this.#commit++;
    for (const model of this.models) model.gap(historian.report?.lastCommitAt ?? 0, this.#commit);
  }

  async #check(): Promise<void> {
    for (const [h, model] of this.models.entries()) {
      const tag = `T-${h}`;
      const stored = model.stored();
      same(await readAll(this.rig.historian, tag), stored);
      same(await readAll(this.rig.historian, tag, true), model.stored(true));
      if (stored.length > 3) await this.#checkSpan(tag, model, this.#spanIn(stored));
    }
  }

  #spanIn(stored: readonly FlatSample[]): { from: number; to: number } {
    const edge = (): number => (stored[this.#below(stored.length)]?.t ?? 0) + this.#below(3) - 1;
    const [a, b] = [edge(), edge()];
    return { from: Math.min(a, b), to: Math.max(a, b) + 1 };
  }

  async #checkSpan(tag: string, model: HistoryModel, { from, to }: { from: number; to: number }): Promise<void> {
    const { historian } = this.rig;
    const columns = 1 + this.#below(12);
    const [trend] = await historian.trend({ tags: [tag], from, to, columns });
    const history = model.history(trend?.knownUntil ?? 0);
    const page: HistorySamples[] = [];
    for await (const part of historian.stream(tag, { from, to, bounds: true, limit: 200 + this.#below(900) })) {
      page.push(part);
    }
    same(joined(page), flatRaw(history, { from, to, bounds: true }).filter(isStored));
    const buckets = trend?.buckets ?? null;
    for (let c = 0; buckets !== null && c < columns; c++) {
      const end = c === columns - 1 ? to : from + (c + 1) * buckets.stepMs;
      const { min, max, percentValid, percentGood, ...wanted } = flatBucket(history, from + c * buckets.stepMs, end);
      const made = history.samples.filter(s => !isStored(s) && s.t >= from + c * buckets.stepMs && s.t < end).length;
      expect(buckets.count[c]).toBe(wanted.count - made);
      expect([buckets.min[c], buckets.max[c]]).toEqual([min, max]);
      expect(buckets.worstQ[c]).toBe(wanted.worstQ);
      expect(buckets.percentValid[c]).toBeCloseTo(percentValid, 6);
      expect(buckets.percentGood[c]).toBeCloseTo(percentGood, 6);
    }
    const stepMs = Math.max(1, (to - from) / (1 + this.#below(3)));
    const steps = { from, to, stepMs };
    for (const { aggregate, v } of await historian.aggregate({ tags: [tag], aggregates: AGGREGATES, steps })) {
      for (const [i, value] of v.entries()) {
        const step = { from: from + i * stepMs, to: Math.min(to, from + (i + 1) * stepMs), modulus: null };
        expect(isNear(value, flatAggregate(history, aggregate, step).v), `${tag} ${aggregate} ${value}`).toBe(true);
      }
    }
    const at = from + this.#below(to - from);
    const last = history.samples.findLast(s => s.t <= at);
    const [slice] = await historian.slice([tag], at);
    expect([slice?.time, slice?.q]).toEqual(last === undefined ? [null, 0] : [last.t, last.q]);
  }
}

const isStored = ({ seq }: FlatSample): boolean => seq !== 0;

const isNear = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

const joined = (pages: readonly HistorySamples[]) => ({
  t: pages.flatMap(p => [...p.t]),
  v: pages.flatMap(p => [...p.v]),
  q: pages.flatMap(p => [...p.q]),
});

/** Bit by bit but for the kind of NaN, in order. */
function same(
  found: { t: ArrayLike<number>; v: ArrayLike<number>; q: ArrayLike<number> },
  wanted: readonly FlatSample[],
): void {
  expect(Array.from(found.t)).toEqual(wanted.map(s => s.t));
  expect(Array.from(found.v)).toEqual(wanted.map(s => s.v));
  expect(Array.from(found.q)).toEqual(wanted.map(s => s.q));
}

describe('a historian that goes through anything', () => {
  let day: Day | null = null;
  afterEach(() => day?.rig.stop());

  it.each([3, 4, 8])(
    'answers like the naive model at every step, also while it seals and is copied (seed %i)',
    async seed => {
      day = new Day(seed);
      await day.run();
    },
    LIMIT_MS,
  );
});
