/**
 * A Modbus channel with the real tag table and scheduler, without the rest of the station. Every good sample is compared with
 * what the device really holds at that address: one wrong number and `wrong` is not empty.
 */
import type { BoundTag, DeviceChange, WriteResult } from '../../main/acquisition/channel.ts';
import { PolledModbusChannel } from '../../main/acquisition/drivers/modbus/modbus-channel.ts';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import type { ModbusChannel } from '../../main/project/types.ts';
import { TagTable } from '../../main/tags/tag-table.ts';
import type { DeviceDiagnostics, DeviceStatus } from '../../shared/model/device.ts';
import { isGood, qualityClass, qualityReason } from '../../shared/model/quality.ts';
import { channelContext } from './project-parts.ts';

export interface ChannelRigOptions {
  readonly channel: ModbusChannel;
  /** Handles 0, 1, 2, … */
  readonly tags: readonly BoundTag[];
  /** What is right at a tag at this moment; NaN = do not compare. */
  readonly rightOf: (handle: number) => number;
  /** What a wrong sample is told with. */
  readonly placeOf: (handle: number) => string;
  readonly staleAfterMs?: number | undefined;
  readonly scheduler?: Scheduler | undefined;
  /** Where the channel keeps what it learns; nowhere unless told. */
  readonly dataDirectory?: string | undefined;
}

export class ChannelRig {
  readonly changes: DeviceChange[] = [];
  /** Good samples that were not what the device holds. */
  readonly wrong: string[] = [];
  readonly goodSamples: number[];
  readonly table: TagTable;
  readonly channel: PolledModbusChannel;
  readonly #scheduler: Scheduler;
  readonly #ownsScheduler: boolean;

  constructor(options: ChannelRigOptions) {
    const { channel, tags, rightOf, placeOf, staleAfterMs = 1_500, scheduler, dataDirectory = '' } = options;
    this.#ownsScheduler = scheduler === undefined;
    this.#scheduler = scheduler ?? new Scheduler(systemClock);
    this.table = new TagTable(
      tags.map(() => ({ low: null, high: null, staleAfterMs })),
      systemClock,
    );
    this.goodSamples = tags.map(() => 0);
    this.table.subscribe(({ handles, v, q }) => {
      handles.forEach((handle, i) => {
        if (handle >= tags.length || !isGood(q[i] ?? 0)) return;
        this.goodSamples[handle] = (this.goodSamples[handle] ?? 0) + 1;
        const right = rightOf(handle);
        if (!Number.isNaN(right) && v[i] !== right) this.wrong.push(`${placeOf(handle)}: ${v[i]}`);
      });
    });
    this.channel = new PolledModbusChannel(channel, tags, {
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

  /** As the command gate writes: once, to be sent within so long. */
  write(handle: number, raw: number | bigint, withinMs = 1_000): Promise<WriteResult> {
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
