/**
 * State of one device as operators and diagnostics see it: one change, one report. Counters are plain numbers; the round trip
 * is the median of the last requests. Used by every driver on the main thread.
 */
import type { DeviceCause, DeviceState, DeviceStatus, Protocol } from '../../shared/model/device.ts';
import type { ProjectDevice } from '../project/types.ts';
import type { ChannelContext } from './channel.ts';

/** While a device stays offline, another network error at each retry is no news; a cause that a person must act on is. */
const ACTIONABLE: ReadonlySet<DeviceCause> = new Set(['certificate-untrusted', 'access-denied', 'no-secret']);

/** Requests that the median round trip looks back on. */
const ROUND_TRIPS = 256;

export class DeviceRecord {
  requests = 0;
  failures = 0;
  timeouts = 0;
  overruns = 0;
  readonly #device: ProjectDevice;
  readonly #context: ChannelContext;
  readonly #identity: { protocol: Protocol; endpoint: string; tagCount: number };
  readonly #roundTrips = new Float32Array(ROUND_TRIPS);
  #roundTripCount = 0;
  #state: DeviceState = 'idle';
  #cause: DeviceCause = 'none';
  #detail = '';
  #toldCause: DeviceCause = 'none';
  #since: number;

  constructor(
    device: ProjectDevice,
    context: ChannelContext,
    identity: { protocol: Protocol; endpoint: string; tagCount: number },
  ) {
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
  }

  status(): DeviceStatus {
    const known = this.#roundTrips.subarray(0, Math.min(this.#roundTripCount, ROUND_TRIPS)).toSorted();
    const { id, name, channel, group } = this.#device;
    return {
      device: id,
      name,
      channel,
      group,
      ...this.#identity,
      state: this.#state,
      cause: this.#cause,
      detail: this.#detail,
      since: this.#since,
      requests: this.requests,
      failures: this.failures,
      timeouts: this.timeouts,
      overruns: this.overruns,
      roundTripMs: known[known.length >> 1] ?? null,
      clockOffsetMs: null,
    };
  }
}
