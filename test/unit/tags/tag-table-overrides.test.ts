/** Overrides in the table: laid over the live value, never into it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SWEEP_MS, TagTable } from '../../../main/tags/tag-table.ts';
import { COMM_LOSS, FORCED, GOOD, NOT_CONFIGURED, STALE, SUBSTITUTED } from '../../../shared/model/quality.ts';
import type { TagOverride } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { batch } from '../support/samples.ts';

const STALE_AFTER = 1_500;

describe('TagTable, overrides', () => {
  let clock: HandClock;
  let table: TagTable;
  let told: { h: number; v: number; q: number; t: number }[];
  let ended: [number, number][];
  const order = (more: Partial<TagOverride> = {}): TagOverride => ({
    kind: 'force',
    value: 9,
    who: 'Li',
    why: 'test',
    since: clock.now(),
    until: clock.now() + 60_000,
    ...more,
  });

  beforeEach(() => {
    vi.useFakeTimers();
    clock = new HandClock();
    table = new TagTable(
      [
        { low: 0, high: 16, staleAfterMs: STALE_AFTER },
        { low: 0, high: 16, staleAfterMs: STALE_AFTER },
        { low: null, high: null, staleAfterMs: Number.POSITIVE_INFINITY, initial: NOT_CONFIGURED },
      ],
      clock,
    );
    told = [];
    ended = [];
    table.subscribe(({ handles, v, q, t }) => {
      handles.forEach((h, i) => told.push({ h, v: v[i] ?? 0, q: q[i] ?? 0, t: t[i] ?? 0 }));
    });
    table.onOverrideEnd((h, { value }) => ended.push([h, value]));
  });
  afterEach(() => {
    table.stop();
    vi.useRealTimers();
  });

  it('shows a forced value at once and at every sample, and keeps the live one and the raw one visible', () => {
    table.update(batch({ h: 0, v: 5, t: 1 }));
    table.override(0, order());
    expect(told.at(-1)).toEqual({ h: 0, v: 9, q: FORCED, t: clock.now() });
    clock.advance(1_000);
    table.update(batch({ h: 0, v: 6, t: clock.now() }, { h: 1, v: 7, t: clock.now() }));
    expect(told.slice(-2)).toMatchObject([
      { h: 0, v: 9, q: FORCED },
      { h: 1, v: 7, q: GOOD },
    ]);
    expect(table.read(0)).toMatchObject({ v: 9, q: FORCED, t: clock.now() });
    expect(table.state(0)).toMatchObject({ received: { raw: 6 }, live: { v: 6, q: GOOD }, override: { who: 'Li' } });
  });

  it('forces a value that is bad, stale, lost or was never there, and a calculated one', () => {
    table.override(0, order());
    table.override(2, order());
    expect(table.read(0)).toMatchObject({ v: 9, q: FORCED });
    expect(table.read(2)).toMatchObject({ v: 9, q: FORCED });
    table.update(batch({ h: 0, v: 5 }));
    clock.advance(STALE_AFTER);
    vi.advanceTimersByTime(SWEEP_MS);
    expect(told.at(-1)).toMatchObject({ h: 0, v: 9, q: FORCED });
    expect(table.state(0).live).toMatchObject({ v: Number.NaN, q: STALE, lastV: 5 });
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    expect(told.at(-1)).toMatchObject({ h: 0, v: 9, q: FORCED });
    expect(table.state(0).live.q).toBe(COMM_LOSS);
  });

  it('substitutes only while the live value is bad', () => {
    table.override(0, order({ kind: 'substitute' }));
    expect(table.read(0)).toMatchObject({ v: 9, q: SUBSTITUTED });
    table.update(batch({ h: 0, v: 40 }));
    expect(told.at(-1)).toMatchObject({ v: 40 });
    table.update(batch({ h: 0, v: 5, t: clock.now() }));
    expect(table.read(0)).toMatchObject({ v: 5, q: GOOD });
    clock.advance(STALE_AFTER);
    expect(table.read(0)).toMatchObject({ v: 9, q: SUBSTITUTED, t: clock.now(), lastV: 5 });
    expect(told.at(-1)).toMatchObject({ v: 9, q: SUBSTITUTED });
    table.update(batch({ h: 0, v: 6, q: COMM_LOSS }));
    expect(told.at(-1)).toMatchObject({ v: 9, q: SUBSTITUTED });
    table.update(batch({ h: 0, v: 6 }));
    expect(told.at(-1)).toMatchObject({ v: 6, q: GOOD });
  });

  it('invariant 1: brings back the live value when it is released, with the deadline that it really has', () => {
    table.update(batch({ h: 0, v: 5, t: 42 }));
    table.override(0, order());
    clock.advance(1_000);
    expect(table.release(0)?.value).toBe(9);
    expect(told.at(-1)).toEqual({ h: 0, v: 5, q: GOOD, t: clock.now() });
    expect(table.read(0)).toMatchObject({ v: 5, q: GOOD, t: 42 });
    table.override(0, order());
    clock.advance(500);
    table.release(0);
    expect(told.at(-1)).toMatchObject({ v: Number.NaN, q: STALE });
    expect(table.release(0)).toBeUndefined();
  });

  it('ends by itself, told by the sweep, and a reader at that moment sees the live value', () => {
    table.override(0, order());
    table.override(1, order({ until: clock.now() + 30_000 }));
    clock.advance(29_999);
    table.update(batch({ h: 0, v: 5, t: 1 }, { h: 1, v: 6, t: 1 }));
    expect(table.read(1).q).toBe(FORCED);
    clock.advance(1);
    told = [];
    vi.advanceTimersByTime(SWEEP_MS);
    expect(told).toEqual([{ h: 1, v: 6, q: GOOD, t: clock.now() }]);
    expect(ended).toEqual([[1, 9]]);
    clock.advance(30_000);
    table.update(batch({ h: 0, v: 5 }));
    expect(table.read(0)).toMatchObject({ v: 5, q: GOOD });
    expect(ended).toEqual([
      [1, 9],
      [0, 9],
    ]);
    expect(table.overrides()).toEqual([]);
  });

  it('is over for a sample that comes after its end, though nobody has looked since', () => {
    table.override(0, order());
    clock.advance(60_000);
    table.update(batch({ h: 0, v: 5 }));
    expect(told.at(-1)).toMatchObject({ v: 5, q: GOOD });
    expect(ended).toEqual([[0, 9]]);
  });

  it('became so when it was entered, not when the sample under it was taken', () => {
    table.update(batch({ h: 0, v: 5, t: 42 }));
    const since = clock.now();
    table.override(0, order());
    clock.advance(1_000);
    expect(table.read(0).t).toBe(since);
    table.update(batch({ h: 0, v: 5, t: 43 }));
    expect(told.at(-1)?.t).toBe(since);
  });

  it('takes the digits and the text of the live value away from a number that somebody entered', () => {
    const exact = new Map([[0, 2n ** 60n]]);
    table.update({ ...batch({ h: 2, v: 2 ** 60 }), exact });
    table.override(2, order());
    expect(table.read(2)).toMatchObject({ v: 9, exact: undefined });
    let announced: unknown;
    table.subscribe(b => {
      announced = b.exact;
    });
    table.update({ ...batch({ h: 2, v: 2 ** 60 }), exact });
    expect(announced).toEqual(new Map());
    table.release(2);
    expect(table.read(2)).toMatchObject({ v: 2 ** 60, exact: 2n ** 60n });
  });

  it('replaces an override by another without the live value in between', () => {
    table.update(batch({ h: 0, v: 5 }));
    table.override(0, order());
    told = [];
    table.override(0, order({ value: 3 }));
    expect(told.map(s => s.v)).toEqual([3]);
    expect(table.overrides()).toMatchObject([[0, { value: 3 }]]);
  });

  it('tells what a raw value would come out as, override included', () => {
    table.override(0, order());
    expect(table.outcome(0, 5, GOOD)).toEqual({ v: 9, q: FORCED });
    table.override(0, order({ kind: 'substitute' }));
    expect(table.outcome(0, 5, GOOD)).toEqual({ v: 5, q: GOOD });
    expect(table.outcome(0, 5, COMM_LOSS)).toEqual({ v: 9, q: SUBSTITUTED });
  });
});
