/** `devices.*` commands. */

import type { DeviceStatus } from '../../shared/model/device.ts';
import type { EventLog } from '../events/event-log.ts';
import { deviceEnabled } from '../events/event-texts.ts';
import { type ParsedInput, RequestError } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

export function setEnabled(
  {
    acquisition,
    events,
  }: { acquisition: Pick<StationParts['acquisition'], 'status' | 'setEnabled'>; events: EventLog },
  { device, isEnabled, who, why }: ParsedInput<'devices.setEnabled'>,
): null {
  const known = deviceOrFail(acquisition.status(), device);
  acquisition.setEnabled(device, isEnabled);
  events.add('operation', device, deviceEnabled({ name: known.name, isEnabled, who, why }));
  return null;
}

export function deviceOrFail(devices: readonly DeviceStatus[], id: string): DeviceStatus {
  const known = devices.find(d => d.device === id);
  if (known !== undefined) return known;
  throw unknownDevice(id);
}

export function unknownDevice(id: string): RequestError {
  return new RequestError(
    'unknown-device',
    { message: `There is no device "${id}".`, hint: 'devices.status gives all devices.' },
    { message: `没有设备 "${id}"。`, hint: '用 devices.status 查看全部设备。' },
  );
}
