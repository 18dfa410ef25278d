/**
 * A Modbus channel against a real peer, with the real tag table and scheduler: every address form, any medium, writes. Where the
 * test says what a tag must hold, each good sample is compared with it; one wrong number and `wrong` is not empty.
 */
import type { DeviceChange, WriteResult } from '../../main/acquisition/channel.ts';
import { PolledModbusChannel } from '../../main/acquisition/drivers/modbus/modbus-channel.ts';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import type {
  ModbusAddress,
  ModbusChannel,
  ModbusRtuChannel,
  ModbusRtuTcpChannel,
  ModbusTcpChannel,
  ProjectDevice,
} from '../../main/project/types.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import { ordersOf } from '../../shared/modbus/register-codec.ts';
import { isBitTable } from '../../shared/modbus/register-field.ts';
import type { DeviceDiagnostics, DeviceStatus } from '../../shared/model/device.ts';
import { isGood, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import { channelContext, projectDevice, projectTag } from './project-parts.ts';

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

const NEVER_WAITS_LONGER_MS = 5_000;

export class PeerRig {
  readonly changes: DeviceChange[] = [];
  /** Good samples that were not what the device holds. */
  readonly wrong: string[] = [];
  readonly goodSamples: number[];
  readonly table: TagTable;
  readonly channel: PolledModbusChannel;
  readonly #scheduler: Scheduler;
  readonly #ownsScheduler: boolean;

  constructor({ channel, tags, expected, staleAfterMs = 1_500, scheduler, dataDirectory = '' }: PeerRigOptions) {
    this.#ownsScheduler = scheduler === undefined;
    this.#scheduler = scheduler ?? new Scheduler(systemClock);
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
        const right = expected?.(tag, handle) ?? Number.NaN;
        if (!Number.isNaN(right) && v[i] !== right) this.wrong.push(`${tag.device} ${placeOf(tag)}: ${v[i]}`);
      });
    });
    const bound = tags.map(({ device, periodMs = 100, ...place }, handle) => {
      const address = addressOf(place);
      return { handle, tag: projectTag(handle, { periodMs, device, address, addressText: placeOf(address) }) };
    });
    this.channel = new PolledModbusChannel(channel, bound, {
      scheduler: this.#scheduler,
      context: channelContext({
        sink: this.table,
        onChange: change => void this.changes.push(change),
        dataDirectory,
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

  /** True when every tag is good, or every one of `handles`. */
  isGood(handles?: readonly number[]): boolean {
    return (handles ?? [...this.goodSamples.keys()]).every(handle => this.quality(handle) === 'good');
  }

  device(id: string): DeviceStatus {
    return found(
      this.channel.status().find(d => d.device === id),
      id,
    );
  }

  diagnostics(id: string): DeviceDiagnostics {
    return found(
      this.channel.diagnostics().find(d => d.device === id),
      id,
    );
  }

  write(handle: number, raw: number | bigint, withinMs = NEVER_WAITS_LONGER_MS): Promise<WriteResult> {
    return this.channel.write({ handle, raw, deadline: systemClock.monotonic() + withinMs });
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    if (this.#ownsScheduler) this.#scheduler.stop();
    this.table.stop();
  }
}

function found<T>(what: T | undefined, id: string): T {
  if (what === undefined) throw new Error(`no device ${id}`);
  return what;
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
