/**
 * State, cause and counters of the devices behind one OPC UA session, as shown to people. Main thread. All devices of a
 * channel share the session and so the state. Tells of a change once: while a device stays offline, a different network error
 * at each retry is no news, but a cause that a person has to act upon is.
 */
import type { DeviceCause, DeviceState, DeviceStatus } from '../../../../shared/model/device.ts';
import type { OpcuaChannel } from '../../../project/types.ts';
import type { BoundTag, ChannelContext } from '../../channel.ts';

const ACTIONABLE: ReadonlySet<DeviceCause> = new Set(['certificate-untrusted', 'access-denied', 'no-secret']);
const ROUND_TRIPS = 256;

export class DeviceBoard {
  readonly #config: OpcuaChannel;
  readonly #context: ChannelContext;
  readonly #tagCounts: ReadonlyMap<string, number>;
  readonly #roundTrips: number[] = [];
  #state: DeviceState = 'idle';
  #cause: DeviceCause = 'none';
  #detail = '';
  #since: number;
  #toldCause: DeviceCause = 'none';
  requests = 0;
  failures = 0;
  timeouts = 0;

  constructor(config: OpcuaChannel, tags: readonly BoundTag[], context: ChannelContext) {
    this.#config = config;
    this.#context = context;
    this.#since = context.clock.now();
    const groups = Map.groupBy(tags, bound => bound.tag.device ?? '');
    this.#tagCounts = new Map([...groups].map(([device, bound]) => [device, bound.length]));
  }

  get state(): DeviceState {
    return this.#state;
  }

  get cause(): DeviceCause {
    return this.#cause;
  }

  /** Sets the state of all devices and tells of it if it is news. */
  set(state: DeviceState, cause: DeviceCause, detail: string): void {
    const isNews = state !== this.#state || (ACTIONABLE.has(cause) && cause !== this.#toldCause);
    if (state !== this.#state) this.#since = this.#context.clock.now();
    this.#state = state;
    this.#cause = cause;
    this.#detail = detail;
    if (!isNews) return;
    this.#toldCause = cause;
    this.#context.log.info(() => `${this.#config.id} ${state}${cause === 'none' ? '' : ` (${cause})`} ${detail}`);
    for (const { id, name } of this.#config.devices) {
      this.#context.onChange({ device: id, name, state, cause, detail });
    }
  }

  /** The channel was stopped on purpose: nothing to tell. */
  rest(): void {
    this.#state = 'idle';
    this.#cause = 'none';
    this.#detail = '';
    this.#since = this.#context.clock.now();
  }

  roundTrip(ms: number): void {
    this.#roundTrips.push(ms);
    if (this.#roundTrips.length > ROUND_TRIPS) this.#roundTrips.shift();
  }

  status(): readonly DeviceStatus[] {
    const sorted = [...this.#roundTrips].sort((a, b) => a - b);
    return this.#config.devices.map(({ id, name }) => ({
      device: id,
      name,
      channel: this.#config.id,
      protocol: 'opcua',
      endpoint: endpointUrl(this.#config),
      state: this.#state,
      cause: this.#cause,
      detail: this.#detail,
      since: this.#since,
      requests: this.requests,
      failures: this.failures,
      timeouts: this.timeouts,
      overruns: 0,
      roundTripMs: sorted[Math.floor(sorted.length / 2)] ?? null,
      tagCount: this.#tagCounts.get(id) ?? 0,
    }));
  }
}

/** `opc.tcp://host:port/path` of a channel. */
export function endpointUrl({ host, port, path }: Pick<OpcuaChannel, 'host' | 'port' | 'path'>): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return `opc.tcp://${place}:${port}/${path.replace(/^\/+/, '')}`;
}
