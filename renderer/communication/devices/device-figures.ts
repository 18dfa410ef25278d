/**
 * What the device table says of each device, and in which order. Pure. A figure that there is none of is null and drawn as
 * `----`: a device that is lost has no round trip now, whatever it had before.
 */
import type { DeviceDiagnostics, DeviceState, DeviceStatus, Protocol } from '../../../shared/model/device.ts';
import type { Catalog } from '../../../shared/text/catalog.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { ageText } from '../../../shared/time/age.ts';
import type { DeviceLevel } from '../../ui/device-level.ts';
import { percentile } from '../detail/latency.ts';

export const isCommunicating = (state: DeviceState): boolean => state === 'online' || state === 'degraded';

export interface DeviceFigures {
  /** ms. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly success: number | null;
  readonly timeouts: number;
  readonly exceptions: number | null;
  readonly badFrames: number | null;
}

export function figuresOf(status: DeviceStatus, diagnostics: DeviceDiagnostics | undefined): DeviceFigures {
  const latency = diagnostics !== undefined && isCommunicating(status.state) ? diagnostics.latency : null;
  return {
    p50: latency && percentile(latency, 0.5),
    p95: latency && percentile(latency, 0.95),
    success: successPercent(status),
    timeouts: status.timeouts,
    exceptions: diagnostics?.counters.exceptions ?? null,
    badFrames: diagnostics?.counters.badFrames ?? null,
  };
}

/** Two decimals, rounded down: 100.00 is said only where nothing has failed. Null before the first request. */
export function successPercent({ requests, failures }: Pick<DeviceStatus, 'requests' | 'failures'>): number | null {
  if (requests <= 0) return null;
  return Math.floor(((requests - failures) / requests) * 10_000) / 100;
}

/** State, cause and, for what is not as it should be, since when. `now` is the station's clock, epoch ms. */
export function stateWords(status: DeviceStatus, texts: Catalog, now: number): string {
  const { communication: words } = texts;
  const state = words.state[status.state];
  const what =
    status.cause === 'none' ? state : fill(words.stateAndCause, { state, cause: texts.deviceCause[status.cause] });
  // A number does not part from its unit at the end of a line.
  const age = ageText(now - status.since).replace(' ', '\u00a0');
  return status.state === 'online' ? what : `${what} · ${age}`;
}

/** Where it is looked for, and the unit behind that address; an OPC UA endpoint has none. */
export function addressOf({ endpoint, protocol }: Pick<DeviceStatus, 'endpoint' | 'protocol'>): {
  readonly address: string;
  readonly unit: string | null;
} {
  if (protocol === 'opcua') return { address: endpoint.replace(/^opc\.tcp:\/\//, ''), unit: null };
  const slash = endpoint.lastIndexOf('/');
  if (slash < 0) return { address: endpoint, unit: null };
  return { address: endpoint.slice(0, slash), unit: endpoint.slice(slash + 1) };
}

export interface DeviceGroup {
  /** Null: devices that each have a network connection of their own. */
  readonly line: {
    readonly channel: string;
    readonly protocol: Protocol;
    readonly address: string;
  } | null;
  readonly members: readonly DeviceStatus[];
}

/** Shares its connection with others, or is on a wire that others could be on. */
const isOnLine = (members: readonly DeviceStatus[]): boolean =>
  members.length > 1 || (members[0]?.protocol !== 'modbus-tcp' && members[0]?.protocol !== 'opcua');

/** By channel in the order of the project; first, as one group, all that have a connection of their own. */
export function groupByChannel(devices: readonly DeviceStatus[]): readonly DeviceGroup[] {
  const channels = [...Map.groupBy(devices, device => device.channel).values()];
  const alone = channels.filter(members => !isOnLine(members)).flat();
  const lines = channels.filter(isOnLine).map((members): DeviceGroup => {
    const [first] = members;
    if (first === undefined) return { line: null, members };
    const { address } = addressOf(first);
    return { line: { channel: first.channel, protocol: first.protocol, address }, members };
  });
  return alone.length === 0 ? lines : [{ line: null, members: alone }, ...lines];
}

/** The devices in the order in which the table shows them. */
export const inTableOrder = (devices: readonly DeviceStatus[]): readonly DeviceStatus[] =>
  groupByChannel(devices).flatMap(group => group.members);

/** How many devices there are of each level, for the head of the table. */
export function countLevels(levels: readonly DeviceLevel[]): Readonly<Record<DeviceLevel, number>> {
  const count = (level: DeviceLevel): number => levels.filter(l => l === level).length;
  return {
    full: count('full'),
    half: count('half'),
    crossed: count('crossed'),
    hollow: count('hollow'),
    unknown: count('unknown'),
  };
}
