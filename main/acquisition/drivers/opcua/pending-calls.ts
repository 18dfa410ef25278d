/** Calls to the worker that wait for their answer, each with a deadline of its own. Main thread. */
import type { ChannelContext } from '../../channel.ts';

interface Pending<T> {
  readonly resolve: (outcome: T) => void;
  readonly timer: NodeJS.Timeout;
  readonly late: () => T;
}

export class PendingCalls<T> {
  readonly #guard: ChannelContext['guard'];
  readonly #pending = new Map<number, Pending<T>>();
  #lastId = 0;

  constructor(guard: ChannelContext['guard']) {
    this.#guard = guard;
  }

  /**
   * Sends a call with a number of its own. Resolves with the answer, or with `late()` when none has come within `limitMs` or
   * `giveUp` was called. Never rejects.
   */
  call(limitMs: number, late: () => T, send: (id: number) => void): Promise<T> {
    const id = ++this.#lastId;
    return new Promise(resolve => {
      const timer = setTimeout(
        this.#guard(() => this.settle(id, late())),
        limitMs,
      );
      this.#pending.set(id, { resolve, timer, late });
      send(id);
    });
  }

  /** An answer has come; one that nobody waits for any more is dropped. */
  settle(id: number, outcome: T): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    clearTimeout(pending.timer);
    this.#pending.delete(id);
    pending.resolve(outcome);
  }

  /** Nobody will answer any more. */
  giveUp(): void {
    for (const [id, { late }] of [...this.#pending]) this.settle(id, late());
  }
}
