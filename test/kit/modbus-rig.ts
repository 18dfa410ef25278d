/**
 * A Modbus channel with the real tag table and scheduler, without the rest of the station. Every good sample is compared with
 * what the device really holds at that address: one wrong number and `wrong` is not empty.
 */
import type { DeviceChange, WriteResult } from '../../main/acquisition/channel.ts';
import { PolledModbusChannel } from '../../main/acquisition/drivers/modbus/modbus-channel.ts';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import type { NetworkAddress, ProjectDevice, ProjectTag, WriteFunction } from '../../main/project/types.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import { registersIn } from '../../shared/modbus/register-codec.ts';
import { type ByteOrder, isBitTable, type ModbusTable, type ValueType } from '../../shared/modbus/register-field.ts';
import type { DeviceDiagnostics, DeviceStatus } from '../../shared/model/device.ts';
import { isGood, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import { channelContext, projectDevice, projectTag } from './project-parts.ts';

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

export class ModbusRig {
  readonly changes: DeviceChange[] = [];
  /** Good samples that were not what the device holds. */
  readonly wrong: string[] = [];
  readonly goodSamples: number[];
  readonly table: TagTable;
  readonly channel: PolledModbusChannel;
  readonly #scheduler: Scheduler;
  readonly #ownsScheduler: boolean;

  constructor(options: RigOptions) {
    const { tags, expected = tag => tag.offset } = options;
    this.#ownsScheduler = options.scheduler === undefined;
    this.#scheduler = options.scheduler ?? new Scheduler(systemClock);
    const staleAfterMs = options.staleAfterMs ?? 1_500;
    this.table = new TagTable(
      tags.map(() => ({ low: null, high: null, staleAfterMs })),
      systemClock,
    );
    this.goodSamples = tags.map(() => 0);
    this.table.subscribe(({ handles, v, q }) => {
      handles.forEach((handle, i) => {
        const tag = tags[handle];
        if (tag === undefined || !isGood(q[i] ?? 0)) return;
        this.goodSamples[handle] = (this.goodSamples[handle] ?? 0) + 1;
        const right = expected(tag);
        if (!Number.isNaN(right) && v[i] !== right) this.wrong.push(`${tag.device}/${tag.offset}: ${v[i]}`);
      });
    });
    const bound = tags.map((tag, handle) => ({ handle, tag: tagOf(tag, handle) }));
    this.channel = new PolledModbusChannel(channelOf(options), bound, {
      scheduler: this.#scheduler,
      context: channelContext({
        sink: this.table,
        onChange: change => void this.changes.push(change),
        dataDirectory: options.dataDirectory ?? '',
      }),
    });
  }

  start(): this {
    this.channel.start();
    return this;
  }

  /** `good`, or `bad/reason`. */
  quality(handle = 0): string {
    const { q } = this.table.read(handle);
    return isGood(q) ? 'good' : `${qualityClass(q)}/${qualityReason(q)}`;
  }

  value(handle = 0): number {
    return this.table.read(handle).v;
  }

  device(id: string): DeviceStatus {
    const found = this.channel.status().find(d => d.device === id);
    if (found === undefined) throw new Error(`no device ${id}`);
    return found;
  }

  diagnostics(id: string): DeviceDiagnostics {
    const found = this.channel.diagnostics().find(d => d.device === id);
    if (found === undefined) throw new Error(`no device ${id}`);
    return found;
  }

  /** As the command gate writes: once, to be sent within so long. */
  write(handle: number, raw: number | bigint, withinMs = 1_000): Promise<WriteResult> {
    return this.channel.write({ handle, raw, deadline: performance.now() + withinMs });
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    if (this.#ownsScheduler) this.#scheduler.stop();
    this.table.stop();
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
