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

/** Groups in the order in which the project names them. */
export function groupsOf(devices: readonly Pick<DeviceStatus, 'group'>[]): readonly string[] {
  return [...new Set(devices.map(device => device.group))];
}

/** One lamp for several devices: all talking is full, none is crossed, anything between is half. */
export function levelOfGroup(levels: readonly DeviceLevel[]): DeviceLevel {
  const judged = levels.filter(level => level !== 'unknown');
  if (judged.length === 0) return 'unknown';
  if (judged.every(level => level === 'full')) return 'full';
  return judged.every(level => level === 'crossed') ? 'crossed' : 'half';
}
