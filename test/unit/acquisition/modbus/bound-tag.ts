/** A field tag with the address that a test is about; everything else is plain. */
import type { BoundTag } from '../../../../main/acquisition/channel.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';

export function boundTag(handle: number, address: Partial<ModbusAddress>): BoundTag {
  return {
    handle,
    tag: {
      name: `T-${handle}`,
      description: { zh: '点', en: 'Point' },
      area: '1000',
      equipment: '',
      signalClass: 'AI',
      unit: '',
      decimals: 0,
      low: null,
      high: null,
      periodMs: 1_000,
      device: 'PLC',
      address: { kind: 'modbus', table: 'holding', offset: 0, type: 'uint16', order: 'ABCD', ...address },
      addressText: '',
      writable: false,
      limits: {},
      normal: null,
    },
  };
}
