/**
 * The table against a model that keeps only what happened, over thousands of random steps. A failure prints its seed and step:
 * put the seed alone into SEEDS to see it again.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { RawBatch } from '../../../main/acquisition/channel.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import {
  COMM_LOSS,
  DEVICE_FAULT,
  GOOD,
  isGood,
  type Quality,
  quality,
  qualityReason,
  STALE,
} from '../../../shared/model/quality.ts';
import type { TagOverride } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { randomOf } from '../support/samples.ts';
import { type Expected, type ModelPoint, ModelTag, type Told } from '../support/tag-model.ts';

const SEEDS = [1, 2, 3, 4];
const STEPS = 4_000;
const STALE_AFTER = 1_500;
const POINTS: readonly ModelPoint[] = [
  { low: null, high: null },
  { low: 0, high: 3 },
  { low: 0, high: 3, isClamped: true },
  { low: 0, high: 10, gain: 3 },
  { low: null, high: null, frozenAfterMs: 4_000 },
  { low: 0, high: 3, frozenAfterMs: 1_000 },
  { low: 0, high: 3, gain: 2, isClamped: true, frozenAfterMs: 9_000 },
  { low: null, high: null },
  { low: null, high: null, frozenAfterMs: 4_000 },
].map(p => ({ ...p, staleAfterMs: STALE_AFTER }));
/** Nobody scans the last one: it is calculated. */
const NEVER_STALE = POINTS.length - 2;
const TEXTS = POINTS.length - 1;

class Play {
  readonly clock = new HandClock();
  readonly table: TagTable;
  /** What the announcements alone have told. */
  readonly mirror = new Map<number, Expected>();
  readonly #model: readonly ModelTag[];
  readonly #random: () => number;

  constructor(seed: number) {
    const points = POINTS.map((p, h) => (h === NEVER_STALE ? { ...p, staleAfterMs: Number.POSITIVE_INFINITY } : p));
    this.#random = randomOf(seed);
    this.#model = points.map(p => new ModelTag(p));
    this.table = new TagTable(
      points.map(({ gain, ...p }) => ({
        ...p,
        scaling: gain === undefined ? null : { kind: 'linear', gain, offset: 0 },
      })),
      this.clock,
    );
    this.table.subscribe(({ handles, v, q, exact }) => {
      handles.forEach((h, i) => this.mirror.set(h, { v: v[i] ?? 0, q: q[i] ?? 0, exact: exact?.get(i) }));
    });
  }

  step(): void {
    const kind = this.#upTo(10);
    this.clock.advance(this.#random() < 0.1 ? this.#random() * 4_000 : this.#random() * 300);
    if (kind < 5) this.#update();
    else if (kind === 5) this.#confirm();
    else if (kind === 6) this.#lose();
    else if (kind === 7) this.#override();
    else if (kind === 8) this.table.expire();
    else this.#stepClock();
  }

  /** Every tag, in the order in which a reader may ask. */
  check(where: string): void {
    for (const [h, model] of this.#model.entries()) {
      const expected = model.shown(this.#now);
      const { v, q, exact } = this.table.read(h);
      expect({ v, q, exact }, `${where}: read of tag ${h}`).toEqual(expected);
      const state = this.table.state(h);
      const { v: liveV, q: liveQ, exact: liveExact } = state.live;
      expect({ v: liveV, q: liveQ, exact: liveExact }, `${where}: live ${h}`).toEqual(model.live(this.#now));
    }
    for (const [h, heard] of this.mirror) {
      expect(heard, `${where}: announced of tag ${h}`).toEqual(this.#model[h]?.shown(this.#now));
    }
  }

  get #now() {
    return { wall: this.clock.now(), monotonic: this.clock.monotonic() };
  }

  #upTo(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #someHandles(): readonly number[] {
    return POINTS.map((_, h) => h).filter(() => this.#random() < 0.5);
  }

  #told(h: number): Told {
    const q = this.#upTo(12);
    const quality: Quality = q === 0 ? DEVICE_FAULT : q === 1 ? UNCERTAIN : GOOD;
    if (h === TEXTS) return { raw: Number.NaN, q: quality, exact: this.#random() < 0.9 ? 'text' : 'other' };
    if (h === 0 && this.#random() < 0.2) return { raw: 2 ** 60, q: quality, exact: 2n ** 60n + BigInt(this.#upTo(2)) };
    // Few values, so that many are repeated; one in a while is none or out of range.
    const raw = [1, 1, 1, 1, 1, 2, -0.03, 3.09, 3.1, 50, Number.NaN, Number.POSITIVE_INFINITY][this.#upTo(12)];
    return { raw: raw ?? 1, q: quality };
  }

  #update(): void {
    const told = this.#someHandles().map(h => [h, this.#told(h)] as const);
    for (const [h, t] of told) this.#model[h]?.sample(t, this.#now);
    const exact = new Map(told.flatMap(([, t], i) => (t.exact === undefined ? [] : [[i, t.exact] as const])));
    const raw: RawBatch = {
      handles: Uint32Array.from(told, ([h]) => h),
      t: new Float64Array(told.length).fill(this.clock.now()),
      v: Float64Array.from(told, ([, t]) => t.raw),
      q: Uint16Array.from(told, ([, t]) => t.q),
      ...(exact.size === 0 ? {} : { exact }),
    };
    this.table.update(raw);
  }

  #confirm(): void {
    const handles = this.#someHandles();
    for (const h of handles) this.#model[h]?.confirm(this.#now);
    this.table.confirm(Uint32Array.from(handles));
  }

  #lose(): void {
    const handles = this.#someHandles();
    const reason = this.#random() < 0.8 ? COMM_LOSS : STALE;
    for (const h of handles) this.#model[h]?.lose(reason, this.#now);
    this.table.invalidate(Uint32Array.from(handles), reason);
  }

  #override(): void {
    const h = this.#upTo(POINTS.length);
    if (this.#random() < 0.3) {
      this.#model[h]?.override(null, this.#now);
      this.table.release(h);
      return;
    }
    const since = this.clock.now();
    const kind = this.#random() < 0.5 ? 'force' : 'substitute';
    const value = this.#upTo(100);
    const order: TagOverride = { kind, value, who: 'w', why: 'y', since, until: since + this.#random() * 8_000 };
    this.#model[h]?.override(order, this.#now);
    this.table.override(h, order);
  }

  #stepClock(): void {
    if (this.#random() < 0.1) this.clock.wallMs += (this.#random() - 0.5) * 20_000;
  }
}

const UNCERTAIN = quality('uncertain');

describe('TagTable against the model', () => {
  let play: Play | undefined;
  afterEach(() => play?.table.stop());

  it.each(SEEDS)('invariant 1: shows and tells what the model does, seed %d', seed => {
    play = new Play(seed);
    for (let step = 0; step < STEPS; step++) {
      play.step();
      play.check(`seed ${seed}, step ${step}`);
    }
  });

  it('plays every quality that the table can give: a model that never meets a case proves nothing of it', () => {
    play = new Play(9);
    const met = new Set<string>();
    let isGoodMet = false;
    for (let step = 0; step < STEPS; step++) {
      play.step();
      for (const { q } of play.mirror.values()) {
        met.add(qualityReason(q));
        isGoodMet ||= isGood(q);
      }
    }
    expect(isGoodMet).toBe(true);
    expect([...met].toSorted()).toEqual(
      ['comm-loss', 'device-fault', 'forced', 'frozen', 'none', 'out-of-range', 'stale', 'substituted'].toSorted(),
    );
  });
});
