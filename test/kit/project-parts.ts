/** Parts of a station project and of a channel's surroundings with plain properties, so that a test shows only what it is about. */
import type { ChannelContext } from '../../main/acquisition/channel.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import type {
  ModbusRtuTcpChannel,
  ModbusTcpChannel,
  OpcuaChannel,
  ProjectDevice,
  ProjectTag,
} from '../../main/project/types.ts';

/** A field tag; `address` and `device` are what tests differ in. */
export function projectTag(handle: number, change: Partial<ProjectTag> = {}): ProjectTag {
  const periodMs = change.periodMs ?? 1_000;
  return {
    name: `T-${handle}`,
    description: { zh: '测试', en: 'test' },
    area: '1000',
    equipment: '',
    signalClass: 'AI',
    unit: '',
    decimals: 2,
    low: null,
    high: null,
    periodMs,
    fastPeriodMs: periodMs,
    scaling: null,
    isClamped: false,
    frozenAfterMs: null,
    device: 'D',
    address: null,
    addressText: '',
    writable: false,
    limits: {},
    normal: null,
    logging: { kind: 'all' },
    interpolation: 'sloped',
    ...change,
  };
}

/** A device that is asked, with the protocol's own limits. */
export function projectDevice(change: Partial<ProjectDevice> & Pick<ProjectDevice, 'id'>): ProjectDevice {
  return {
    name: { zh: change.id, en: change.id },
    channel: 'line',
    group: 'line',
    unit: 0,
    isEnabled: true,
    limits: { maxRegisters: 125, maxBits: 2_000, forbidden: [] },
    ...change,
  };
}

const LINE = {
  host: '127.0.0.1',
  port: 502,
  backup: null,
  connectTimeoutMs: 1_000,
  timeoutMs: 500,
  inFlight: 1,
  lateReplyMs: 0,
  turnaroundMs: 0,
  recorderMb: 1,
} as const;

/** A channel with these devices; it is only described, nobody connects it. */
export function tcpChannel(
  devices: readonly string[],
  change: Partial<ModbusTcpChannel> & Pick<ModbusTcpChannel, 'id'>,
): ModbusTcpChannel {
  const known = devices.map(id => projectDevice({ id, channel: change.id }));
  return { ...LINE, protocol: 'modbus-tcp', isGateway: false, hasTransactionIds: true, devices: known, ...change };
}

export function rtuTcpChannel(
  devices: readonly string[],
  change: Partial<ModbusRtuTcpChannel> & Pick<ModbusRtuTcpChannel, 'id'>,
): ModbusRtuTcpChannel {
  const known = devices.map(id => projectDevice({ id, channel: change.id }));
  return { ...LINE, protocol: 'modbus-rtu-tcp', hasEcho: false, devices: known, ...change };
}

/** Surroundings of a channel in which nobody listens; errors of the driver go to stderr and are thrown on. */
export function channelContext(change: Partial<ChannelContext> = {}): ChannelContext {
  return {
    sink: { update: () => undefined, confirm: () => undefined, invalidate: () => undefined },
    clock: systemClock,
    log: createLog('test', { level: 'error', write: line => process.stderr.write(line) }),
    onChange: () => undefined,
    secret: () => null,
    dataDirectory: '',
    guard: run => run,
    tap: { isOn: () => false, frame: () => undefined, mark: () => undefined, peer: () => undefined },
    ...change,
  };
}

/** An OPC UA channel on this computer with one device, without security and login. */
export function opcuaChannel(change: Partial<OpcuaChannel> = {}): OpcuaChannel {
  return {
    id: 'gc',
    protocol: 'opcua',
    host: '127.0.0.1',
    port: 4840,
    path: '/gc',
    security: { mode: 'None', policy: 'None' },
    login: { kind: 'anonymous' },
    groups: [],
    clockToleranceMs: 60_000,
    recorderMb: 0,
    connectTimeoutMs: 3_000,
    timeoutMs: 2_000,
    devices: [projectDevice({ id: 'GC', channel: 'gc', group: 'GC' })],
    ...change,
  };
}
