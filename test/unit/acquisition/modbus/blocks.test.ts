/** Read plans: as few requests as the protocol allows, never one that it forbids. */
import { describe, expect, it } from 'vitest';
import type { BoundTag } from '../../../../main/acquisition/channel.ts';
import { type Block, MAX_READ, planBlocks, widthOf } from '../../../../main/acquisition/drivers/modbus/blocks.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';
import { MODBUS_TABLES } from '../../../../shared/modbus/register-field.ts';
import { randomOf } from '../../support/samples.ts';
import { boundTag } from './bound-tag.ts';

const tags = (...addresses: Partial<ModbusAddress>[]): BoundTag[] => addresses.map((a, handle) => boundTag(handle, a));
const shape = ({ table, offset, count, tags: list }: Block) => [table, offset, count, list.length];

describe('planBlocks', () => {
  it('reads 500 tags on every second register with 8 requests', () => {
    const plan = planBlocks(tags(...Array.from({ length: 500 }, (_, i) => ({ offset: i * 2 }))));
    expect(plan).toHaveLength(8);
    expect(plan.flatMap(b => b.tags)).toHaveLength(500);
  });

  it.each([
    ['holding', 125],
    ['input', 125],
    ['coil', 2_000],
    ['discrete', 2_000],
  ] as const)('fills one request of %s to its limit of %i items and not one more', (table, most) => {
    const type = most === 125 ? 'uint16' : 'bit';
    const row = (n: number) => tags(...Array.from({ length: n }, (_, offset) => ({ table, type, offset }) as const));
    expect(planBlocks(row(most)).map(shape)).toEqual([[table, 0, most, most]]);
    expect(planBlocks(row(most + 1)).map(shape)).toEqual([
      [table, 0, most, most],
      [table, most, 1, 1],
    ]);
  });

  it('does not cut a 32-bit value in two at the limit', () => {
    const plan = planBlocks(
      tags(...Array.from({ length: 124 }, (_, offset) => ({ offset })), { offset: 124, type: 'float32' }),
    );
    expect(plan.map(shape)).toEqual([
      ['holding', 0, 124, 124],
      ['holding', 124, 2, 1],
    ]);
  });

  it('reads a small gap along and leaves a large one out', () => {
    expect(planBlocks(tags({ offset: 0 }, { offset: 33 })).map(shape)).toEqual([['holding', 0, 34, 2]]);
    expect(planBlocks(tags({ offset: 0 }, { offset: 34 }))).toHaveLength(2);
    const bits = (offset: number) => ({ table: 'coil', type: 'bit', offset }) as const;
    expect(planBlocks(tags(bits(0), bits(257)))).toHaveLength(1);
    expect(planBlocks(tags(bits(0), bits(258)))).toHaveLength(2);
  });

  it('never crosses tables, and reads the very last register', () => {
    const plan = planBlocks(
      tags({ table: 'input', offset: 1 }, { offset: 1 }, { offset: 65_534, type: 'float32' }, { offset: 65_535 }),
    );
    expect(plan.map(shape)).toEqual([
      ['input', 1, 1, 1],
      ['holding', 1, 1, 1],
      ['holding', 65_534, 2, 2],
    ]);
  });

  it('takes tags that lie over each other, in any order, and leaves OPC UA tags to others', () => {
    const plan = planBlocks([
      ...tags({ offset: 11 }, { offset: 10, type: 'uint32' }, { offset: 10 }),
      { ...boundTag(9, {}), tag: { ...boundTag(9, {}).tag, address: { kind: 'opcua', nodeId: 'nsu=a;s=b' } } },
    ]);
    expect(plan.map(shape)).toEqual([['holding', 10, 2, 3]]);
  });

  it('whatever the tags, each is in exactly one legal block that holds all of it', () => {
    const random = randomOf(3);
    for (let round = 0; round < 100; round++) {
      const list = Array.from({ length: 300 }, (_, handle) => {
        const table = MODBUS_TABLES[Math.floor(random() * 4)] ?? 'holding';
        const isBit = table === 'coil' || table === 'discrete';
        const type = isBit ? 'bit' : random() < 0.5 ? 'float32' : 'int16';
        return boundTag(handle, { table, type, offset: Math.floor(random() * (isBit ? 20_000 : 3_000)) });
      });
      const plan = planBlocks(list);
      expect(plan.flatMap(b => b.tags.map(t => t.bound.handle)).toSorted((a, b) => a - b)).toEqual(
        list.map(t => t.handle),
      );
      for (const block of plan) {
        expect(block.count).toBeLessThanOrEqual(MAX_READ[block.table]);
        for (const { address } of block.tags) {
          expect(address.table).toBe(block.table);
          expect(address.offset).toBeGreaterThanOrEqual(block.offset);
          expect(address.offset + widthOf(address)).toBeLessThanOrEqual(block.offset + block.count);
        }
      }
    }
  });
});
