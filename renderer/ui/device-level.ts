/** How well a device or a group of devices is reached, in three shapes. Pure. */
import type { DeviceState, DeviceStatus } from '../../shared/model/device.ts';

/** full: talking · half: talking badly or on its way · crossed: not reached · unknown: nobody can tell. */
export type DeviceLevel = 'full' | 'half' | 'crossed' | 'unknown';

export function levelOf(state: DeviceState): DeviceLevel {
  switch (state) {
    case 'online':
      return 'full';
    case 'degraded':
    case 'connecting':
      return 'half';
    case 'offline':
      return 'crossed';
    case 'idle':
    case 'disabled':
      return 'unknown';
  }
}

export const DEVICE_GROUPS = ['PLC', 'SIS', 'FC', 'GC', 'RTU', 'UPR'] as const;
export type DeviceGroup = (typeof DEVICE_GROUPS)[number];

/** Group of a device: by name for those that have a lamp of their own, by protocol for the serial ones. */
export function groupOf(device: Pick<DeviceStatus, 'device' | 'protocol'>): DeviceGroup {
  if (device.device.startsWith('FC')) return 'FC';
  const own = DEVICE_GROUPS.find(group => group === device.device);
  return own ?? (device.protocol === 'modbus-tcp' ? 'PLC' : 'RTU');
}

/** One lamp for several devices: all talking is full, none is crossed, anything between is half. */
export function levelOfGroup(levels: readonly DeviceLevel[]): DeviceLevel {
  const judged = levels.filter(level => level !== 'unknown');
  if (judged.length === 0) return 'unknown';
  if (judged.every(level => level === 'full')) return 'full';
  return judged.every(level => level === 'crossed') ? 'crossed' : 'half';
}
