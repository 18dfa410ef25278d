/** Raw values beside engineering values: scaling, texts, integers beyond 2^53, and the times behind a value. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawBatch } from '../../../main/acquisition/channel.ts';
import { type Point, TagTable } from '../../../main/tags/tag-table.ts';
import { COMM_LOSS, DEVICE_FAULT, GOOD, NOT_READ_YET, OUT_OF_RANGE, STALE } from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { batch, type Sample } from '../support/samples.ts';

const STALE_AFTER = 1_500;
const BIG = 2n ** 60n + 1n;
const point = (more: Partial<Point> = {}): Point => ({ low: null, high: null, staleAfterMs: STALE_AFTER, ...more });
const exactly = (exact: bigint | string, sample: Partial<Sample> = {}): RawBatch => ({
  ...batch({ h: 0, v: typeof exact === 'bigint' ? Number(exact) : Number.NaN, ...sample }),
  exact: new Map([[0, exact]]),
});

describe('TagTable, raw values', () => {
  const clock = new HandClock();
  let table: TagTable;
  let told: SampleBatch[];
  const open = (...points: Point[]) => {
    table = new TagTable(points, clock);
    table.subscribe(b => told.push({ ...b, v: b.v.slice(), q: b.q.slice(), t: b.t.slice() }));
  };
  beforeEach(() => {
    told = [];
  });
  afterEach(() => table.stop());

  it('keeps the raw value beside the engineering value, and announces the engineering value', () => {
    open(point({ scaling: { kind: 'linear', gain: 2, offset: 1 }, low: 0, high: 10 }), point());
    table.update(batch({ h: 0, v: 3, t: 42 }, { h: 1, v: 3, t: 42 }));
    expect(table.state(0)).toMatchObject({
      received: { raw: 3 },
      receivedAt: clock.now(),
      live: { v: 7, q: GOOD, t: 42, lastV: 7 },
    });
    expect(table.state(1)).toMatchObject({ received: { raw: 3 }, receivedAt: clock.now(), live: { v: 3, q: GOOD } });
    expect(told[0]?.v).toEqual(Float64Array.of(7, 3));
    table.update(batch({ h: 0, v: 8, t: 43 }));
    expect(table.state(0)).toMatchObject({ received: { raw: 8 }, live: { v: 17, q: OUT_OF_RANGE } });
  });

  it('scales once only: a value that was silent and is confirmed comes back as it was shown', () => {
    open(point({ scaling: { kind: 'linear', gain: 2, offset: 1 }, low: 0, high: 10 }));
    table.update(batch({ h: 0, v: 3 }));
    clock.advance(STALE_AFTER);
    expect(table.state(0)).toMatchObject({ received: { raw: 3 }, live: { v: Number.NaN, q: STALE, lastV: 7 } });
    table.confirm(Uint32Array.of(0));
    expect(table.read(0)).toMatchObject({ v: 7, q: GOOD });
    expect(told.at(-1)?.v).toEqual(Float64Array.of(7));
  });

  it('keeps what it cannot use as the raw value of a bad one', () => {
    open(point());
    expect(table.state(0)).toMatchObject({
      received: { raw: Number.NaN },
      receivedAt: Number.NaN,
      live: { q: NOT_READ_YET },
    });
    table.update(batch({ h: 0, v: 5, q: DEVICE_FAULT }));
    expect(table.state(0)).toMatchObject({ received: { raw: 5 }, live: { v: Number.NaN, q: DEVICE_FAULT } });
    const receivedAt = clock.now();
    clock.advance(100);
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    expect(table.state(0)).toMatchObject({ received: { raw: 5 }, receivedAt, live: { v: Number.NaN, q: COMM_LOSS } });
  });

  it('calls a text good though it is no number, shows it, and keeps the last one as old', () => {
    open(point({ low: 0, high: 1 }));
    table.update(exactly('FC-1401A', { t: 42 }));
    expect(table.read(0)).toMatchObject({
      v: Number.NaN,
      q: GOOD,
      exact: 'FC-1401A',
      lastExact: 'FC-1401A',
      lastT: 42,
    });
    expect(told[0]).toMatchObject({ q: Uint16Array.of(GOOD), exact: new Map([[0, 'FC-1401A']]) });
    clock.advance(STALE_AFTER);
    const old = { v: Number.NaN, q: STALE, exact: undefined, lastExact: 'FC-1401A', lastT: 42 };
    expect(table.read(0)).toMatchObject(old);
    expect(told.at(-1)?.exact).toBeUndefined();
    table.confirm(Uint32Array.of(0));
    expect(table.read(0)).toMatchObject({ q: GOOD, exact: 'FC-1401A' });
    expect(told.at(-1)?.exact).toEqual(new Map([[0, 'FC-1401A']]));
    table.update(exactly('FC-1401B', { q: DEVICE_FAULT }));
    expect(table.read(0)).toMatchObject({ q: DEVICE_FAULT, exact: undefined, lastExact: 'FC-1401A' });
    expect(table.state(0).received.exact).toBe('FC-1401B');
    expect(told.at(-1)?.exact?.size).toBe(0);
  });

  it('calls a text that does not come a device fault, like any number that is none', () => {
    open(point());
    table.update(exactly('A'));
    table.update(batch({ h: 0, v: Number.NaN }));
    expect(table.read(0)).toMatchObject({ q: DEVICE_FAULT, exact: undefined, lastExact: 'A' });
  });

  it('shows every digit of an integer beyond 2^53, and none of them where the value is scaled or clamped', () => {
    open(point());
    table.update(exactly(BIG));
    expect(table.read(0)).toMatchObject({ v: Number(BIG), q: GOOD, exact: BIG });
    expect(told[0]?.exact).toEqual(new Map([[0, BIG]]));
    table.update(batch({ h: 0, v: 7 }));
    expect(table.read(0)).toMatchObject({ v: 7, exact: undefined });
    table.stop();
    for (const more of [{ scaling: { kind: 'linear', gain: 2, offset: 0 } as const }, { isClamped: true }]) {
      open(point(more));
      table.update(exactly(BIG));
      expect(table.read(0).exact).toBeUndefined();
      expect(told.at(-1)?.exact?.size).toBe(0);
      expect(table.state(0).received.exact).toBe(BIG);
      table.invalidate(Uint32Array.of(0), COMM_LOSS);
      expect(table.read(0).lastExact).toBeUndefined();
      table.stop();
    }
  });

  it('leaves the exact values of other positions alone when one is not shown', () => {
    open(point(), point());
    const both = batch({ h: 0, v: Number.NaN, q: COMM_LOSS }, { h: 1, v: Number.NaN });
    table.update({
      ...both,
      exact: new Map([
        [0, 'A'],
        [1, 'B'],
      ]),
    });
    expect(told[0]?.exact).toEqual(new Map([[1, 'B']]));
  });

  it('keeps source and server time of the newest sample, and none where it had none', () => {
    open(point(), point());
    expect(table.state(0)).toMatchObject({ sourceT: Number.NaN, serverT: Number.NaN });
    const times = { sourceT: Float64Array.of(11, Number.NaN), serverT: Float64Array.of(12, 22) };
    table.update({ ...batch({ h: 0, v: 1 }, { h: 1, v: 1 }), ...times });
    expect(table.state(0)).toMatchObject({ sourceT: 11, serverT: 12 });
    expect(table.state(1)).toMatchObject({ sourceT: Number.NaN, serverT: 22 });
    table.update(batch({ h: 0, v: 2 }));
    expect(table.state(0)).toMatchObject({ sourceT: Number.NaN, serverT: Number.NaN });
  });
});
