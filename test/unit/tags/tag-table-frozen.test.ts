/** Frozen values in the table: announced by the sweep, kept through losses, ended by the first other raw value. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Point, SWEEP_MS, TagTable } from '../../../main/tags/tag-table.ts';
import { COMM_LOSS, FROZEN, GOOD, OUT_OF_RANGE, quality, STALE } from '../../../shared/model/quality.ts';
import { HandClock } from '../support/hand-clock.ts';
import { batch } from '../support/samples.ts';

const FROZEN_AFTER = 10_000;
const STALE_AFTER = 1_500;

describe('TagTable, frozen values', () => {
  let clock: HandClock;
  let table: TagTable;
  let told: { v: number; q: number; t: number }[];
  const open = (more: Partial<Point> = {}) => {
    table = new TagTable(
      [{ low: 0, high: 16, staleAfterMs: STALE_AFTER, frozenAfterMs: FROZEN_AFTER, ...more }],
      clock,
    );
    table.subscribe(({ v, q, t }) => told.push({ v: v[0] ?? 0, q: q[0] ?? 0, t: t[0] ?? 0 }));
  };
  /** Samples of `v` once a second for `seconds`. */
  const keep = (v: number, seconds: number, q = GOOD) => {
    for (let s = 0; s < seconds; s++) {
      clock.advance(1_000);
      table.update(batch({ h: 0, v, q, t: clock.now() }));
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
    clock = new HandClock();
    told = [];
  });
  afterEach(() => {
    table.stop();
    vi.useRealTimers();
  });

  it('turns uncertain from the moment on, told by the sweep though no sample comes just then', () => {
    open();
    table.update(batch({ h: 0, v: 5, t: 1 }));
    keep(5, 9);
    clock.advance(999);
    expect(table.read(0)).toMatchObject({ v: 5, q: GOOD });
    clock.advance(1);
    told = [];
    vi.advanceTimersByTime(SWEEP_MS);
    expect(told).toEqual([{ v: 5, q: FROZEN, t: clock.now() }]);
    expect(table.read(0)).toMatchObject({ v: 5, q: FROZEN, lastV: 5 });
    vi.advanceTimersByTime(SWEEP_MS * 5);
    expect(told).toHaveLength(1);
    keep(5, 1);
    expect(table.read(0).q).toBe(FROZEN);
  });

  it('is frozen for a reader at the moment, before the sweep has run', () => {
    open();
    table.update(batch({ h: 0, v: 5 }));
    keep(5, 9);
    clock.advance(1_000);
    expect(table.read(0).q).toBe(FROZEN);
  });

  it('is good again at the first other raw value, however small the difference', () => {
    open({ scaling: { kind: 'linear', gain: 0, offset: 3 } });
    table.update(batch({ h: 0, v: 5 }));
    keep(5, 11);
    expect(table.read(0)).toMatchObject({ v: 3, q: FROZEN });
    table.update(batch({ h: 0, v: 5 + Number.EPSILON * 4 }));
    expect(table.read(0)).toMatchObject({ v: 3, q: GOOD });
  });

  it('counts confirmations as being heard', () => {
    open();
    table.update(batch({ h: 0, v: 5 }));
    for (let s = 0; s < 10; s++) {
      clock.advance(1_000);
      table.confirm(Uint32Array.of(0));
    }
    expect(table.read(0)).toMatchObject({ v: 5, q: FROZEN });
    table.confirm(Uint32Array.of(0));
    expect(table.read(0)).toMatchObject({ v: 5, q: FROZEN });
  });

  it('does not count a silence, swept or not', () => {
    open();
    table.update(batch({ h: 0, v: 5 }));
    keep(5, 5);
    clock.advance(60_000);
    expect(table.read(0).q).toBe(STALE);
    keep(5, 1);
    // 5 s were heard before the silence, and 1.5 s until the deadline: 3.5 s are left.
    clock.advance(1_000);
    keep(5, 1);
    expect(table.read(0).q).toBe(GOOD);
    keep(5, 2);
    expect(table.read(0).q).toBe(FROZEN);
  });

  it('does not count a silence that nobody noticed', () => {
    open();
    table.update(batch({ h: 0, v: 5 }));
    clock.advance(60_000);
    table.update(batch({ h: 0, v: 5 }));
    expect(table.read(0).q).toBe(GOOD);
  });

  it('stays frozen over a loss: only another raw value proves the instrument alive', () => {
    open();
    table.update(batch({ h: 0, v: 5 }));
    keep(5, 10);
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: COMM_LOSS });
    clock.advance(5_000);
    table.update(batch({ h: 0, v: 5 }));
    expect(told.at(-1)?.q).toBe(FROZEN);
    clock.advance(STALE_AFTER);
    table.expire();
    table.confirm(Uint32Array.of(0));
    expect(told.at(-1)).toMatchObject({ v: 5, q: FROZEN });
  });

  it('says nothing about a value that is uncertain already, and is noticed when that ends', () => {
    open();
    const uncertain = quality('uncertain');
    table.update(batch({ h: 0, v: 5, q: uncertain }));
    keep(5, 11, uncertain);
    expect(table.read(0).q).toBe(uncertain);
    keep(5, 1);
    expect(table.read(0).q).toBe(FROZEN);
    keep(40, 12);
    expect(table.read(0).q).toBe(OUT_OF_RANGE);
  });

  it('does not move the deadline: a frozen value goes stale like any other', () => {
    open({ frozenAfterMs: 1_000 });
    table.update(batch({ h: 0, v: 5 }));
    clock.advance(1_000);
    expect(table.read(0).q).toBe(FROZEN);
    clock.advance(500);
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: STALE, lastV: 5 });
  });
});
