/** `devices.*` commands. */
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
  const known = acquisition.status().find(d => d.device === device);
  if (known === undefined) {
    throw new RequestError(
      'unknown-device',
      { message: `There is no device "${device}".`, hint: 'devices.status gives all devices.' },
      { message: `没有设备 "${device}"。`, hint: '用 devices.status 查看全部设备。' },
    );
  }
  acquisition.setEnabled(device, isEnabled);
  events.add('operation', device, deviceEnabled({ name: known.name, isEnabled, who, why }));
  return null;
}
