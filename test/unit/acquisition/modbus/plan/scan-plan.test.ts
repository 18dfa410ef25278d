/** From tags to blocks, period by period: nothing of one table, period or rule gets into another. */
import { describe, expect, it } from 'vitest';
import type { BoundTag } from '../../../../../main/acquisition/channel.ts';
import { itemOf, type ReadBlock } from '../../../../../main/acquisition/drivers/modbus/plan/read-block.ts';
import {
  type Knowledge,
  type PlanInput,
  planScans,
} from '../../../../../main/acquisition/drivers/modbus/plan/scan-plan.ts';
import type { ModbusAddress, ProjectTag } from '../../../../../main/project/types.ts';
import { projectDevice } from '../../../../kit/project-parts.ts';
import { boundTag } from '../bound-tag.ts';

const { limits } = projectDevice({ id: 'D' });
const IGNORANT: Knowledge = { barriers: () => [], maxCount: (_table, most) => most };
const tag = (handle: number, address: Partial<ModbusAddress>, change: Partial<ProjectTag> = {}): BoundTag => {
  const bound = boundTag(handle, address);
  return { ...bound, tag: { ...bound.tag, ...change } };
};
const row = (count: number, address: Partial<ModbusAddress> = {}) =>
  Array.from({ length: count }, (_, i) => tag(i, { ...address, offset: i }));
const plan = (tags: readonly BoundTag[], change: Partial<PlanInput> = {}) =>
  planScans({
    items: tags.flatMap(t => itemOf(t) ?? []),
    hastened: new Set(),
    limits,
    learned: IGNORANT,
    cost: { perRequestMs: 1, perRegisterMs: 0.0005 },
    ...change,
  });
const shape = ({ table, offset, count, handles }: ReadBlock) => [table, offset, count, handles.length];
const blocks = (tags: readonly BoundTag[], change: Partial<PlanInput> = {}) =>
  [...plan(tags, change).groups.values()].flat().map(shape);

describe('planScans', () => {
  it('reads 500 tags on every second register with 8 requests, and 1,000 registers with 8', () => {
    expect(blocks(Array.from({ length: 500 }, (_, i) => tag(i, { offset: i * 2 })))).toHaveLength(8);
    expect(blocks(row(1_000))).toHaveLength(8);
  });

  it.each([
    ['holding', 125],
    ['input', 125],
    ['coil', 2_000],
    ['discrete', 2_000],
  ] as const)('fills one request of %s to its limit of %i items and not one more', (table, most) => {
    const type = most === 125 ? 'uint16' : 'bit';
    expect(blocks(row(most, { table, type }))).toEqual([[table, 0, most, most]]);
    expect(blocks(row(most + 1, { table, type }))).toHaveLength(2);
  });

  it('never mixes tables, and reads the very last register', () => {
    const tags = [
      tag(0, { table: 'input', offset: 1 }),
      tag(1, { offset: 1 }),
      tag(2, { offset: 65_534, type: 'float32', order: 'ABCD' }),
      tag(3, { offset: 65_535 }),
      tag(4, { table: 'coil', type: 'bit', offset: 1 }),
    ];
    expect(blocks(tags)).toEqual([
      ['coil', 1, 1, 1],
      ['input', 1, 1, 1],
      ['holding', 1, 1, 1],
      ['holding', 65_534, 2, 2],
    ]);
  });

  it('plans each period by itself, and a hastened tag with its fast one', () => {
    const tags = [
      tag(0, { offset: 0 }, { periodMs: 1_000, fastPeriodMs: 200 }),
      tag(1, { offset: 1 }, { periodMs: 1_000, fastPeriodMs: 200 }),
      tag(2, { offset: 2 }, { periodMs: 200 }),
    ];
    const groups = (hastened: number[]) =>
      Object.fromEntries([...plan(tags, { hastened: new Set(hastened) }).groups].map(([p, b]) => [p, b.map(shape)]));
    expect(groups([])).toEqual({ 1_000: [['holding', 0, 2, 2]], 200: [['holding', 2, 1, 1]] });
    expect(groups([1, 99])).toEqual({ 1_000: [['holding', 0, 1, 1]], 200: [['holding', 1, 2, 2]] });
  });

  it('keeps to what the project says that the device takes', () => {
    const few = { ...limits, maxRegisters: 10, maxBits: 16 };
    expect(blocks(row(20), { limits: few })).toHaveLength(2);
    expect(blocks(row(33, { table: 'coil', type: 'bit' }), { limits: few })).toHaveLength(3);
    const { groups, unreadable } = plan([tag(0, { type: 'string', length: 11 })], { limits: few });
    expect([[...groups.values()].flat(), unreadable.length]).toEqual([[], 1]);
  });

  it('never reads what the project forbids, in the table that it means', () => {
    const forbidden = [{ table: 'holding', from: 3, to: 4 }] as const;
    const input = { limits: { ...limits, forbidden } };
    expect(blocks(row(8), input)).toEqual([
      ['holding', 0, 3, 3],
      ['holding', 5, 3, 3],
    ]);
    expect(plan(row(8), input).unreadable.map(i => i.offset)).toEqual([3, 4]);
    expect(blocks(row(8, { table: 'input' }), input)).toEqual([['input', 0, 8, 8]]);
  });

  it('keeps to what has been learned, in the table where it was', () => {
    const learned: Knowledge = {
      barriers: table => (table === 'holding' ? [{ from: 2, to: 2 }] : []),
      maxCount: (table, most) => (table === 'input' ? 5 : most),
    };
    expect(blocks(row(6), { learned })).toEqual([
      ['holding', 0, 2, 2],
      ['holding', 3, 3, 3],
    ]);
    expect(blocks(row(6, { table: 'input' }), { learned }).map(([, , count]) => count)).toHaveLength(2);
    // A text that is wider than all that was ever given at once is asked for alone.
    expect(blocks([tag(0, { table: 'input', type: 'string', length: 9 })], { learned })).toEqual([['input', 0, 9, 1]]);
  });

  it('weighs gaps by what the device costs: bits a sixteenth of registers', () => {
    const cost = { perRequestMs: 16, perRegisterMs: 1 };
    const far = (gap: number, address: Partial<ModbusAddress>) => [
      tag(0, { ...address, offset: 0 }),
      tag(1, { ...address, offset: gap + 1 }),
    ];
    expect(blocks(far(15, {}), { cost })).toHaveLength(1);
    expect(blocks(far(17, {}), { cost })).toHaveLength(2);
    const coil = { table: 'coil', type: 'bit' } as const;
    expect(blocks(far(255, coil), { cost })).toHaveLength(1);
    expect(blocks(far(257, coil), { cost })).toHaveLength(2);
  });
});
