/**
 * A channel of `station.yaml` as the drivers take it: values that depend on others are made here, and addresses count from zero
 * whatever the file does. Takes only what the schema and the checks have passed.
 */
import { parseForbidden } from '../address.ts';
import type { ModbusLimits, OpcuaChannel, OpcuaGroup, ProjectChannel, ProjectDevice } from '../types.ts';
import type { ChannelEntry, LimitsEntry, OpcuaGroupEntry } from './channel-schema.ts';

type OpcuaEntry = Extract<ChannelEntry, { readonly protocol: 'opcua' }>;

/** What the Modbus protocol itself allows (Modbus Application Protocol V1.1b3, 6.1 and 6.3). */
const PROTOCOL_LIMITS: ModbusLimits = { maxRegisters: 125, maxBits: 2_000, forbidden: [] };

/** Bits of one byte on a serial line, with start, parity and stop bits, as RTU counts them whatever the settings. */
const BITS_PER_BYTE = 11;
/** Quiet time that ends an RTU frame, bytes, and what it is at the least, ms (Modbus over Serial Line V1.02, 2.5.1.1). */
const QUIET_BYTES = 3.5;
const LEAST_QUIET_MS = 1.75;
/** Behind a serial server the speed of the line is not known: that of most meters, which is the slowest in use. */
const USUAL_BAUD = 9_600;

/**
 * Pause before the next request, whole ms: no less than the quiet time between two frames, in which the device lets the line go.
 * A longer one costs scan time; a shorter one makes slow transceivers lose the beginning of the request.
 */
function lineTurnaroundMs(baud: number): number {
  return Math.ceil(Math.max(LEAST_QUIET_MS, (QUIET_BYTES * BITS_PER_BYTE * 1_000) / baud));
}

export function toChannel(entry: ChannelEntry): ProjectChannel {
  const { id, connectTimeoutMs, timeoutMs, recorderMb } = entry;
  const base = { id, connectTimeoutMs, timeoutMs, recorderMb, devices: devicesOf(entry) };
  if (entry.protocol === 'opcua') return { ...base, ...opcuaSettings(entry) };
  const modbus = { ...base, lateReplyMs: entry.lateReplyMs };
  switch (entry.protocol) {
    case 'modbus-tcp': {
      const { protocol, host, port, backup = null, inFlight, turnaroundMs = 0, transactionIds } = entry;
      const isGateway = entry.gateway ?? entry.devices.length > 1;
      return {
        ...modbus,
        protocol,
        host,
        port,
        backup,
        inFlight,
        turnaroundMs,
        isGateway,
        hasTransactionIds: transactionIds,
      };
    }
    case 'modbus-rtu-tcp': {
      const { protocol, host, port, backup = null, echo, turnaroundMs = lineTurnaroundMs(USUAL_BAUD) } = entry;
      return { ...modbus, protocol, host, port, backup, inFlight: 1, turnaroundMs, hasEcho: echo };
    }
    case 'modbus-rtu': {
      const { protocol, serial, echo } = entry;
      const { baud: baudRate, ...line } = serial;
      const turnaroundMs = entry.turnaroundMs ?? lineTurnaroundMs(baudRate);
      return { ...modbus, protocol, serial: { ...line, baudRate }, inFlight: 1, turnaroundMs, hasEcho: echo };
    }
  }
}

function devicesOf(entry: ChannelEntry): readonly ProjectDevice[] {
  const groupOf = (device: string) => entry.group ?? (entry.devices.length === 1 ? device : entry.id);
  const common = (device: ChannelEntry['devices'][number]) => ({
    id: device.id,
    name: device.name,
    channel: entry.id,
    group: groupOf(device.id),
    isEnabled: device.enabled,
  });
  return entry.protocol === 'opcua'
    ? entry.devices.map(device => ({ ...common(device), unit: 0, limits: PROTOCOL_LIMITS }))
    : entry.devices.map(device => ({ ...common(device), unit: device.unit, limits: limitsOf(device) }));
}

function limitsOf({ limits, addressBase }: { limits: LimitsEntry; addressBase: 0 | 1 }): ModbusLimits {
  return {
    ...limits,
    forbidden: limits.forbidden.flatMap(text => {
      const parsed = parseForbidden(text, addressBase);
      return parsed.ok ? [parsed.address] : [];
    }),
  };
}

type OpcuaSettings = Omit<OpcuaChannel, 'id' | 'connectTimeoutMs' | 'timeoutMs' | 'recorderMb' | 'devices'>;

function opcuaSettings(entry: OpcuaEntry): OpcuaSettings {
  const { protocol, host, port, path, security, user, userCertificate, clockToleranceMs } = entry;
  const login = userCertificate
    ? ({ kind: 'certificate' } as const)
    : user === null
      ? ({ kind: 'anonymous' } as const)
      : ({ kind: 'user', user } as const);
  return { protocol, host, port, path, security, login, groups: entry.groups.map(toGroup), clockToleranceMs };
}

/** Publish intervals that the queue of an item bridges: one that is late or lost loses nothing. */
const QUEUED_PUBLISHES = 2;

function toGroup({ scanMs, mode, samplingMs = scanMs, queue }: OpcuaGroupEntry): OpcuaGroup {
  const queueSize = queue ?? QUEUED_PUBLISHES * Math.ceil(scanMs / samplingMs);
  return { periodMs: scanMs, mode, samplingMs, queueSize };
}
