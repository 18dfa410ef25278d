/**
 * Who hears of each batch: once, synchronously, in the order in which they subscribed. They must not block and must not keep
 * the arrays.
 */
import type { SampleBatch } from '../../shared/model/tag.ts';

export type BatchListener = (batch: SampleBatch) => void;

export class BatchListeners {
  /** Replaced, never changed: somebody may leave while a batch is being delivered. */
  #listeners: readonly BatchListener[] = [];

  /** Returns the function that ends the subscription. */
  add(listener: BatchListener): () => void {
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own: BatchListener = batch => listener(batch);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter(l => l !== own);
    };
  }

  tell(batch: SampleBatch): void {
    for (const listener of this.#listeners) listener(batch);
  }

  clear(): void {
    this.#listeners = [];
  }
}
