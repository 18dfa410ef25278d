/** The station's event stream (main thread): numbered, in order, the last ones kept in memory until the historian keeps all. */
import type { EventKind, StationEvent } from '../../shared/model/event.ts';
import type { Text } from '../../shared/text/text.ts';
import type { Clock } from '../platform/clock.ts';

/** Enough for a bad night; an event is about 300 bytes. */
const KEPT = 10_000;

export class EventLog {
  readonly #clock: Clock;
  readonly #events: StationEvent[] = [];
  readonly #listeners = new Set<() => void>();
  #sequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(kind: EventKind, source: string, text: Text): void {
    const event: StationEvent = { sequence: ++this.#sequence, time: this.#clock.now(), kind, source, text };
    this.#events.push(event);
    if (this.#events.length > KEPT) this.#events.splice(0, this.#events.length - KEPT);
    for (const listener of this.#listeners) listener();
  }

  /** The last `limit` events, oldest first. */
  recent(limit: number): readonly StationEvent[] {
    return this.#events.slice(-limit);
  }

  get lastSequence(): number {
    return this.#sequence;
  }

  /** Every kept event after `sequence`, oldest first. */
  after(sequence: number): readonly StationEvent[] {
    const wanted = Math.min(this.#events.length, this.#sequence - sequence);
    return wanted <= 0 ? [] : this.#events.slice(-wanted);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
