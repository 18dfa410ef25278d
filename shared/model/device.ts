import type { Text } from '../text/text.ts';

export const PROTOCOLS = ['modbus-tcp', 'modbus-rtu-tcp', 'opcua'] as const;
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
  'certificate-untrusted',
  'access-denied',
  'no-secret',
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
  readonly overruns: number;
  /** Median round trip of the last 256 requests, ms; null before the first reply. */
  readonly roundTripMs: number | null;
  readonly tagCount: number;
}
