/**
 * One block as it is polled. It is its own job in the queue and on the link, because at most one request of it is under way. A
 * block that is dropped (the device was given up, the plan is another) hears nothing any more.
 */
import type { ScanStatistics } from '../../../scan-statistics.ts';
import type { ReadBlock } from '../plan/read-block.ts';
import type { LinkFault } from '../wire/fault.ts';
import { type Request, readRequest } from '../wire/pdu.ts';
import type { ReadJob } from './read-job.ts';

export interface BlockOwner {
  answered(block: PolledBlock, body: Uint8Array, roundTripMs: number): void;
  failed(block: PolledBlock, fault: LinkFault): void;
  notSent(block: PolledBlock): void;
}

export interface BlockOptions {
  readonly unit: number;
  readonly device: string;
  readonly timeoutMs: number;
  readonly owner: BlockOwner;
  /** Of the group, on its first block only: the time between two readings of it is the group's period. */
  readonly statistics: ScanStatistics | null;
}

export class PolledBlock implements ReadJob {
  readonly block: ReadBlock;
  readonly request: Request;
  readonly timeoutMs: number;
  readonly device: string;
  readonly statistics: ScanStatistics | null;
  readonly isUrgent = false;
  deadline = 0;
  isRepeated = false;
  /** Waits for its turn or for its answer. */
  isPending = false;
  /** Asked for between two beats. */
  isOutOfTurn = false;
  /** The device has said that it is busy, and nothing else since. */
  wasBusy = false;
  /** Worth asking again out of turn, monotonic ms. */
  askAgainAt = Number.POSITIVE_INFINITY;
  /** Requests in a row without a usable answer, and what became of the last of them. */
  silent = 0;
  trouble: LinkFault | null = null;
  /** Exceptions in a row, since when (monotonic ms), and what the device said last. */
  refusals = 0;
  /** Of these the last in a row that blame the addresses. */
  addressRefusals = 0;
  refusedAt = 0;
  refusal = '';
  /** Left alone until then, monotonic ms. */
  retryAt = 0;
  readonly #owner: BlockOwner;
  #isDropped = false;

  constructor(block: ReadBlock, { unit, device, timeoutMs, owner, statistics }: BlockOptions) {
    this.block = block;
    this.request = readRequest({ unit, table: block.table, offset: block.offset, count: block.count });
    this.timeoutMs = timeoutMs;
    this.device = device;
    this.statistics = statistics;
    this.#owner = owner;
  }

  get tags(): readonly string[] {
    return this.block.tagNames;
  }

  get place(): string {
    return `${this.block.table}:${this.block.offset}`;
  }

  /** A request brought nothing usable. */
  misses(fault: LinkFault): void {
    this.silent++;
    this.trouble = fault;
  }

  /** A request was answered, if only with an exception. */
  hears(): void {
    this.silent = 0;
    this.trouble = null;
  }

  /** It is worth asking for again at once. */
  forgive(): void {
    this.hears();
    this.refusals = 0;
    this.addressRefusals = 0;
    this.wasBusy = false;
    this.retryAt = 0;
  }

  drop(): void {
    this.#isDropped = true;
  }

  isWanted(): boolean {
    return !this.#isDropped;
  }

  notSent(): void {
    this.isPending = false;
    if (!this.#isDropped) this.#owner.notSent(this);
  }

  answered(body: Uint8Array, roundTripMs: number): void {
    this.isPending = false;
    if (!this.#isDropped) this.#owner.answered(this, body, roundTripMs);
  }

  failed(fault: LinkFault): void {
    this.isPending = false;
    if (!this.#isDropped) this.#owner.failed(this, fault);
  }
}
