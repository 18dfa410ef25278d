/** Read plans: the cheapest there is, never one that the device or the project forbids. */
import { describe, expect, it } from 'vitest';
import {
  type Barrier,
  type Block,
  type Item,
  itemCost,
  longestGap,
  type PlanRules,
  planReads,
} from '../../../../../main/acquisition/drivers/modbus/plan/planner.ts';
import { randomOf } from '../../../support/samples.ts';

/** A switched network: a request costs as much as 2,000 registers. */
const NETWORK = { perRequest: 1, perItem: 0.0005 };
const rules = (change: Partial<PlanRules> = {}): PlanRules => ({
  maxCount: 125,
  maxWidth: change.maxCount ?? 125,
  barriers: [],
  cost: NETWORK,
  ...change,
});
const item = (offset: number, width = 1): Item => ({ offset, width });
const row = (count: number, step = 1): Item[] => Array.from({ length: count }, (_, i) => item(i * step));
const shape = ({ offset, count, items }: Block<Item>) => [offset, count, items.length];
const shapes = (items: readonly Item[], change: Partial<PlanRules> = {}) =>
  planReads(items, rules(change)).blocks.map(shape);

/** Every way to divide things into groups. */
function* divisions<T>(things: readonly T[]): Generator<T[][]> {
  const [first, ...others] = things;
  if (first === undefined) return yield [];
  for (const groups of divisions(others)) {
    yield [[first], ...groups];
    for (let i = 0; i < groups.length; i++) yield groups.map((group, at) => (at === i ? [first, ...group] : group));
  }
}

