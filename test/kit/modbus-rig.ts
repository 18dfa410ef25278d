/** A Modbus channel with devices and tags told in a few words; a register holds its own address unless told otherwise. */
import type { Scheduler } from '../../main/acquisition/scheduler.ts';
import type { NetworkAddress, ProjectDevice, ProjectTag, WriteFunction } from '../../main/project/types.ts';
import { registersIn } from '../../shared/modbus/register-codec.ts';
import { type ByteOrder, isBitTable, type ModbusTable, type ValueType } from '../../shared/modbus/register-field.ts';
import { ChannelRig } from './channel-rig.ts';
import { projectDevice, projectTag } from './project-parts.ts';

export interface RigTag {
  readonly device: string;
  readonly table?: ModbusTable;
  readonly offset: number;
  readonly type?: ValueType;
  readonly order?: ByteOrder;
  readonly bit?: number;
  readonly periodMs?: number;
  readonly fastPeriodMs?: number;
  readonly writeFunction?: WriteFunction;
}

export interface RigOptions {
  /** `line` unless told. */
  readonly id?: string;
  readonly host?: string;
  readonly port: number;
  readonly framing: 'tcp' | 'rtu';
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly lateReplyMs?: number;
  readonly staleAfterMs?: number;
  readonly turnaroundMs?: number;
  readonly backup?: NetworkAddress;
  /** Modbus TCP only. */
  readonly inFlight?: number;
  readonly isGateway?: boolean;
  readonly hasTransactionIds?: boolean;
  /** RTU only. */
  readonly hasEcho?: boolean;
  /** Where the channel keeps what it learns; nowhere unless told. */
  readonly dataDirectory?: string;
  readonly devices: readonly (Partial<ProjectDevice> & Pick<ProjectDevice, 'id' | 'unit'>)[];
  readonly tags: readonly RigTag[];
  /** What is right at a tag; its offset unless told. NaN = do not compare. */
  readonly expected?: (tag: RigTag) => number;
  readonly scheduler?: Scheduler;
}

export class ModbusRig extends ChannelRig {
  constructor(options: RigOptions) {
    const { tags, expected = tag => tag.offset, staleAfterMs, scheduler, dataDirectory } = options;
    super({
      staleAfterMs,
      scheduler,
      dataDirectory,
      channel: channelOf(options),
      tags: tags.map((tag, handle) => ({ handle, tag: tagOf(tag, handle) })),
      rightOf: handle => {
        const tag = tags[handle];
        return tag === undefined ? Number.NaN : expected(tag);
      },
      placeOf: handle => `${tags[handle]?.device}/${tags[handle]?.offset}`,
    });
  }
}

/** The channel and its tags as a project would have them. */
export function channelOf({ framing, timeoutMs, connectTimeoutMs, lateReplyMs, devices, ...options }: RigOptions) {
  const { id = 'line', host = '127.0.0.1', port, backup = null, turnaroundMs = 0, inFlight = 1 } = options;
  const common = {
    id,
    host,
    port,
    backup,
    timeoutMs: timeoutMs ?? 150,
    connectTimeoutMs: connectTimeoutMs ?? 500,
    lateReplyMs: lateReplyMs ?? 400,
    turnaroundMs,
    inFlight,
    recorderMb: 0,
    devices: devices.map(device => projectDevice({ channel: id, ...device })),
  };
  const { isGateway = false, hasTransactionIds = true, hasEcho = false } = options;
  return framing === 'tcp'
    ? ({ ...common, protocol: 'modbus-tcp', isGateway, hasTransactionIds } as const)
    : ({ ...common, protocol: 'modbus-rtu-tcp', hasEcho } as const);
}

export function tagOf(tag: RigTag, handle: number): ProjectTag {
  const { table = 'holding', offset, periodMs = 100, fastPeriodMs = periodMs, device, bit, writeFunction } = tag;
  const type = tag.type ?? (isBitTable(table) ? 'bit' : 'uint16');
  const order = tag.order ?? (registersIn({ type }) === 1 ? 'AB' : 'ABCD');
  const address = {
    kind: 'modbus',
    table,
    offset,
    type,
    order,
    ...(bit === undefined ? {} : { bit }),
    ...(writeFunction === undefined ? {} : { writeFunction }),
  } as const;
  const writable = writeFunction !== undefined;
  return projectTag(handle, { periodMs, fastPeriodMs, device, address, addressText: `${table}:${offset}`, writable });
}
