/**
 * Studies one after the other (main thread): each has a thread of its own and up to some hundred megabytes, so that a handful of
 * callers at once would take the memory of the station. A few wait; whoever comes after them is told at once that it is busy.
 */

/** Studies that may wait for the one that runs. */
export const MOST_WAITING_STUDIES = 4;

export class StudyQueue {
  #last: Promise<unknown> = Promise.resolve();
  #here = 0;

  /** One runs and as many wait as may. */
  get isFull(): boolean {
    return this.#here > MOST_WAITING_STUDIES;
  }

  /**
   * Resolves as the study does. Rejects with what the signal says, at once also while it waits: its place is free then. Ask `isFull`
   * first.
   */
  async run<T>(study: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#here++;
    const before = this.#last;
    const own = Promise.withResolvers<void>();
    this.#last = before.then(() => own.promise);
    try {
      await untilAborted(before, signal);
      return await study();
    } finally {
      this.#here--;
      own.resolve();
    }
  }
}

function untilAborted(turn: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  turn.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener('abort', stop));
}
