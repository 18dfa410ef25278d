/** How well a device or a group of devices is reached, in shapes. Pure. */
import type { DeviceState, DeviceStatus } from '../../shared/model/device.ts';

/**
 * full: talking · half: talking badly or on its way · crossed: not reached · hollow: taken out of operation · unknown: nobody
 * can tell.
 */
export type DeviceLevel = 'full' | 'half' | 'crossed' | 'hollow' | 'unknown';

export function levelOf(state: DeviceState): DeviceLevel {
  switch (state) {
    case 'online':
      return 'full';
    case 'degraded':
    case 'connecting':
      return 'half';
    case 'offline':
      return 'crossed';
    case 'disabled':
      return 'hollow';
    case 'idle':
      return 'unknown';
  }
}

/** Groups in the order in which the project names them. */
export function groupsOf(devices: readonly Pick<DeviceStatus, 'group'>[]): readonly string[] {
  return [...new Set(devices.map(device => device.group))];
}

/** One lamp for several devices: all talking is full, none is crossed, anything between is half. */
export function levelOfGroup(levels: readonly DeviceLevel[]): DeviceLevel {
  const judged = levels.filter(level => level !== 'unknown' && level !== 'hollow');
  if (judged.length === 0) return levels.includes('hollow') ? 'hollow' : 'unknown';
  if (judged.every(level => level === 'full')) return 'full';
  return judged.every(level => level === 'crossed') ? 'crossed' : 'half';
}

const WORST_FIRST: readonly DeviceLevel[] = ['crossed', 'half', 'unknown', 'hollow', 'full'];

/** The device that somebody who asks about a group wants to see: the first of the worst. */
export function worstOf<D extends Pick<DeviceStatus, 'state'>>(devices: readonly D[]): D | undefined {
  const rank = (device: D): number => WORST_FIRST.indexOf(levelOf(device.state));
  return devices.toSorted((a, b) => rank(a) - rank(b))[0];
}
