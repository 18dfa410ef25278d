/** The live table: deadlines, ranges, last good values, and who hears what in which order. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Point, SWEEP_MS, TagTable } from '../../../main/tags/tag-table.ts';
import {
  COMM_LOSS,
  DEVICE_FAULT,
  GOOD,
  isGood,
  NOT_CONFIGURED,
  NOT_READ_YET,
  OUT_OF_RANGE,
  quality,
  STALE,
} from '../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../shared/model/tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { batch, randomOf } from '../support/samples.ts';

const STALE_AFTER = 1_500;
const point = (more: Partial<Point> = {}): Point => ({ low: null, high: null, staleAfterMs: STALE_AFTER, ...more });

describe('TagTable', () => {
  let clock: HandClock;
  let table: TagTable;
  const open = (...points: Point[]) => {
    table = new TagTable(points, clock);
    return table;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    clock = new HandClock();
  });
  afterEach(() => {
    table.stop();
    vi.useRealTimers();
  });

  it('starts bad and not read yet, without a number, or with the reason that the project gives', () => {
    open(point(), point({ initial: NOT_CONFIGURED, staleAfterMs: Number.POSITIVE_INFINITY }));
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: NOT_READ_YET, lastV: Number.NaN });
    clock.advance(1e9);
    expect(table.read(1)).toMatchObject({ v: Number.NaN, q: NOT_CONFIGURED, lastV: Number.NaN });
    expect(table.read(0).q).toBe(NOT_READ_YET);
  });

  it('invariant 1: a value never reads good at or after its deadline, even before the sweep has run', () => {
    open(point());
    table.update(batch({ h: 0, v: 3, t: 42 }));
    clock.advance(STALE_AFTER - 0.001);
    expect(table.read(0)).toMatchObject({ v: 3, q: GOOD, t: 42 });
    clock.advance(0.001);
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: STALE, lastV: 3, lastT: 42, t: clock.now() });
  });

  it('invariant 1: reading one tag also tells of every other that is past its deadline', () => {
    open(point(), point(), point({ staleAfterMs: Number.POSITIVE_INFINITY }));
    table.update(batch({ h: 0, v: 1 }, { h: 1, v: 2 }, { h: 2, v: 3 }));
    const told: number[] = [];
    table.subscribe(b => told.push(...b.handles));
    clock.advance(STALE_AFTER);
    // Handle 2 cannot go stale itself, but what it was calculated from can: nobody may read it before that is known.
    table.read(2);
    expect(told).toEqual([0, 1]);
  });

  it('invariant 1: under random traffic no reader ever sees good after the deadline of the newest sample', () => {
    const random = randomOf(7);
    open(...Array.from({ length: 20 }, () => point()));
    const freshAt = new Float64Array(20).fill(Number.NEGATIVE_INFINITY);
    for (let i = 0; i < 5_000; i++) {
      clock.advance(random() * 400);
      const h = Math.floor(random() * 20);
      if (random() < 0.2) {
        table.update(batch({ h, v: random() }));
        freshAt[h] = clock.monotonic();
      } else {
        const isFresh = clock.monotonic() < (freshAt[h] ?? 0) + STALE_AFTER;
        expect(isGood(table.read(h).q)).toBe(isFresh);
        expect(Number.isFinite(table.read(h).v)).toBe(isFresh);
      }
    }
  });

  it('announces expiry by its own sweep when nobody reads', () => {
    open(point());
    table.update(batch({ h: 0, v: 3 }));
    const told: SampleBatch[] = [];
    table.subscribe(b => told.push(b));
    clock.advance(STALE_AFTER);
    vi.advanceTimersByTime(SWEEP_MS);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      handles: Uint32Array.of(0),
      v: Float64Array.of(Number.NaN),
      q: Uint16Array.of(STALE),
    });
    vi.advanceTimersByTime(SWEEP_MS * 10);
    expect(told).toHaveLength(1);
  });

  it('does not let a step of the wall clock make a value older or younger', () => {
    open(point());
    table.update(batch({ h: 0, v: 3 }));
    clock.wallMs -= 86_400_000;
    clock.advance(STALE_AFTER - 1);
    expect(table.read(0).q).toBe(GOOD);
    clock.wallMs += 10 * 86_400_000;
    expect(table.read(0).q).toBe(GOOD);
    clock.advance(1);
    expect(table.read(0).q).toBe(STALE);
  });

  it('confirm restarts the deadline and keeps value and time', () => {
    open(point());
    table.update(batch({ h: 0, v: 3, t: 42 }));
    clock.advance(STALE_AFTER - 1);
    table.confirm(Uint32Array.of(0));
    clock.advance(STALE_AFTER - 1);
    expect(table.read(0)).toMatchObject({ v: 3, q: GOOD, t: 42 });
    clock.advance(1);
    expect(table.read(0).q).toBe(STALE);
  });

  it('invariant 1: confirm does not make good what is bad for another reason than silence', () => {
    open(point(), point());
    table.update(batch({ h: 0, v: 3 }));
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    table.confirm(Uint32Array.of(0, 1));
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: COMM_LOSS });
    expect(table.read(1)).toMatchObject({ v: Number.NaN, q: NOT_READ_YET });
    table.update(batch({ h: 0, v: 5, q: DEVICE_FAULT }));
    clock.advance(STALE_AFTER);
    expect(table.read(0).q).toBe(STALE);
    table.confirm(Uint32Array.of(0));
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: STALE });
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('a late confirm brings a value back that was only silent, told to all, when it comes %s the sweep', (_when, swept) => {
    open(point({ low: 0, high: 16 }), point());
    table.update(batch({ h: 0, v: 20, t: 42 }, { h: 1, v: 3, t: 43 }));
    clock.advance(STALE_AFTER + 1);
    if (swept) table.expire();
    const told: SampleBatch[] = [];
    table.subscribe(b => told.push(b));
    table.confirm(Uint32Array.of(0));
    expect(table.read(0)).toMatchObject({ v: 20, q: OUT_OF_RANGE, t: clock.now() });
    expect(told.at(-1)).toMatchObject({ handles: Uint32Array.of(0), v: Float64Array.of(20) });
    expect(table.read(1).q).toBe(STALE);
    clock.advance(STALE_AFTER);
    expect(table.read(0).q).toBe(STALE);
  });

  it('invalidate takes the number away, keeps the last good one as old, and tells once', () => {
    open(point(), point());
    table.update(batch({ h: 0, v: 3, t: 42 }, { h: 1, v: 4, t: 43 }));
    const told: SampleBatch[] = [];
    table.subscribe(b => told.push(b));
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    expect(told).toHaveLength(1);
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: COMM_LOSS, lastV: 3, lastT: 42 });
    table.invalidate(Uint32Array.of(0, 1), COMM_LOSS);
    expect(told[1]?.handles).toEqual(Uint32Array.of(1));
    clock.advance(STALE_AFTER * 10);
    expect(table.read(0).q).toBe(COMM_LOSS);
  });

  it('keeps the last good value through bad and uncertain ones until there is a newer good one', () => {
    open(point({ low: 0, high: 16 }));
    table.update(batch({ h: 0, v: 3, t: 1 }));
    table.update(batch({ h: 0, v: 99, t: 2 }));
    table.update(batch({ h: 0, v: 5, q: DEVICE_FAULT, t: 3 }));
    expect(table.read(0)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT, lastV: 3, lastT: 1 });
    table.update(batch({ h: 0, v: 6, t: 4 }));
    expect(table.read(0)).toMatchObject({ v: 6, q: GOOD, lastV: 6, lastT: 4 });
  });

  it.each([
    [-0.2, GOOD],
    [-0.21, OUT_OF_RANGE],
    [0, GOOD],
    [16, GOOD],
    [16.5, GOOD],
    [16.51, OUT_OF_RANGE],
  ])('judges %f of 0…16 by NAMUR NE 43: 3.8 to 20.5 mA is valid', (v, q) => {
    open(point({ low: 0, high: 16 }));
    table.update(batch({ h: 0, v }));
    expect(table.read(0)).toMatchObject({ v, q });
  });

  it('does not judge a tag without a range, nor make an uncertain or bad value better or other than it is', () => {
    const substituted = quality('uncertain', 'substituted');
    open(point(), point({ low: 0, high: 1 }));
    table.update(batch({ h: 0, v: 1e12 }, { h: 1, v: 7, q: substituted }));
    expect(table.read(0).q).toBe(GOOD);
    expect(table.read(1).q).toBe(substituted);
    table.update(batch({ h: 1, v: 7, q: COMM_LOSS }));
    expect(table.read(1)).toMatchObject({ v: Number.NaN, q: COMM_LOSS });
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])('a good quality with %f is a device fault and carried as no number, never as 0', v => {
    open(point(), point({ low: 0, high: 1 }));
    const told: SampleBatch[] = [];
    table.subscribe(b => told.push(b));
    table.update(batch({ h: 0, v }, { h: 1, v }));
    for (const h of [0, 1]) expect(table.read(h)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
    expect(told[0]).toMatchObject({
      v: Float64Array.of(Number.NaN, Number.NaN),
      q: Uint16Array.of(DEVICE_FAULT, DEVICE_FAULT),
    });
  });

  it('gives each subscriber each batch once, in the order of subscription, judged already', () => {
    open(point({ low: 0, high: 1 }));
    const told: string[] = [];
    table.subscribe(b => told.push(`first ${b.q[0]}`));
    const leave = table.subscribe(b => told.push(`second ${b.q[0]}`));
    table.subscribe(b => told.push(`third ${b.q[0]}`));
    table.update(batch({ h: 0, v: 9 }));
    expect(told).toEqual([`first ${OUT_OF_RANGE}`, `second ${OUT_OF_RANGE}`, `third ${OUT_OF_RANGE}`]);
    leave();
    leave();
    told.length = 0;
    table.update(batch({ h: 0, v: 1 }));
    expect(told).toEqual([`first ${GOOD}`, `third ${GOOD}`]);
  });

  it('a subscriber that leaves during a delivery does not cost the next one its batch', () => {
    open(point());
    let told = 0;
    const leave = table.subscribe(() => leave());
    table.subscribe(() => told++);
    table.update(batch({ h: 0, v: 1 }));
    expect(told).toBe(1);
  });

  it('tells nobody anything after stop and leaves no timer', () => {
    open(point());
    let told = 0;
    table.subscribe(() => told++);
    table.stop();
    table.update(batch({ h: 0, v: 1 }));
    expect(told).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
