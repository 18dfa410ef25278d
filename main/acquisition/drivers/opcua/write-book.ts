/**
 * Writes on their way to the worker and back, main thread side. Translates between this thread's monotonic clock and the one
 * that both share, and answers for the worker when that does not: then it is not known what became of the write.
 */
import type { ChannelContext, WriteOrder, WriteRefusal, WriteResult } from '../../channel.ts';
import { sharedMs, type WriteOutcome } from './messages.ts';
import { PendingCalls } from './pending-calls.ts';

/** On its way between the threads, ms. */
const HOP_MS = 100;

export class WriteBook {
  writes = 0;
  writeFailures = 0;
  readonly #context: Pick<ChannelContext, 'clock' | 'guard'>;
  readonly #timeoutMs: number;
  readonly #calls: PendingCalls<WriteOutcome>;

  /** `timeoutMs`: deadline of one request. */
  constructor(context: Pick<ChannelContext, 'clock' | 'guard'>, timeoutMs: number) {
    this.#context = context;
    this.#timeoutMs = timeoutMs;
    this.#calls = new PendingCalls(context.guard);
  }

  /** Nothing has left this computer. */
  refuse(why: WriteRefusal, detail: string): WriteResult {
    this.writes += 1;
    this.writeFailures += 1;
    return { ok: false, why, sentAt: null, detail };
  }

  /** Hands the order over by `post` and resolves with what became of it. Never rejects. */
  async write(order: WriteOrder, post: (id: number, deadlineAt: number) => void): Promise<WriteResult> {
    const leftMs = order.deadline - this.#context.clock.monotonic();
    if (leftMs <= 0) return this.refuse('deadline', 'the deadline passed before it could be sent');
    const postedAt = sharedMs();
    const late = (): WriteOutcome => {
      const detail = 'the OPC UA worker has not said what became of it';
      return { ok: false, why: 'unanswered', sentAt: postedAt, detail };
    };
    const outcome = await this.#calls.call(leftMs + this.#timeoutMs + HOP_MS, late, id => post(id, postedAt + leftMs));
    this.writes += 1;
    if (!outcome.ok) this.writeFailures += 1;
    return this.#resultOf(outcome);
  }

  settle(id: number, outcome: WriteOutcome): void {
    this.#calls.settle(id, outcome);
  }

  giveUp(): void {
    this.#calls.giveUp();
  }

  #resultOf(outcome: WriteOutcome): WriteResult {
    const offsetMs = this.#context.clock.monotonic() - sharedMs();
    if (outcome.ok) return { ok: true, sentAt: outcome.sentAt + offsetMs, answeredAt: outcome.answeredAt + offsetMs };
    return { ...outcome, sentAt: outcome.sentAt === null ? null : outcome.sentAt + offsetMs };
  }
}
