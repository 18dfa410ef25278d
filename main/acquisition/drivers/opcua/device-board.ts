/**
 * The devices behind one OPC UA session (main thread): they share the session and so its state and counters; each may be out of
 * operation by itself, and each has its own nodes that the server refuses.
 */
import type { DeviceCause, DeviceState, DeviceStatus } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import type { BoundTag, ChannelContext } from '../../channel.ts';
import { DeviceRecord } from '../../device-state.ts';

interface Entry {
  readonly record: DeviceRecord;
  isEnabled: boolean;
}

export class DeviceBoard {
  requests = 0;
  failures = 0;
  timeouts = 0;
  readonly #entries: ReadonlyMap<string, Entry>;
  #state: DeviceState = 'idle';
  #cause: DeviceCause = 'none';

  constructor(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext) {
    this.#entries = new Map(
      config.devices.map(device => {
        const tagCount = tags.filter(t => t.tag.device === device.id).length;
        const { timeoutMs } = config;
        const identity = { protocol: 'opcua', endpoint: () => endpointUrl(config), tagCount, timeoutMs } as const;
        return [device.id, { record: new DeviceRecord(device, context, identity), isEnabled: device.isEnabled }];
      }),
    );
  }

  get devices(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Some device is in operation. */
  get isAnyEnabled(): boolean {
    return [...this.#entries.values()].some(entry => entry.isEnabled);
  }

  isEnabled(device: string): boolean {
    return this.#entries.get(device)?.isEnabled ?? false;
  }

  /** Sets the state of the session for all devices in operation and tells of it if it is news. */
  set(state: DeviceState, cause: DeviceCause, detailOf: (device: string) => string): void {
    this.#state = state;
    this.#cause = cause;
    for (const [device, { record, isEnabled }] of this.#entries) {
      if (isEnabled) record.become(state, cause, detailOf(device));
      else record.become('disabled');
    }
  }

  /** Takes a device out of operation or puts it back; false if it is none of ours or there is nothing to change. */
  enable(device: string, isEnabled: boolean): boolean {
    const entry = this.#entries.get(device);
    if (!entry || entry.isEnabled === isEnabled) return false;
    entry.isEnabled = isEnabled;
    if (isEnabled) entry.record.become(this.#state, this.#cause);
    else entry.record.become('disabled');
    return true;
  }

  rest(): void {
    for (const { record } of this.#entries.values()) record.rest();
  }

  roundTrip(ms: number): void {
    for (const { record } of this.#entries.values()) record.roundTrip(ms);
  }

  status(shared: Pick<DeviceStatus, 'clockOffsetMs' | 'overruns'>): readonly DeviceStatus[] {
    const { requests, failures, timeouts } = this;
    const counters = { requests, failures, timeouts, ...shared };
    return [...this.#entries.values()].map(({ record }) => ({ ...record.status(), ...counters }));
  }
}

/** `opc.tcp://host:port/path` of a channel. */
export function endpointUrl({ host, port, path }: Pick<OpcuaChannel, 'host' | 'port' | 'path'>): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return `opc.tcp://${place}:${port}/${path.replace(/^\/+/, '')}`;
}
