/**
 * Everything that is read from the field, and the only way to it (main thread): one supervised channel per connection, one
 * scheduler for all, the leases on fast scanning, and the station's own tags about all of this. Who may write to a device is not
 * decided here: `write` belongs to the command gate alone.
 */
import type { DeviceDiagnostics, DeviceStatus } from '../../shared/model/device.ts';
import type { Handle } from '../../shared/model/tag.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { ProjectChannel } from '../project/types.ts';
import type {
  BoundTag,
  Channel,
  ChannelContext,
  DeviceChange,
  FrameTap,
  SampleSink,
  WriteOrder,
  WriteResult,
} from './channel.ts';
import { DeviceRecord } from './device-state.ts';
import { DeviceSwitches, type SwitchOutcome } from './device-switches.ts';
import { PolledModbusChannel } from './drivers/modbus/modbus-channel.ts';
import { endpointsOf, lateRepliesOf } from './drivers/modbus/wire/media.ts';
import { endpointUrl } from './drivers/opcua/device-board.ts';
import type { OpcuaEngineering } from './drivers/opcua/engineering.ts';
import { createOpcuaChannel } from './drivers/opcua/opcua-channel.ts';
import { type Lease, LeaseBook } from './leases.ts';
import { Scheduler } from './scheduler.ts';
import { type BoundSystemTag, reportOf } from './self-report.ts';
import { SupervisedChannel } from './supervisor.ts';

/** How often the station's own tags are brought up to date, ms. */
export const REPORT_MS = 1_000;
/** The written tag and its feedback are read fast for so long after a command, ms: a motor valve takes about a minute. */
const AFTER_COMMAND_MS = 65_000;

export interface AcquisitionOptions {
  readonly channels: readonly ProjectChannel[];
  /** Tags of these channels, with their handles. */
  readonly tags: readonly BoundTag[];
  readonly systemTags: readonly BoundSystemTag[];
  readonly sink: SampleSink;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: (change: DeviceChange) => void;
  readonly secret: ChannelContext['secret'];
  /** Data folder of the station. */
  readonly dataDirectory: string;
  /** Data folder of one channel, made if missing. */
  readonly folderOf: (channel: string) => string;
  readonly tapOf: (channel: string) => FrameTap;
}

export class Acquisition {
  readonly #options: AcquisitionOptions;
  readonly #scheduler: Scheduler;
  readonly #channels: readonly SupervisedChannel[];
  /** Channel of each tag that is read from the field. */
  readonly #channelOf = new Map<Handle, SupervisedChannel>();
  readonly #leases: LeaseBook;
  readonly #switches: DeviceSwitches;
  readonly #opcua = new Map<string, OpcuaEngineering>();

  constructor(options: AcquisitionOptions) {
    this.#options = options;
    const { clock, log, dataDirectory } = options;
    this.#scheduler = new Scheduler(clock);
    const positions = options.channels.flatMap(({ devices }) => devices.map(d => [d.id, d.isEnabled] as const));
    this.#switches = new DeviceSwitches(dataDirectory, log, new Map(positions));
    this.#channels = options.channels.map(channel => this.#supervise(channel));
    this.#leases = new LeaseBook(clock, hastened => {
      for (const channel of this.#channels) channel.hasten(hastened);
    });
  }

  start(): void {
    for (const [device, isEnabled] of this.#switches.all) this.#switch(device, isEnabled);
    for (const channel of this.#channels) channel.start();
    this.#scheduler.every(REPORT_MS, () => this.#report());
  }

  /** Ends every channel; resolves when nothing is left. */
  async stop(): Promise<void> {
    this.#leases.stop();
    await Promise.all(this.#channels.map(channel => channel.stop()));
    this.#scheduler.stop();
    await this.#switches.saved();
  }

  status(): readonly DeviceStatus[] {
    return this.#channels.flatMap(channel => channel.status());
  }

  /** What the OPC UA channels offer engineers, by channel. */
  get opcua(): ReadonlyMap<string, OpcuaEngineering> {
    return this.#opcua;
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    return this.#channels.flatMap(channel => channel.diagnostics());
  }

  /** Reads these tags with their fast period until the lease is let go, or is not renewed for so long. */
  hasten(handles: readonly Handle[], durationMs: number): Lease {
    return this.#leases.take(handles, durationMs);
  }

  /** Takes a device out of operation or puts it back once the decision is kept for the next start of the station. */
  async setEnabled(device: string, isEnabled: boolean): Promise<SwitchOutcome> {
    const outcome = await this.#switches.set(device, isEnabled);
    if (outcome.kind === 'done') this.#switch(device, isEnabled);
    return outcome;
  }

  /**
   * For the command gate only. One write, never repeated; the tag and what shows its effect are read fast from now on.
   * @param feedback tags that will show whether it took effect
   */
  async write(order: WriteOrder, feedback: readonly Handle[] = []): Promise<WriteResult> {
    const channel = this.#channelOf.get(order.handle);
    if (channel === undefined)
      return { ok: false, why: 'not-writable', sentAt: null, detail: 'not a tag of the field' };
    this.#leases.take([order.handle, ...feedback], AFTER_COMMAND_MS);
    return channel.write(order);
  }

  #switch(device: string, isEnabled: boolean): void {
    for (const channel of this.#channels) channel.setEnabled(device, isEnabled);
  }

  #supervise(config: ProjectChannel): SupervisedChannel {
    const { sink, clock, log, onChange, secret, folderOf, tapOf } = this.#options;
    const devices = new Set(config.devices.map(d => d.id));
    const tags = this.#options.tags.filter(({ tag }) => tag.device !== null && devices.has(tag.device));
    const context = {
      sink,
      clock,
      log: log.child(config.id),
      onChange,
      secret,
      dataDirectory: folderOf(config.id),
      tap: tapOf(config.id),
    };
    const channel = new SupervisedChannel({
      id: config.id,
      handles: Uint32Array.from(tags, t => t.handle),
      context,
      create: this.#creator(config, tags),
      devices: config.devices.map(device => {
        const { protocol, timeoutMs } = config;
        const tagCount = tags.filter(({ tag }) => tag.device === device.id).length;
        const endpoint = protocol === 'opcua' ? endpointUrl(config) : (endpointsOf(config)[0]?.place ?? '');
        const identity = { protocol, timeoutMs, tagCount, endpoint: () => endpoint };
        return new DeviceRecord(device, { ...context, guard: run => run }, identity).status();
      }),
    });
    for (const { handle } of tags) this.#channelOf.set(handle, channel);
    return channel;
  }

  /** What makes a driver for the channel, and makes another when one has failed. */
  #creator(config: ProjectChannel, tags: readonly BoundTag[]): (context: ChannelContext) => Channel {
    if (config.protocol !== 'opcua') {
      const lateReplies = lateRepliesOf(config, this.#options.clock, { isStrange: true });
      return context => new PolledModbusChannel(config, tags, { context, scheduler: this.#scheduler, lateReplies });
    }
    return context => {
      const channel = createOpcuaChannel(config, tags, context);
      this.#opcua.set(config.id, channel);
      return channel;
    };
  }

  #report(): void {
    const { systemTags, sink, clock } = this.#options;
    if (systemTags.length === 0) return;
    const diagnostics = new Map(this.diagnostics().map(d => [d.device, d]));
    const facts = new Map(
      this.status().map(status => [status.device, { status, diagnostics: diagnostics.get(status.device) }]),
    );
    sink.update(reportOf(systemTags, facts, clock.now()));
  }
}
