/** A field tag with the address that a test is about; everything else is plain. */
import type { BoundTag } from '../../../../main/acquisition/channel.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';
import { projectTag } from '../../../kit/project-parts.ts';

export function boundTag(handle: number, address: Partial<ModbusAddress>): BoundTag {
  const whole = { kind: 'modbus', table: 'holding', offset: 0, type: 'uint16', order: 'AB', ...address } as const;
  return { handle, tag: projectTag(handle, { device: 'PLC', address: whole }) };
}
