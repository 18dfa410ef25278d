/** `devices.*` commands, and the errors of every order about a device. */

import type { DeviceStatus } from '../../shared/model/device.ts';
import type { EventLog } from '../events/event-log.ts';
import { deviceEnabled } from '../events/event-texts.ts';
import { by, type Caller, type ParsedInput, RequestError } from './handlers.ts';
import type { StationParts } from './station-parts.ts';

/** To put a switch where it stands already is neither an error nor an event. */
export async function setEnabled(
  {
    acquisition,
    events,
  }: { acquisition: Pick<StationParts['acquisition'], 'status' | 'setEnabled'>; events: EventLog },
  { device, isEnabled, who, why }: ParsedInput<'devices.setEnabled'>,
  caller?: Caller,
): Promise<null> {
  const known = deviceOrFail(acquisition.status(), device);
  const outcome = await acquisition.setEnabled(device, isEnabled);
  if (outcome.kind === 'not-kept') throw notKept(outcome.code);
  if (outcome.kind === 'done') {
    events.add('operation', device, deviceEnabled({ name: known.name, isEnabled, who, why }), by(who, caller));
  }
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
    { message: `没有设备“${id}”。`, hint: '用 devices.status 查看全部设备。' },
  );
}

/** `code` as the file system said it. */
export function notKept(code: string): RequestError {
  return new RequestError(
    'not-possible',
    {
      message: `The choice cannot be written to the data folder (${code}); nothing has changed.`,
      hint: 'Make room on its disk or give the station the right to write there, then try again.',
    },
    {
      message: `无法把该设置写入数据目录（${code}），未作任何更改。`,
      hint: '请清理磁盘或给予写权限后重试。',
    },
  );
}
