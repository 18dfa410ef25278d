/**
 * Polls one Modbus device: its blocks, scan group by scan group, through the channel it shares. Owns the device's state and
 * decides what a failure means: an exception spoils its block, silence spoils the device, and a device that is lost has no
 * good value from that moment.
 */
import { COMM_LOSS, DEVICE_FAULT, GOOD } from '../../../../shared/model/quality.ts';
import type { SampleBatch } from '../../../../shared/model/tag.ts';
import type { ProjectDevice } from '../../../project/types.ts';
import { backoffMs } from '../../backoff.ts';
import type { BoundTag, ChannelContext } from '../../channel.ts';
import type { DeviceRecord } from '../../device-state.ts';
import type { ScanGroup, Scheduler } from '../../scheduler.ts';
import { type Block, planBlocks } from './blocks.ts';
import { type Decoder, decodersOf } from './decode.ts';
import { LinkFault } from './fault.ts';
import type { ReadRequest } from './link.ts';

/** Silent requests in a row after which the device is lost: one may be noise on the line. */
const LOST_AFTER_TIMEOUTS = 2;

interface PlannedBlock {
  readonly request: ReadRequest;
  readonly decoders: readonly Decoder[];
  /** Filled anew for each reply; the sink copies what it keeps. */
  readonly batch: SampleBatch;
}

export interface PollerOptions {
  readonly device: ProjectDevice;
  readonly tags: readonly BoundTag[];
  readonly context: ChannelContext;
  readonly record: DeviceRecord;
  /** Sends through the shared connection; null when it was not sent because there is none. */
  readonly read: (request: ReadRequest) => Promise<Buffer | null>;
}

export class DevicePoller {
  readonly #options: PollerOptions;
  readonly #handles: Uint32Array;
  readonly #groups: ScanGroup[] = [];
  #silent = 0;
  #failedProbes = 0;
  #probeAt = 0;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#handles = Uint32Array.from(options.tags, t => t.handle);
  }

  start(scheduler: Scheduler): void {
    const byPeriod = Map.groupBy(this.#options.tags, t => t.tag.periodMs);
    for (const [periodMs, tags] of byPeriod) {
      const blocks = planBlocks(tags).map(block => this.#plan(block));
      this.#groups.push(scheduler.every(periodMs, () => this.#scan(blocks)));
    }
    this.#options.record.become('connecting');
  }

  stop(): void {
    for (const group of this.#groups) group.cancel();
  }

  /** Requests in a row that brought no usable answer. */
  get silent(): number {
    return this.#silent;
  }

  /** Every group at once: the connection is new, so whatever is known is old. */
  refresh(): void {
    for (const group of this.#groups) group.fireNow();
  }

  /** The device cannot be reached any more: no value is good from now on. */
  lose(fault: LinkFault): void {
    this.#options.record.become('offline', fault.reason, fault.message);
    this.#options.context.sink.invalidate(this.#handles, COMM_LOSS);
  }

  get overruns(): number {
    return this.#groups.reduce((sum, group) => sum + group.overruns, 0);
  }

  #plan(block: Block): PlannedBlock {
    const size = block.tags.length;
    return {
      request: { unit: this.#options.device.unit, table: block.table, offset: block.offset, count: block.count },
      decoders: decodersOf(block),
      batch: {
        handles: Uint32Array.from(block.tags, t => t.bound.handle),
        t: new Float64Array(size),
        v: new Float64Array(size),
        q: new Uint16Array(size),
      },
    };
  }

  async #scan(blocks: readonly PlannedBlock[]): Promise<void> {
    const { record, context } = this.#options;
    const isProbe = record.state === 'offline';
    if (isProbe && context.clock.monotonic() < this.#probeAt) return;
    let exception: LinkFault | null = null;
    for (const block of blocks) {
      const fault = await this.#readBlock(block);
      if (fault === 'not-connected') return;
      if (fault === null) {
        this.#silent = 0;
        this.#failedProbes = 0;
        if (record.state === 'offline' || record.state === 'connecting') this.#found();
      } else if (fault.exceptionCode === null) {
        this.#silence(fault);
        return;
      } else {
        exception = fault;
      }
    }
    if (exception !== null) record.become('degraded', 'exception', exception.message);
    else if (record.state === 'degraded') record.become('online');
  }

  /** The device answers again; its slow groups must not wait for their beat. */
  #found(): void {
    this.#options.record.become('online');
    this.refresh();
  }

  async #readBlock(block: PlannedBlock): Promise<LinkFault | 'not-connected' | null> {
    const { record, context } = this.#options;
    const startedAt = context.clock.monotonic();
    try {
      const data = await this.#options.read(block.request);
      if (data === null) return 'not-connected';
      record.requests++;
      record.roundTrip(context.clock.monotonic() - startedAt);
      this.#deliver(block, data);
      return null;
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error;
      record.requests++;
      record.failures++;
      if (error.reason === 'timeout') record.timeouts++;
      if (error.exceptionCode === null) return error;
      context.sink.invalidate(block.batch.handles, DEVICE_FAULT);
      const { table, offset } = block.request;
      return new LinkFault('exception', `${error.message} at ${table}:${offset}`, error.exceptionCode);
    }
  }

  #deliver({ batch, decoders }: PlannedBlock, data: Buffer): void {
    batch.t.fill(this.#options.context.clock.now());
    batch.q.fill(GOOD);
    for (let i = 0; i < decoders.length; i++) batch.v[i] = decoders[i]?.(data) ?? Number.NaN;
    this.#options.context.sink.update(batch);
  }

  /** A request without a usable answer. The connection is gone with it; the device may not be. */
  #silence(fault: LinkFault): void {
    const { record, context } = this.#options;
    this.#silent++;
    if (record.state === 'offline') {
      this.#failedProbes++;
    } else if (this.#silent >= LOST_AFTER_TIMEOUTS) {
      this.#failedProbes = 1;
      this.lose(fault);
    } else if (record.state === 'online') {
      record.become('degraded', fault.reason, fault.message);
    }
    if (record.state === 'offline') this.#probeAt = context.clock.monotonic() + backoffMs(this.#failedProbes);
  }
}
