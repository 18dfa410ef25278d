/** What scripts and streams get to see of the table. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../../main/handlers/handlers.ts';
import { handleOrFail, readTags, TagOutlet } from '../../../main/handlers/tags.ts';
import { Catalogue } from '../../../main/tags/catalogue.ts';
import { TagTable } from '../../../main/tags/tag-table.ts';
import { COMM_LOSS, GOOD, OUT_OF_RANGE, quality, STALE } from '../../../shared/model/quality.ts';
import { boundTag } from '../acquisition/modbus/bound-tag.ts';
import { HandClock } from '../support/hand-clock.ts';
import { plainProject } from '../support/plain-project.ts';
import { batch } from '../support/samples.ts';

const project = plainProject([0, 1, 2].map(i => boundTag(i, {}).tag));
const catalogue = new Catalogue(project);
const UNCERTAIN = quality('uncertain');

describe('tags', () => {
  let clock: HandClock;
  let table: TagTable;
  const read = (...names: string[]) => readTags({ catalogue, table }, names);

  beforeEach(() => {
    clock = new HandClock();
    table = new TagTable(
      project.tags.map(() => ({ low: 0, high: 10, staleAfterMs: 1_500 })),
      clock,
    );
  });
  afterEach(() => table.stop());

  it('reads value, quality, reason and time in the order asked, the same tag as often as asked', () => {
    table.update(batch({ h: 0, v: 0, t: 5 }, { h: 1, v: 99, t: 6 }));
    expect(read('T-1', 'T-0', 'T-0')).toEqual([
      { tag: 'T-1', value: 99, quality: 'uncertain', reason: 'out-of-range', time: 6, raw: 99 },
      { tag: 'T-0', value: 0, quality: 'good', time: 5, raw: 0 },
      { tag: 'T-0', value: 0, quality: 'good', time: 5, raw: 0 },
    ]);
  });

  it('invariant 1: a bad value is null, never 0, with the last good one beside it as old', () => {
    expect(read('T-2')).toEqual([
      { tag: 'T-2', value: null, quality: 'bad', reason: 'not-read-yet', time: clock.now(), raw: null },
    ]);
    table.update(batch({ h: 0, v: 3, t: 5 }));
    clock.advance(1_500);
    expect(read('T-0')).toEqual([
      {
        tag: 'T-0',
        value: null,
        quality: 'bad',
        reason: 'stale',
        time: clock.now(),
        raw: null,
        lastGood: { value: 3, time: 5 },
      },
    ]);
  });

  it('reads texts and every digit of big integers, and the last text of a silent tag as old', () => {
    table.update({
      ...batch({ h: 0, v: Number.NaN, t: 5 }, { h: 1, v: 2 ** 60, t: 5, q: UNCERTAIN }),
      exact: new Map<number, bigint | string>([
        [0, '流量计 A'],
        [1, 2n ** 60n + 1n],
      ]),
    });
    expect(read('T-0', 'T-1')).toEqual([
      { tag: 'T-0', value: null, text: '流量计 A', quality: 'good', time: 5, raw: null },
      { tag: 'T-1', value: 2 ** 60, text: '1152921504606846977', quality: 'uncertain', time: 5, raw: 2 ** 60 },
    ]);
    const outlet = new TagOutlet(table, [2, 1, 0], { wake: () => undefined, hasten: null });
    expect(outlet.take()?.exact).toEqual([
      [1, '1152921504606846977'],
      [2, '流量计 A'],
    ]);
    table.invalidate(Uint32Array.of(0, 1), COMM_LOSS);
    expect(read('T-0')).toMatchObject([{ value: null, lastGood: { value: null, text: '流量计 A', time: 5 } }]);
    const item = outlet.take();
    expect(item?.exact?.map(([i, text]) => [item.handles[i], text])).toEqual([[0, '流量计 A']]);
    table.update(batch({ h: 2, v: 1 }));
    expect(outlet.take()).not.toHaveProperty('exact');
  });

  it('reads the raw value of the live one, also while another is forced over it', () => {
    table.update(batch({ h: 0, v: 3 }));
    const since = clock.now();
    table.override(0, { kind: 'force', value: 7, who: 'Li', why: 'test', since, until: since + 60_000 });
    expect(read('T-0')).toMatchObject([{ value: 7, quality: 'uncertain', reason: 'forced', raw: 3 }]);
    clock.advance(1_500);
    expect(read('T-0')).toMatchObject([{ value: 7, raw: null }]);
  });

  it('names an unknown tag in both languages', () => {
    let error: unknown;
    try {
      handleOrFail(catalogue, 'NOBODY');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: 'unknown-tag', message: 'There is no tag "NOBODY".' });
    expect((error as RequestError).zh.message).toContain('NOBODY');
    expect(() => read('T-0', 'T-9')).toThrow(RequestError);
  });

  it('gives a snapshot of the wanted tags first, each once, then only changes, newest first come', () => {
    const outlet = new TagOutlet(table, [2, 0, 2], { wake: () => undefined, hasten: null });
    expect(outlet.take()).toMatchObject({ snapshot: true, handles: Uint32Array.of(2, 0) });
    expect(outlet.take()).toBeNull();
    table.update(batch({ h: 0, v: 1 }, { h: 1, v: 1 }));
    table.update(batch({ h: 0, v: 2, t: 9 }));
    expect(outlet.take()).toMatchObject({
      snapshot: false,
      handles: Uint32Array.of(0),
      v: Float64Array.of(2),
      t: Float64Array.of(9),
      q: Uint16Array.of(GOOD),
    });
    expect(outlet.take()).toBeNull();
    outlet.close();
  });

  it('sends an empty snapshot to who wants no tag, and nothing after it', () => {
    const outlet = new TagOutlet(table, [], { wake: () => undefined, hasten: null });
    expect(outlet.take()).toMatchObject({ snapshot: true, handles: new Uint32Array() });
    table.update(batch({ h: 0, v: 1 }));
    expect(outlet.take()).toBeNull();
  });

  it('wakes once for the snapshot and once for each first change, not for tags that nobody wants', () => {
    let woken = 0;
    const outlet = new TagOutlet(table, [0], { wake: () => woken++, hasten: null });
    outlet.take();
    table.update(batch({ h: 0, v: 1 }));
    table.update(batch({ h: 0, v: 2 }));
    table.update(batch({ h: 1, v: 2 }));
    expect(woken).toBe(2);
    outlet.close();
    outlet.take();
    table.update(batch({ h: 0, v: 3 }));
    expect(woken).toBe(2);
  });

  it('invariant 1: what expires while an item is taken is in that item or in the next, never lost', () => {
    let woken = 0;
    const outlet = new TagOutlet(table, [0, 1, 2], { wake: () => woken++, hasten: null });
    outlet.take();
    table.update(batch({ h: 0, v: 1 }, { h: 1, v: 2 }));
    outlet.take();
    clock.advance(1_000);
    table.update(batch({ h: 0, v: 5 }));
    clock.advance(500);
    const items = [outlet.take(), outlet.take()];
    const told = items.flatMap(item => (item === null ? [] : [...item.handles].map((h, i) => ({ h, q: item.q[i] }))));
    expect(told).toContainEqual({ h: 1, q: STALE });
    expect(told).toContainEqual({ h: 0, q: GOOD });
    expect(woken).toBeGreaterThanOrEqual(3);
  });

  it('carries the last good value beside every bad one, and no number where there never was one', () => {
    const outlet = new TagOutlet(table, [0, 1], { wake: () => undefined, hasten: null });
    table.update(batch({ h: 0, v: 4, t: 7 }));
    table.update(batch({ h: 0, v: 11 }));
    expect(outlet.take()).toMatchObject({ q: { 0: OUT_OF_RANGE }, lastV: Float64Array.of(4, Number.NaN) });
    table.invalidate(Uint32Array.of(0), COMM_LOSS);
    expect(outlet.take()).toMatchObject({
      v: Float64Array.of(Number.NaN),
      q: Uint16Array.of(COMM_LOSS),
      lastV: Float64Array.of(4),
      lastT: Float64Array.of(7),
    });
  });
});
