/**
 * A Modbus connection and the devices behind it (main thread). Requests go one at a time in the order asked; the channel
 * reconnects by itself, at once after an accident and with growing patience while nobody answers. A channel knows nothing of
 * other channels, so it cannot delay them.
 */
import type { DeviceDiagnostics, DeviceStatus } from '../../../../shared/model/device.ts';
import type { ModbusChannel } from '../../../project/types.ts';
import { backoffMs } from '../../backoff.ts';
import type { BoundTag, Channel, ChannelContext, WriteResult } from '../../channel.ts';
import { DeviceRecord } from '../../device-state.ts';
import type { Scheduler } from '../../scheduler.ts';
import { DevicePoller, type ReadResult } from './device-poller.ts';
import { LinkFault } from './fault.ts';
import { type ReadRequest, shapeOfRead } from './framing.ts';
import { LateReplies } from './late-replies.ts';
import { ModbusLink } from './link.ts';

interface Waiting {
  readonly request: ReadRequest;
  readonly resolve: (result: ReadResult) => void;
  readonly reject: (error: unknown) => void;
  /** Sent once already, on a connection that the device closed. */
  isRepeated: boolean;
}

export class PolledModbusChannel implements Channel {
  readonly id: string;
  readonly #config: Exclude<ModbusChannel, { protocol: 'modbus-rtu' }>;
  readonly #context: ChannelContext;
  readonly #scheduler: Scheduler;
  readonly #devices: readonly { record: DeviceRecord; poller: DevicePoller }[];
  readonly #queue: Waiting[] = [];
  /** What a serial line still owes; null on Modbus TCP. */
  readonly #serialLine: LateReplies | null;
  #link: ModbusLink | null = null;
  /** Being connected at this moment. */
  #next: ModbusLink | null = null;
  /** The device closed after it had answered, as some do after each reply: requests wait for the next connection. */
  #isComingBack = false;
  #busy = false;
  #failedAttempts = 0;
  #answeredOnLink = false;
  #reconnect: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    config: Exclude<ModbusChannel, { protocol: 'modbus-rtu' }>,
    tags: readonly BoundTag[],
    options: { context: ChannelContext; scheduler: Scheduler },
  ) {
    this.id = config.id;
    this.#config = config;
    this.#context = options.context;
    this.#scheduler = options.scheduler;
    const window = { silent: config.lateReplyMs, broken: config.timeoutMs };
    this.#serialLine = config.protocol === 'modbus-rtu-tcp' ? new LateReplies(window, options.context.clock) : null;
    this.#devices = config.devices.map(device => {
      const own = tags.filter(t => t.tag.device === device.id);
      const endpoint = `${config.host}:${config.port}/${device.unit}`;
      const record = new DeviceRecord(device, this.#context, {
        protocol: config.protocol,
        endpoint,
        tagCount: own.length,
      });
      const read = (request: ReadRequest) => this.#read(request);
      return { record, poller: new DevicePoller({ device, tags: own, context: this.#context, record, read }) };
    });
  }

  start(): void {
    for (const { poller } of this.#devices) poller.start(this.#scheduler);
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    for (const { poller } of this.#devices) poller.stop();
    this.#next?.close();
    this.#link?.close();
    this.#sendNothing();
  }

  status(): readonly DeviceStatus[] {
    return this.#devices.map(({ record, poller }) => {
      record.overruns = poller.overruns;
      return record.status();
    });
  }

  diagnostics(): readonly DeviceDiagnostics[] {
    return [];
  }

  hasten(): void {}

  setEnabled(): void {}

  write(): Promise<WriteResult> {
    return Promise.resolve({ ok: false, why: 'not-writable', sentAt: null, detail: 'not built yet' });
  }

  #read(request: ReadRequest): Promise<ReadResult> {
    if (this.#link === null && !this.#isComingBack) return Promise.resolve('not-sent');
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject, isRepeated: false });
      void this.#pump();
    });
  }

  /** One request in flight: replies come back in the order asked. */
  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const link = this.#link;
      if (link === null && this.#isComingBack) {
        this.#queue.unshift(next);
        break;
      }
      try {
        if (link === null) {
          next.resolve('not-sent');
          continue;
        }
        const waitMs = this.#serialLine?.ambiguousForMs(shapeOfRead(next.request)) ?? 0;
        if (waitMs > this.#config.timeoutMs) {
          next.resolve('held');
          continue;
        }
        if (waitMs > 0) {
          // Shorter than a silent unit would take: the line can bear it, and the request keeps its turn.
          this.#queue.unshift(next);
          await new Promise(resolve => setTimeout(resolve, waitMs));
          continue;
        }
        next.resolve(await link.read(next.request));
        this.#answered();
      } catch (error) {
        if (error instanceof LinkFault && error.exceptionCode !== null) this.#answered();
        if (this.#isComingBack && !next.isRepeated) {
          next.isRepeated = true;
          this.#queue.unshift(next);
        } else {
          next.reject(error);
        }
      }
    }
    this.#busy = false;
  }

  /** Whoever waits learns that nothing was sent. */
  #sendNothing(): void {
    this.#isComingBack = false;
    for (const waiting of this.#queue.splice(0)) waiting.resolve('not-sent');
  }

  #answered(): void {
    this.#answeredOnLink = true;
    this.#failedAttempts = 0;
  }

  async #connect(): Promise<void> {
    if (this.#stopped) return;
    const { host, port, connectTimeoutMs, timeoutMs } = this.#config;
    const serialLine = this.#serialLine === null ? {} : { serialLine: this.#serialLine };
    const link = new ModbusLink({ host, port, connectTimeoutMs, timeoutMs, ...serialLine });
    this.#next = link;
    try {
      await link.connect();
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      this.#next = null;
      this.#sendNothing();
      if (this.#stopped) return;
      for (const { poller } of this.#devices) poller.lose(error);
      this.#failedAttempts++;
      this.#reconnectLater();
      return;
    }
    this.#next = null;
    if (this.#stopped) {
      link.close();
      return;
    }
    this.#answeredOnLink = false;
    link.onClosed = fault => this.#lost(fault);
    this.#link = link;
    if (this.#isComingBack) {
      // Nothing was missed; asking everything anew would make a device that closes after each reply an endless loop.
      this.#isComingBack = false;
      void this.#pump();
    } else {
      // A silent unit costs the connection: whoever answered last time is asked first, so that it cannot keep the line down.
      const byPatience = this.#devices.toSorted((a, b) => a.poller.silent - b.poller.silent);
      for (const { poller } of byPatience) poller.refresh();
    }
  }

  #lost(fault: LinkFault): void {
    this.#link = null;
    if (this.#stopped) return;
    this.#context.log.debug(() => `connection lost: ${fault.reason} (${fault.message})`);
    this.#isComingBack = this.#answeredOnLink && (fault.reason === 'closed' || fault.reason === 'reset');
    if (!this.#answeredOnLink) {
      // Patience grows only once every unit is given up; until then the others have a right to their turn.
      const allGivenUp = this.#devices.every(d => d.record.state === 'offline');
      this.#failedAttempts = allGivenUp ? this.#failedAttempts + 1 : 1;
    }
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    this.#reconnect = setTimeout(() => void this.#connect(), backoffMs(this.#failedAttempts));
  }
}
