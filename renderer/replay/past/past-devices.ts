/** States of devices at a time of the past, from the tags that the station keeps of them. Of causes and figures there is no history. */
import { DEVICE_STATES, type DeviceStatus } from '../../../shared/model/device.ts';
import { isBad } from '../../../shared/model/quality.ts';
import { systemTagName } from '../../../shared/model/system-tag.ts';
import type { Client } from '../../host/client.ts';

/** `at` is epoch ms UTC. One of which nothing was recorded is idle: nobody spoke with it. Rejects with `CallError`. */
export async function pastDevices(live: Pick<Client, 'call'>, at: number): Promise<readonly DeviceStatus[]> {
  const devices = await live.call('devices.status', {});
  const tags = devices.map(({ device }) => systemTagName(device, 'state'));
  const { v, q, t } = await live.call('replay.tags', { tags, at });
  // The answer has one place a name, but where a name is known to nobody; those of the station's own are.
  return devices.map((device, i) => {
    const state = isBad(q[i] ?? 0) ? undefined : DEVICE_STATES[v[i] ?? -1];
    return { ...device, state: state ?? 'idle', cause: 'none', since: t[i] ?? at };
  });
}
