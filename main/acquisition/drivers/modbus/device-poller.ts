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
import type { ReadRequest } from './framing.ts';

/** Silent requests in a row after which the device may be lost, or a block is left alone: one may be noise on the line. */
const LOST_AFTER_TIMEOUTS = 2;
/**
 * Nothing heard for this long as well: a device with one deaf block answers in between, a lost one does not; ms. Two request
 * deadlines of the usual second, and within the deadline of a value of 1 s.
 */
const LOST_AFTER_MS = 1_900;

/**
 * `not-sent`: there was no connection, which says nothing about the device. `held`: an earlier answer may still come that could be
 * taken for one to this request.
 */
export type ReadResult = Buffer | 'not-sent' | 'held';

interface PlannedBlock {
  readonly request: ReadRequest;
  readonly decoders: readonly Decoder[];
  /** Filled anew for each reply; the sink copies what it keeps. */
  readonly batch: SampleBatch;
  /** Requests of this block in a row that brought no answer. */
  silent: number;
  /** Left alone until then (monotonic ms), so that a deaf block does not take the time of the others. */
  retryAt: number;
}

export interface PollerOptions {
  readonly device: ProjectDevice;
  readonly tags: readonly BoundTag[];
  readonly context: ChannelContext;
  readonly record: DeviceRecord;
  /** Sends through the shared connection. */
  readonly read: (request: ReadRequest) => Promise<ReadResult>;
}

export class DevicePoller {
  readonly #options: PollerOptions;
  readonly #handles: Uint32Array;
  readonly #groups: ScanGroup[] = [];
  readonly #blocks: PlannedBlock[] = [];
  #silent = 0;
  #heardAt: number;
  #lastFault: LinkFault | null = null;
  #failedProbes = 0;
  #probeAt = 0;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#handles = Uint32Array.from(options.tags, t => t.handle);
    this.#heardAt = options.context.clock.monotonic();
  }

  start(scheduler: Scheduler): void {
    const byPeriod = Map.groupBy(this.#options.tags, t => t.tag.periodMs);
    for (const [periodMs, tags] of byPeriod) {
      const blocks = planBlocks(tags).map(block => this.#plan(block));
      this.#blocks.push(...blocks);
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
      silent: 0,
      retryAt: 0,
    };
  }

  async #scan(blocks: readonly PlannedBlock[]): Promise<void> {
    const { record, context } = this.#options;
    if (record.state === 'offline' && context.clock.monotonic() < this.#probeAt) return;
    let exception: LinkFault | null = null;
    // A silent block may cost the connection, so it is asked last.
    for (const block of blocks.toSorted((a, b) => a.silent - b.silent)) {
      if (context.clock.monotonic() < block.retryAt) continue;
      const result = await this.#readBlock(block);
      if (result === 'not-sent') continue;
      if (result instanceof LinkFault && result.exceptionCode === null) this.#silence(block, result);
      else if (result !== 'held') this.#heard(block);
      if (result instanceof LinkFault && result.exceptionCode !== null) exception = result;
      this.#loseIfSilent(result);
      if (this.#options.record.state === 'offline') return;
    }
    this.#judge(exception);
  }

  /** Online, or degraded for as long as a block is deaf or refused. */
  #judge(exception: LinkFault | null): void {
    const { record } = this.#options;
    if (exception !== null) record.become('degraded', 'exception', exception.message);
    else if (record.state === 'degraded' && this.#blocks.every(b => b.silent === 0)) record.become('online');
  }

  #heard(block: PlannedBlock): void {
    this.#silent = 0;
    this.#failedProbes = 0;
    this.#heardAt = this.#options.context.clock.monotonic();
    block.silent = 0;
    block.retryAt = 0;
    const { state } = this.#options.record;
    if (state === 'offline' || state === 'connecting') this.#found();
  }

  /** The device answers again; its slow groups and deaf blocks must not wait for their turn. */
  #found(): void {
    for (const block of this.#blocks) block.retryAt = 0;
    this.#options.record.become('online');
    this.refresh();
  }

  async #readBlock(block: PlannedBlock): Promise<LinkFault | 'not-sent' | 'held' | 'answered'> {
    const { record, context } = this.#options;
    const startedAt = context.clock.monotonic();
    try {
      const data = await this.#options.read(block.request);
      if (!Buffer.isBuffer(data)) return data;
      record.requests++;
      record.roundTrip(context.clock.monotonic() - startedAt);
      this.#deliver(block, data);
      return 'answered';
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

  /** A request without a usable answer. */
  #silence(block: PlannedBlock, fault: LinkFault): void {
    const { record, context } = this.#options;
    this.#silent++;
    block.silent++;
    if (block.silent >= LOST_AFTER_TIMEOUTS) {
      block.retryAt = context.clock.monotonic() + backoffMs(block.silent - LOST_AFTER_TIMEOUTS + 1);
      context.sink.invalidate(block.batch.handles, COMM_LOSS);
    }
    this.#lastFault = fault;
    if (record.state === 'online') record.become('degraded', fault.reason, fault.message);
  }

  /** The device is lost when several requests in a row, and for long enough, brought nothing from any of its blocks. */
  #loseIfSilent(result: unknown): void {
    const { record, context } = this.#options;
    const fault = this.#lastFault;
    if (result === 'answered' || fault === null || this.#silent === 0) return;
    const now = context.clock.monotonic();
    const isHeldLong = result === 'held' && now - this.#heardAt >= LOST_AFTER_MS;
    if (record.state === 'offline') {
      if (result !== 'held') this.#probeAt = now + backoffMs(++this.#failedProbes);
    } else if (isHeldLong || (this.#silent >= LOST_AFTER_TIMEOUTS && now - this.#heardAt >= LOST_AFTER_MS)) {
      this.#failedProbes = 1;
      this.#probeAt = now + backoffMs(this.#failedProbes);
      this.lose(fault);
    }
  }
}
