/** Names of the tags of the station's own: what acquisition knows about itself, by device and by scan group. */

/** Begins the name of every one of them; no tag of a project may begin so. */
export const SYSTEM_PREFIX = 'SYS.';

/**
 * `state` is the place in DEVICE_STATES · `round-trip` the median, ms · `clock-offset` of the device against the station, ms ·
 * `period` measured between two readings, ms · `jitter` largest deviation from the period within the last window, ms ·
 * `overruns` beats that found the last scan still running.
 */
export type SystemQuantity = 'state' | 'round-trip' | 'clock-offset' | 'period' | 'jitter' | 'overruns';

/** @param periodMs of the scan group; null for what concerns the whole device */
export function systemTagName(device: string, quantity: SystemQuantity, periodMs: number | null = null): string {
  return `${SYSTEM_PREFIX}${device}.${periodMs === null ? '' : `${periodMs}.`}${quantity}`;
}

/** Whether a tag is the state of a device, to be told in words. */
export const isDeviceState = (tag: string): boolean =>
  tag.startsWith(SYSTEM_PREFIX) && tag.endsWith(`.${'state' satisfies SystemQuantity}`);
