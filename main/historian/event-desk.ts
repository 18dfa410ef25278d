/** Events on their way to the disk (main thread): each is acknowledged when it is durable, and sent again to a new writer thread. */
import type { StoredEvent, ToWriter } from './messages.ts';

interface Waiting {
  readonly message: Extract<ToWriter, { kind: 'events' }>;
  readonly resolve: () => void;
}

export class EventDesk {
  readonly #post: (message: ToWriter) => void;
  #waiting: Waiting[] = [];
  #lastId = 0;

  constructor(post: (message: ToWriter) => void) {
    this.#post = post;
  }

  /** Events that are not durable yet. */
  get waiting(): number {
    return this.#waiting.reduce((sum, { message }) => sum + message.events.length, 0);
  }

  append(events: readonly StoredEvent[]): Promise<void> {
    const message = { kind: 'events', id: ++this.#lastId, events } as const;
    const stored = new Promise<void>(resolve => this.#waiting.push({ message, resolve }));
    this.#post(message);
    return stored;
  }

  /** Everything up to `id` is durable. */
  stored(id: number): void {
    const done = this.#waiting.filter(w => w.message.id <= id);
    this.#waiting = this.#waiting.filter(w => w.message.id > id);
    for (const { resolve } of done) resolve();
  }

  again(): void {
    for (const { message } of this.#waiting) this.#post(message);
  }
}
