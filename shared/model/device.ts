import type { ModbusTable } from '../modbus/register-field.ts';
import type { Text } from '../text/text.ts';

export const PROTOCOLS = ['modbus-tcp', 'modbus-rtu-tcp', 'modbus-rtu', 'opcua'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const DEVICE_STATES = ['idle', 'connecting', 'online', 'degraded', 'offline', 'disabled'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** Why a device is not online, in the words a field technician uses. Texts live in the catalogues. */
export const DEVICE_CAUSES = [
  'none',
  'refused',
  'unreachable',
  'timeout',
  'reset',
  'closed',
  'bad-frame',
  'exception',
  'gateway',
  'certificate-untrusted',
  'access-denied',
  'no-secret',
  'no-port',
  'port-busy',
  'clock-wrong',
  'watchdog',
  'internal',
] as const;
export type DeviceCause = (typeof DEVICE_CAUSES)[number];

export interface DeviceStatus {
  readonly device: string;
  readonly name: Text;
  readonly channel: string;
  /** Devices that share one lamp in the header, e.g. all flow computers. */
  readonly group: string;
  readonly protocol: Protocol;
  /** Where it is looked for: `host:port/unit` or an OPC UA endpoint. */
  readonly endpoint: string;
  readonly state: DeviceState;
  readonly cause: DeviceCause;
  /** Detail in English as the library or the device said it, e.g. `ECONNREFUSED` or `exception 0x02 at holding:500`. */
  readonly detail: string;
  /** Epoch ms UTC of the last state change. */
  readonly since: number;
  readonly requests: number;
  readonly failures: number;
  readonly timeouts: number;
  /** Beats of the scan groups that found the last scan still running. */
  readonly overruns: number;
  /** Median round trip of the last 256 requests, ms; null before the first reply. */
  readonly roundTripMs: number | null;
  readonly tagCount: number;
  /** A request that is not answered within this is given up, ms. */
  readonly timeoutMs: number;
  /** The device's clock minus the station's, ms; null where the protocol tells no time. */
  readonly clockOffsetMs: number | null;
}

/** One scan period of one device, as it is really kept. */
export interface ScanGroupStatus {
  readonly periodMs: number;
  readonly tags: number;
  /** Requests that one scan costs; 0 where the server sends by itself. */
  readonly requests: number;
  readonly overruns: number;
  /** Mean time between two readings over the last window, ms; NaN before the first. */
  readonly measuredPeriodMs: number;
  /** Largest deviation from the period within the last window, ms; NaN before the first. */
  readonly jitterMs: number;
}

/** Registers that the device refuses to be read; learned, kept over restarts, and tried again at times. */
export interface LearnedHole {
  readonly table: ModbusTable;
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  /** Epoch ms UTC. */
  readonly learnedAt: number;
  readonly nextProbeAt: number;
}

export interface DeviceCounters {
  readonly replies: number;
  readonly exceptions: number;
  readonly badFrames: number;
  /** Answers that came after their deadline and were thrown away. */
  readonly lateReplies: number;
  readonly writes: number;
  readonly writeFailures: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Everything about one device that a technician looks for when it does not behave. */
export interface DeviceDiagnostics {
  readonly device: string;
  readonly counters: DeviceCounters;
  /** Round trips since the start: `counts[i]` of them took less than `boundsMs[i]`, and no less than the bound before. */
  readonly latency: { readonly boundsMs: readonly number[]; readonly counts: readonly number[] };
  readonly groups: readonly ScanGroupStatus[];
  readonly holes: readonly LearnedHole[];
  /** Measured cost of one more request and of one more register in a request, ms; null before enough has been measured. */
  readonly cost: { readonly perRequestMs: number; readonly perRegisterMs: number } | null;
  /** True while the flight recorder keeps this device's frames. */
  readonly isRecorded: boolean;
}
