/**
 * State of one device as operators and diagnostics see it: one change, one report. Counters are plain numbers; the round trip
 * is the median of the last requests. Used by every driver on the main thread.
 */
import type {
  DeviceCause,
  DeviceCounters,
  DeviceDiagnostics,
  DeviceState,
  DeviceStatus,
  Protocol,
} from '../../shared/model/device.ts';
import type { ProjectDevice } from '../project/types.ts';
import type { ChannelContext } from './channel.ts';
import { LatencyHistogram } from './latency-histogram.ts';

/** While a device stays offline, another network error at each retry is no news; a cause that a person must act on is. */
const ACTIONABLE: ReadonlySet<DeviceCause> = new Set([
  'certificate-untrusted',
  'access-denied',
  'no-secret',
  'no-port',
  'port-busy',
]);

export const NO_COUNTS: DeviceCounters = {
  replies: 0,
  exceptions: 0,
  badFrames: 0,
  lateReplies: 0,
  writes: 0,
  writeFailures: 0,
  bytesSent: 0,
  bytesReceived: 0,
};

/** Requests that the median round trip looks back on. */
const ROUND_TRIPS = 256;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface DeviceIdentity {
  readonly protocol: Protocol;
  readonly tagCount: number;
  readonly timeoutMs: number;
  /** Where it is looked for now; changes when a backup address takes over. */
  readonly endpoint: () => string;
}

export class DeviceRecord {
  requests = 0;
  failures = 0;
  timeouts = 0;
  overruns = 0;
  /** The device's clock minus the station's, ms. */
  clockOffsetMs: number | null = null;
  readonly counters: Mutable<DeviceCounters> = { ...NO_COUNTS };
  readonly #device: ProjectDevice;
  readonly #context: ChannelContext;
  readonly #identity: DeviceIdentity;
  readonly #roundTrips = new Float32Array(ROUND_TRIPS);
  readonly #latency = new LatencyHistogram();
  #roundTripCount = 0;
  #state: DeviceState = 'idle';
  #cause: DeviceCause = 'none';
  #detail = '';
  #toldCause: DeviceCause = 'none';
  #since: number;

  constructor(device: ProjectDevice, context: ChannelContext, identity: DeviceIdentity) {
    this.#device = device;
    this.#context = context;
    this.#identity = identity;
    this.#since = context.clock.now();
  }

  get state(): DeviceState {
    return this.#state;
  }

  get cause(): DeviceCause {
    return this.#cause;
  }

  /** Reports a change of state once; a new cause within the same state only updates the status, unless a person must act. */
  become(state: DeviceState, cause: DeviceCause = 'none', detail = ''): void {
    const isNews = state !== this.#state || (ACTIONABLE.has(cause) && cause !== this.#toldCause);
    if (state !== this.#state) this.#since = this.#context.clock.now();
    this.#state = state;
    this.#cause = cause;
    this.#detail = detail;
    if (!isNews) return;
    this.#toldCause = cause;
    const { id: device, name } = this.#device;
    this.#context.log.info(() => `${device} is ${state}${cause === 'none' ? '' : `: ${cause} (${detail})`}`);
    this.#context.onChange({ device, name, state, cause, detail });
  }

  /** The channel was stopped on purpose: nothing to tell. */
  rest(): void {
    this.#state = 'idle';
    this.#cause = 'none';
    this.#detail = '';
    this.#since = this.#context.clock.now();
  }

  roundTrip(ms: number): void {
    this.#roundTrips[this.#roundTripCount++ % ROUND_TRIPS] = ms;
    this.#latency.add(ms);
  }

  status(): DeviceStatus {
    const known = this.#roundTrips.subarray(0, Math.min(this.#roundTripCount, ROUND_TRIPS)).toSorted();
    const { id, name, channel, group } = this.#device;
    const { protocol, tagCount, timeoutMs, endpoint } = this.#identity;
    return {
      device: id,
      name,
      channel,
      group,
      protocol,
      tagCount,
      timeoutMs,
      endpoint: endpoint(),
      state: this.#state,
      cause: this.#cause,
      detail: this.#detail,
      since: this.#since,
      requests: this.requests,
      failures: this.failures,
      timeouts: this.timeouts,
      overruns: this.overruns,
      roundTripMs: known[known.length >> 1] ?? null,
      clockOffsetMs: this.clockOffsetMs,
    };
  }

  /** `own` is what only the driver knows. */
  diagnostics(own: Pick<DeviceDiagnostics, 'groups' | 'holes' | 'cost'>): DeviceDiagnostics {
    return {
      device: this.#device.id,
      counters: { ...this.counters },
      latency: this.#latency.view,
      isRecorded: this.#context.tap.isOn(this.#device.id),
      ...own,
    };
  }
}
