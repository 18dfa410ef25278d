/** A Modbus channel against a real peer: every address form, any medium, writes. */
import type { WriteResult } from '../../main/acquisition/channel.ts';
import type { Scheduler } from '../../main/acquisition/scheduler.ts';
import type {
  ModbusAddress,
  ModbusChannel,
  ModbusRtuChannel,
  ModbusRtuTcpChannel,
  ModbusTcpChannel,
  ProjectDevice,
} from '../../main/project/types.ts';
import { ordersOf } from '../../shared/modbus/register-codec.ts';
import { isBitTable } from '../../shared/modbus/register-field.ts';
import { ChannelRig } from './channel-rig.ts';
import { projectDevice, projectTag } from './project-parts.ts';

export type PeerTag = Pick<ModbusAddress, 'offset'> &
  Partial<Omit<ModbusAddress, 'kind' | 'offset'>> & { readonly device: string; readonly periodMs?: number };

export interface PeerRigOptions {
  readonly channel: ModbusChannel;
  readonly tags: readonly PeerTag[];
  /** What is right at a tag at this moment; NaN = do not compare. */
  readonly expected?: (tag: PeerTag, handle: number) => number;
  readonly staleAfterMs?: number;
  readonly scheduler?: Scheduler;
  readonly dataDirectory?: string;
}

/** Real devices take their time; that they are written to in time is tested elsewhere. */
const WRITTEN_WITHIN_MS = 5_000;

export class PeerRig extends ChannelRig {
  constructor({ channel, tags, expected, ...rest }: PeerRigOptions) {
    super({
      ...rest,
      channel,
      tags: tags.map(({ device, periodMs = 100, ...place }, handle) => {
        const address = addressOf(place);
        return { handle, tag: projectTag(handle, { periodMs, device, address, addressText: placeOf(address) }) };
      }),
      rightOf: handle => {
        const tag = tags[handle];
        return tag === undefined ? Number.NaN : (expected?.(tag, handle) ?? Number.NaN);
      },
      placeOf: handle => {
        const tag = tags[handle];
        return tag === undefined ? '' : `${tag.device} ${placeOf(tag)}`;
      },
    });
  }

  override write(handle: number, raw: number | bigint, withinMs = WRITTEN_WITHIN_MS): Promise<WriteResult> {
    return super.write(handle, raw, withinMs);
  }
}

const placeOf = ({ table = 'holding', offset }: Pick<PeerTag, 'table' | 'offset'>): string => `${table}:${offset}`;

function addressOf({ table = 'holding', ...place }: Omit<PeerTag, 'device' | 'periodMs'>): ModbusAddress {
  const type = place.type ?? (isBitTable(table) ? 'bit' : 'uint16');
  return { kind: 'modbus', table, type, order: ordersOf(type)[0], ...place };
}

type DeviceNames = readonly (Partial<ProjectDevice> & Pick<ProjectDevice, 'id' | 'unit'>)[];
type Change<C> = { readonly devices: DeviceNames } & Partial<Omit<C, 'devices'>>;

const COMMON = {
  id: 'line',
  connectTimeoutMs: 1_000,
  timeoutMs: 400,
  lateReplyMs: 1_000,
  turnaroundMs: 0,
  inFlight: 1,
  recorderMb: 0,
} as const;

export function tcpChannel({ devices, ...change }: Change<ModbusTcpChannel> & { port: number }): ModbusTcpChannel {
  const tcp = { protocol: 'modbus-tcp', host: '127.0.0.1', backup: null, isGateway: false } as const;
  return { ...COMMON, ...tcp, hasTransactionIds: true, devices: devices.map(projectDevice), ...change };
}

export function rtuTcpChannel({
  devices,
  ...change
}: Change<ModbusRtuTcpChannel> & { port: number }): ModbusRtuTcpChannel {
  const line = { protocol: 'modbus-rtu-tcp', host: '127.0.0.1', backup: null, hasEcho: false } as const;
  return { ...COMMON, ...line, devices: devices.map(projectDevice), ...change };
}

export function serialChannel({
  devices,
  path,
  ...change
}: Change<ModbusRtuChannel> & { path: string }): ModbusRtuChannel {
  const serial = { path, baudRate: 19_200, parity: 'none', dataBits: 8, stopBits: 1, raisesRts: false } as const;
  return { ...COMMON, protocol: 'modbus-rtu', hasEcho: false, serial, devices: devices.map(projectDevice), ...change };
}
