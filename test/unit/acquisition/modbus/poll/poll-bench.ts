/** Blocks of a device and their owner, who remembers what he is told, for tests of what is asked when. */

import { itemOf, ReadBlock, type TagItem } from '../../../../../main/acquisition/drivers/modbus/plan/read-block.ts';
import { type BlockOwner, PolledBlock } from '../../../../../main/acquisition/drivers/modbus/poll/polled-block.ts';
import type { ScanStatistics } from '../../../../../main/acquisition/scan-statistics.ts';
import type { ModbusAddress, ProjectTag } from '../../../../../main/project/types.ts';
import { boundTag } from '../bound-tag.ts';

export const TIMEOUT_MS = 500;

/** A tag of one holding register unless told otherwise. */
export function tagItem(handle: number, address: Partial<ModbusAddress>, change: Partial<ProjectTag> = {}): TagItem {
  const bound = boundTag(handle, address);
  const item = itemOf({ handle, tag: { ...bound.tag, ...change } });
  if (item === null) throw new Error('no Modbus address');
  return item;
}

export class Owner implements BlockOwner {
  readonly told: string[] = [];

  answered(block: PolledBlock, body: Uint8Array, roundTripMs: number): void {
    this.told.push(`${block.place} answered ${body.length} bytes in ${roundTripMs}`);
  }

  failed(block: PolledBlock, fault: { readonly reason: string }): void {
    this.told.push(`${block.place} failed: ${fault.reason}`);
  }

  notSent(block: PolledBlock): void {
    this.told.push(`${block.place} not sent`);
  }
}

/** A block of `count` registers from `offset` on. */
export function polledBlock(
  offset: number,
  count = 1,
  { owner = new Owner(), statistics = null }: { owner?: Owner; statistics?: ScanStatistics | null } = {},
): PolledBlock {
  const items = Array.from({ length: count }, (_, i) => tagItem(offset + i, { offset: offset + i }));
  const block = new ReadBlock('holding', { offset, count, items });
  return new PolledBlock(block, { unit: 7, device: 'D', timeoutMs: TIMEOUT_MS, owner, statistics });
}
