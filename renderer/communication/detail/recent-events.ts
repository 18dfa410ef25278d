/** The events of one device out of all that the screen keeps. Pure. */
import type { DeviceStatus } from '../../../shared/model/device.ts';
import type { StationEvent } from '../../../shared/model/event.ts';

/** Enough to see a device come and go, few enough to leave room for the figures. */
const MOST = 8;

/** Newest first: what is about the device or about the channel that it hangs on. `events` oldest first. */
export function eventsOf(
  events: readonly StationEvent[],
  { device, channel }: Pick<DeviceStatus, 'device' | 'channel'>,
): readonly StationEvent[] {
  return events
    .filter(({ source }) => source === device || source === channel)
    .slice(-MOST)
    .toReversed();
}
