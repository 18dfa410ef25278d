/** The devices behind one OPC UA session (main thread): they share the session and so its state and counters. */
import type { DeviceCause, DeviceState, DeviceStatus } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import type { BoundTag, ChannelContext } from '../../channel.ts';
import { DeviceRecord } from '../../device-state.ts';

export class DeviceBoard {
  requests = 0;
  failures = 0;
  timeouts = 0;
  readonly #records: readonly DeviceRecord[];

  constructor(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext) {
    this.#records = config.devices.map(device => {
      const tagCount = tags.filter(t => t.tag.device === device.id).length;
      return new DeviceRecord(device, context, {
        protocol: 'opcua',
        endpoint: () => endpointUrl(config),
        tagCount,
      });
    });
  }

  get state(): DeviceState {
    return this.#records[0]?.state ?? 'idle';
  }

  get cause(): DeviceCause {
    return this.#records[0]?.cause ?? 'none';
  }

  /** Sets the state of all devices and tells of it if it is news. */
  set(state: DeviceState, cause: DeviceCause, detail: string): void {
    for (const record of this.#records) record.become(state, cause, detail);
  }

  rest(): void {
    for (const record of this.#records) record.rest();
  }

  roundTrip(ms: number): void {
    for (const record of this.#records) record.roundTrip(ms);
  }

  status(): readonly DeviceStatus[] {
    const { requests, failures, timeouts } = this;
    return this.#records.map(record => ({ ...record.status(), requests, failures, timeouts }));
  }
}

/** `opc.tcp://host:port/path` of a channel. */
export function endpointUrl({ host, port, path }: Pick<OpcuaChannel, 'host' | 'port' | 'path'>): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return `opc.tcp://${place}:${port}/${path.replace(/^\/+/, '')}`;
}
