/**
 * One write on its way: sent once, never repeated, never kept beyond its deadline, and told exactly once how it came out. Used by
 * the driver only; see the command gate.
 */
import type { Clock } from '../../../platform/clock.ts';
import type { BoundTag, WriteOrder, WriteRefusal, WriteResult } from '../../channel.ts';
import type { DeviceRecord } from '../../device-state.ts';
import type { Waiting } from './poll/request-queue.ts';
import type { LinkFault } from './wire/fault.ts';
import type { Exchange } from './wire/link.ts';
import type { Request } from './wire/pdu.ts';
import { isReadBack, writeRequestOf } from './write-request.ts';

export interface WriteSurroundings {
  readonly unit: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly record: DeviceRecord;
  readonly resolve: (result: WriteResult) => void;
  /**
   * The write went out and nobody confirmed it: what has not left this computer must not, nor may the answer come where the next
   * write of this shape would wait for its own.
   */
  readonly onUnconfirmed: () => void;
  /** The device has answered just now, else it is asked: one that stands still would carry the write out whenever it goes on. */
  readonly isHeard: () => boolean;
}

const READ_WRITE_REGISTERS = 23;
const ACKNOWLEDGE = 5;

export class WriteJob implements Exchange, Waiting {
  readonly request: Request;
  readonly timeoutMs: number;
  readonly device: string;
  readonly tags: readonly string[];
  readonly deadline: number;
  readonly isUrgent = true;
  readonly #surroundings: WriteSurroundings;
  #sentAt: number | null = null;

  private constructor(request: Request, order: WriteOrder, to: { bound: BoundTag; surroundings: WriteSurroundings }) {
    const { tag } = to.bound;
    this.request = request;
    this.deadline = order.deadline;
    this.timeoutMs = to.surroundings.timeoutMs;
    this.device = tag.device ?? '';
    this.tags = [tag.name];
    this.#surroundings = to.surroundings;
  }

  /** The job, or in English why the tag takes no such write. */
  static of(bound: BoundTag, order: WriteOrder, surroundings: WriteSurroundings): WriteJob | string {
    const { address, name } = bound.tag;
    if (address?.kind !== 'modbus') return `${name} has no Modbus address`;
    try {
      const request = writeRequestOf(surroundings.unit, address, order.raw);
      return new WriteJob(request, order, { bound, surroundings });
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw error;
    }
  }

  /** False: the device has to answer something first, and is being asked. */
  mayLeave(): boolean {
    return this.#surroundings.isHeard();
  }

  /** It is handed to the operating system now. */
  leaves(): void {
    this.#sentAt = this.#surroundings.clock.monotonic();
    this.#surroundings.record.counters.writes++;
  }

  expired(): void {
    this.#refuse('deadline', 'it could not be sent in time');
  }

  notSent(detail: string, why: 'not-connected' | 'disabled' = 'not-connected'): void {
    this.#refuse(why, detail);
  }

  answered(body: Uint8Array): void {
    const { request } = this;
    if (request.pdu[0] === READ_WRITE_REGISTERS && !isReadBack(body, request)) {
      this.#refuse('bad-answer', 'the registers do not hold what was written');
      return;
    }
    const isConfirmed = body.length > 0;
    const answeredAt = isConfirmed ? this.#surroundings.clock.monotonic() : null;
    this.#surroundings.resolve({ ok: true, sentAt: this.#sentAt ?? 0, answeredAt });
  }

  failed(fault: LinkFault): void {
    // "Acknowledge" says that the device is at work on it, and not how that ends (V1.1b3, 7).
    if (fault.exceptionCode === ACKNOWLEDGE) return this.#refuse('unanswered', fault.message);
    if (fault.isOfDevice) return this.#refuse('refused', fault.message);
    this.#refuse(fault.reason === 'bad-frame' ? 'bad-answer' : 'unanswered', fault.message);
    if (fault.reason === 'bad-frame' || fault.reason === 'timeout') this.#surroundings.onUnconfirmed();
  }

  #refuse(why: WriteRefusal, detail: string): void {
    const { record, resolve } = this.#surroundings;
    if (this.#sentAt !== null) record.counters.writeFailures++;
    resolve({ ok: false, why, sentAt: this.#sentAt, detail });
  }
}