/** What reading these items at once costs, register by register; infinite when it is not allowed. */
function priceOf(items: readonly Item[], { maxCount, maxWidth, barriers, cost }: PlanRules): number {
  const widest = Math.max(...items.map(i => i.width));
  const most = Math.min(maxWidth, Math.max(maxCount, widest));
  const start = Math.min(...items.map(i => i.offset));
  const count = Math.max(...items.map(i => i.offset + i.width)) - start;
  const addresses = Array.from({ length: count }, (_, i) => start + i);
  const isForbidden = ({ from, to }: Barrier) =>
    to < from
      ? addresses.includes(from - 1) && addresses.includes(from)
      : addresses.some(address => address >= from && address <= to);
  if (count > most || barriers.some(isForbidden)) return Number.POSITIVE_INFINITY;
  return cost.perRequest + cost.perItem * count;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function randomCase(random: () => number) {
  const whole = (below: number): number => Math.floor(random() * below);
  const items = Array.from({ length: 1 + whole(6) }, () => item(whole(30), 1 + whole(random() < 0.2 ? 12 : 4)));
  const barriers = Array.from({ length: whole(4) }, (): Barrier => {
    const from = 1 + whole(30);
    return { from, to: from - 1 + whole(3) };
  });
  const cost = { perRequest: 1 + whole(12), perItem: whole(3) };
  const maxCount = 1 + whole(20);
  return { items, given: rules({ maxCount, maxWidth: maxCount + whole(2) * 6, barriers, cost }) };
}

describe('planReads', () => {
  it('finds a plan as cheap as the cheapest of all that there are, and gives up only what no plan can read', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const { items, given } = randomCase(randomOf(seed));
      const plan = planReads(items, given);
      const alone = items.filter(i => Number.isFinite(priceOf([i], given)));
      expect(plan.unreadable.toSorted(byPlace), `seed ${seed}`).toEqual(
        items.filter(i => !alone.includes(i)).toSorted(byPlace),
      );
      let least = Number.POSITIVE_INFINITY;
      for (const groups of divisions(alone)) least = Math.min(least, sum(groups.map(group => priceOf(group, given))));
      expect(sum(plan.blocks.map(block => priceOf(block.items, given))), `seed ${seed}`).toBe(least);
    }
  });

  it('reads each item once and whole, whatever the items, in blocks of exactly the span of their items', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { items, given } = randomCase(randomOf(seed));
      const { blocks, unreadable } = planReads(items, given);
      expect([...blocks.flatMap(b => b.items), ...unreadable].toSorted(byPlace)).toEqual(items.toSorted(byPlace));
      for (const block of blocks) {
        expect(block.offset).toBe(Math.min(...block.items.map(i => i.offset)));
        expect(block.offset + block.count).toBe(Math.max(...block.items.map(i => i.offset + i.width)));
      }
    }
  });

  it('reads 500 tags on every second register with 8 requests', () => {
    const { blocks } = planReads(row(500, 2), rules());
    expect(blocks).toHaveLength(8);
    expect(sum(blocks.map(b => b.items.length))).toBe(500);
  });

  it('reads 1,000 registers with 8 requests of 125', () => {
    expect(shapes(row(1_000))).toEqual(Array.from({ length: 8 }, (_, i) => [i * 125, 125, 125]));
  });

  it('fills a request to its limit and not one item more', () => {
    expect(shapes(row(10), { maxCount: 10 })).toEqual([[0, 10, 10]]);
    expect(shapes(row(11), { maxCount: 10 })).toHaveLength(2);
  });

  it('does not cut a wide item in two at the limit', () => {
    expect(shapes([...row(9), item(9, 2)], { maxCount: 10, cost: { perRequest: 8, perItem: 1 } })).toEqual([
      [0, 9, 9],
      [9, 2, 1],
    ]);
  });

  it('reads a gap along while that is cheaper than a request, and not a register longer', () => {
    const cost = { perRequest: 10, perItem: 1 };
    expect(longestGap(cost)).toBe(10);
    expect(shapes([item(0), item(10)], { cost })).toEqual([[0, 11, 2]]);
    expect(shapes([item(0), item(12)], { cost })).toEqual([
      [0, 1, 1],
      [12, 1, 1],
    ]);
  });

  it('reads any gap along where registers cost nothing', () => {
    const cost = { perRequest: 1, perItem: 0 };
    expect(longestGap(cost)).toBe(Number.POSITIVE_INFINITY);
    expect(shapes([item(0), item(124)], { cost })).toEqual([[0, 125, 2]]);
  });

  it('never reads a barrier, and reads right up to it on both sides', () => {
    expect(shapes(row(10), { barriers: [{ from: 4, to: 5 }] })).toEqual([
      [0, 4, 4],
      [6, 4, 4],
    ]);
    expect(planReads(row(10), rules({ barriers: [{ from: 4, to: 5 }] })).unreadable).toEqual([item(4), item(5)]);
  });

  it('never spans a border, though nothing is left out there', () => {
    const plan = planReads([...row(4), item(3, 2), item(5)], rules({ barriers: [{ from: 4, to: 3 }] }));
    expect(plan.blocks.map(shape)).toEqual([
      [0, 4, 4],
      [5, 1, 1],
    ]);
    expect(plan.unreadable).toEqual([item(3, 2)]);
  });

  it('takes barriers in any order, also at the very ends of the table', () => {
    const barriers = [
      { from: 65_535, to: 65_535 },
      { from: 0, to: 0 },
    ];
    const plan = planReads([item(0), item(1), item(65_534), item(65_535)], rules({ barriers }));
    expect(plan.blocks.map(shape)).toEqual([
      [1, 1, 1],
      [65_534, 1, 1],
    ]);
    expect(plan.unreadable).toEqual([item(0), item(65_535)]);
  });

  it('calls an item unreadable that is wider than a request', () => {
    const plan = planReads([item(0, 4), item(8, 5)], rules({ maxCount: 4 }));
    expect(plan).toEqual({ blocks: [{ offset: 0, count: 4, items: [item(0, 4)] }], unreadable: [item(8, 5)] });
  });

  it('reads an item that is wider than a block may be alone, as long as one request can hold it', () => {
    const plan = planReads([item(0), item(1, 6), item(2), item(7), item(20, 7)], rules({ maxCount: 4, maxWidth: 6 }));
    expect(plan.blocks.map(shape)).toEqual([
      [0, 1, 1],
      [1, 6, 2],
      [7, 1, 1],
    ]);
    expect(plan.unreadable).toEqual([item(20, 7)]);
  });

  it('takes items that lie over each other, in any order, and needs no items at all', () => {
    expect(shapes([item(11), item(10, 2), item(10), item(10)])).toEqual([[10, 2, 4]]);
    expect(planReads([], rules())).toEqual({ blocks: [], unreadable: [] });
  });
});

describe('itemCost', () => {
  it('charges a bit a sixteenth of a register', () => {
    const cost = { perRequestMs: 8, perRegisterMs: 2 };
    expect(itemCost(cost, false)).toEqual({ perRequest: 8, perItem: 2 });
    expect(itemCost(cost, true)).toEqual({ perRequest: 8, perItem: 0.125 });
  });
});

function byPlace(a: Item, b: Item): number {
  return a.offset - b.offset || a.width - b.width;
}
