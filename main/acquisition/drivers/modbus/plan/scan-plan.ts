/**
 * From the tags of one device and what is known about it to blocks, scan period by scan period. Pure.
 */
import { isBitTable, MODBUS_TABLES, type ModbusTable } from '../../../../../shared/modbus/register-field.ts';
import type { Handle } from '../../../../../shared/model/tag.ts';
import type { ModbusLimits } from '../../../../project/types.ts';
import type { ReadCost } from './cost-model.ts';
import { type Barrier, itemCost, planReads } from './planner.ts';
import { ReadBlock, type TagItem } from './read-block.ts';

/** What the device is known to take; its learned holes and limits. */
export interface Knowledge {
  readonly barriers: (table: ModbusTable) => readonly Barrier[];
  readonly maxCount: (table: ModbusTable, most: number) => number;
}

export interface PlanInput {
  readonly items: readonly TagItem[];
  /** Tags that are read with their fast period. */
  readonly hastened: ReadonlySet<Handle>;
  readonly limits: ModbusLimits;
  readonly learned: Knowledge;
  readonly cost: ReadCost;
}

export interface ScanPlan {
  readonly groups: ReadonlyMap<number, readonly ReadBlock[]>;
  /** Tags at addresses that are never read: forbidden by the project, or refused by the device. */
  readonly unreadable: readonly TagItem[];
}

export function planScans({ items, hastened, limits, learned, cost }: PlanInput): ScanPlan {
  const periodOf = ({ bound }: TagItem): number =>
    hastened.has(bound.handle) ? bound.tag.fastPeriodMs : bound.tag.periodMs;
  const unreadable: TagItem[] = [];
  const groups = new Map<number, ReadBlock[]>();
  for (const [periodMs, group] of Map.groupBy(items, periodOf)) {
    const blocks: ReadBlock[] = [];
    for (const table of MODBUS_TABLES) {
      const most = isBitTable(table) ? limits.maxBits : limits.maxRegisters;
      const plan = planReads(
        group.filter(item => item.address.table === table),
        {
          maxCount: learned.maxCount(table, most),
          // What the device has been seen to take says nothing about an item that is wider than all it was asked for.
          maxWidth: most,
          barriers: [...limits.forbidden.filter(range => range.table === table), ...learned.barriers(table)],
          cost: itemCost(cost, isBitTable(table)),
        },
      );
      unreadable.push(...plan.unreadable);
      blocks.push(...plan.blocks.map(block => new ReadBlock(table, block)));
    }
    groups.set(periodMs, blocks);
  }
  return { groups, unreadable };
}
