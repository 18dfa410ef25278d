/** What a device refuses is found by halving: nothing readable is lost, nothing refused is asked again, and few reads do it. */
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../../main/acquisition/drivers/modbus/plan/planner.ts';
import { randomOf } from '../../../support/samples.ts';
import { endOf, type Habits, isReadable, learnAll, search } from './refusing-device.ts';

const habits = (change: Partial<Habits> = {}): Habits => ({ refused: new Set(), borders: [], limit: 125, ...change });
const refusing = (...refused: number[]): Habits => habits({ refused: new Set(refused) });
const item = (offset: number, width = 1): Item => ({ offset, width });
const row = (count: number, step = 1): Item[] => Array.from({ length: count }, (_, i) => item(i * step));

describe('searchHoles', () => {
  it('finds one refused register among 100 with at most two reads for each halving', () => {
    for (let at = 0; at < 100; at++) {
      const { findings, probes } = search(row(100), refusing(at));
      expect(findings).toEqual({ holes: [{ from: at, to: at }], maxCount: null });
      expect(probes.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(100)));
    }
  });

  it('looks first into the widest gap, because holes are mostly where no tags are', () => {
    const items = [item(0), ...row(9).map(i => item(i.offset + 3)), ...row(30).map(i => item(i.offset + 60))];
    const { findings, probes } = search(items, refusing(45));
    expect(probes).toEqual([item(0, 12), item(60, 30)]);
    expect(findings).toEqual({ holes: [{ from: 12, to: 59 }], maxCount: null });
    // Also where the gap is a single register.
    expect(search([item(0), item(2)], refusing(1)).findings).toEqual({ holes: [{ from: 1, to: 1 }], maxCount: null });
  });

  it('takes a device that takes fewer at once for what it is', () => {
    const { findings, probes } = search(row(100), habits({ limit: 60 }));
    expect(findings).toEqual({ holes: [], maxCount: 50 });
    expect(probes).toEqual([item(0, 50), item(50, 50)]);
    expect(search([item(0, 2), item(2, 10)], habits({ limit: 11 })).findings.maxCount).toBe(10);
    expect(search([item(0, 10), item(10, 2)], habits({ limit: 11 })).findings.maxCount).toBe(10);
  });

  it('takes a refusal of what it has given at once before for a border between two areas', () => {
    expect(search(row(100), habits({ borders: [50] }), 100).findings).toEqual({
      holes: [{ from: 50, to: 49 }],
      maxCount: null,
    });
    expect(search(row(100), habits({ borders: [50] }), 99).findings).toEqual({ holes: [], maxCount: 99 });
  });

  it('believes the largest read of its own search, too', () => {
    // 0 … 59 are read at once; so a border, and not a limit of 40, keeps 60 … 99 apart.
    const { findings } = search([item(0, 60), item(60, 20), item(80, 20)], habits({ borders: [60, 80] }));
    expect(findings).toEqual({ holes: [{ from: 80, to: 79 }], maxCount: null });
  });

  it('finds holes on both sides', () => {
    const { findings } = search(row(64), refusing(3, 40, 41, 63));
    expect(findings.holes.toSorted((a, b) => a.from - b.from)).toEqual(
      [3, 40, 41, 63].map(at => ({ from: at, to: at })),
    );
  });

  it('does not cut items apart that lie over each other', () => {
    const items = [item(0, 2), item(1), item(2, 4), item(3, 2), item(5, 4), item(20)];
    const { findings, probes } = search(items, refusing(1, 6));
    for (const probe of probes)
      for (const i of items)
        expect([
          i.offset >= probe.offset && endOf(i) <= endOf(probe),
          endOf(i) <= probe.offset,
          i.offset >= endOf(probe),
        ]).toContain(true);
    // 2 … 8 hang together by the item of four registers in the middle of which the next begins.
    expect(findings.holes).toEqual([
      { from: 0, to: 1 },
      { from: 2, to: 8 },
    ]);
  });

  it('calls a single item that is refused a hole without asking once more', () => {
    expect(search([item(7, 2)], refusing(8))).toEqual({
      findings: { holes: [{ from: 7, to: 8 }], maxCount: null },
      probes: [],
    });
  });
});

/** Items that do not lie over each other, and a device with holes, borders, a limit, or all of these. */
function randomDevice(seed: number): { items: Item[]; habits: Habits } {
  const random = randomOf(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const items: Item[] = [];
  for (let at = whole(5); at < 300 && items.length < 60; ) {
    const width = [1, 1, 2, 2, 4, 10][whole(6)] ?? 1;
    items.push(item(at, width));
    at += width + (random() < 0.6 ? 0 : whole(12));
  }
  const refused = new Set<number>();
  for (let i = whole(4); i > 0; i--) {
    const from = whole(300);
    for (let at = from; at <= from + whole(20); at++) refused.add(at);
  }
  const borders = random() < 0.3 ? Array.from({ length: 1 + whole(3) }, () => 1 + whole(300)) : [];
  return { items, habits: { refused, borders, limit: random() < 0.4 ? 10 + whole(50) : 125 } };
}

describe('what is learned from a device', () => {
  it('leaves every readable item readable and every refused one in a hole, whatever the device refuses', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const device = randomDevice(seed);
      const { plan, searches, probes } = learnAll(device.items, device.habits, 200);
      expect(searches, `seed ${seed}`).toBeLessThan(200);
      const canBeRead = device.items.filter(i => isReadable(device.habits, i));
      const read = plan.blocks.flatMap(b => b.items);
      expect(
        read.toSorted((a, b) => a.offset - b.offset),
        `seed ${seed}`,
      ).toEqual(canBeRead);
      expect(probes, `seed ${seed}`).toBeLessThanOrEqual(4 * device.items.length);
    }
  });

  it('costs a device with one bad register among 500 tags a handful of reads', () => {
    const items = row(500, 2);
    const { plan, probes, searches } = learnAll(items, refusing(250), 200);
    expect([searches, plan.blocks.length, plan.unreadable]).toEqual([1, 8, [item(250)]]);
    expect(probes).toBeLessThanOrEqual(12);
  });

  it('reads an item alone that is wider than all that the device has been seen to take at once', () => {
    // From the floats in front it is learned that 6 registers are taken at once; the text behind them has 10, and is taken, too.
    const items = [...row(6, 2).map(i => item(i.offset, 2)), item(200, 10), item(214)];
    const { plan } = learnAll(items, habits({ limit: 11 }), 20);
    expect(plan.unreadable).toEqual([]);
  });
});
