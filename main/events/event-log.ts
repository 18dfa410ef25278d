/**
 * The station's event stream (main thread): numbered, in order, the last ones in memory, all of them in the historian. An event is
 * told when it is on disk; a disk that takes nothing holds it back for a moment only, because people must hear of that as well.
 */
import type { EventAbout, EventKind, StationEvent } from '../../shared/model/event.ts';
import type { Text } from '../../shared/text/text.ts';
import type { StoredEvent } from '../historian/messages.ts';
import type { Clock } from '../platform/clock.ts';

/** Enough for a bad night; an event is about 300 bytes. */
const KEPT = 10_000;
/** How long an event waits for the disk before it is told all the same, ms. */
const TOLD_WITHIN_MS = 1_000;

/** Where events are kept for ever. */
export interface EventStore {
  /** Number of the last event that it has. */
  readonly lastNumber: number;
  /** The last ones, oldest first. */
  readonly events: readonly StoredEvent[];
  /** Resolves when they are durable. */
  append(events: readonly StoredEvent[]): Promise<void>;
}

type TimedAbout = EventAbout & { readonly time?: number };

export class EventLog {
  readonly #clock: Clock;
  readonly #events: StationEvent[] = [];
  readonly #listeners = new Set<() => void>();
  #store: EventStore | null = null;
  /** Number of the newest event. */
  #sequence = 0;
  /** Events that wait to be told, oldest first. */
  readonly #waiting: { readonly event: StationEvent; isDue: boolean }[] = [];

  /** Who waits until the events up to a number are told, in order. */
  readonly #settling: { readonly sequence: number; readonly resolve: () => void }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Goes on where the store ends. What was added before is numbered anew and stored. */
  keepIn(store: EventStore): void {
    const early = this.#events.splice(0);
    this.#events.push(...store.events.map(eventOfStored));
    this.#sequence = store.lastNumber;
    this.#store = store;
    for (const { sequence: _sequence, ...event } of early) this.#add(event);
  }

  /**
   * Alarms have a journal of their own: their rows are not stored twice. `about.time` is the time of the source where that is another
   * than now, epoch ms.
   */
  add(kind: Exclude<EventKind, 'alarm'>, source: string, text: Text, about: TimedAbout = {}): void {
    const now = this.#clock.now();
    const { time = now, ...rest } = about;
    this.#add({ time, kind, source, text, ...(time === now ? {} : { received: now }), ...rest });
  }

  /** The last `limit` events, oldest first; with a source, of that one alone. */
  recent(limit: number, source?: string): readonly StationEvent[] {
    const events = source === undefined ? this.#events : this.#events.filter(event => event.source === source);
    return events.slice(-limit);
  }

  /** Number of the last event that was told. */
  get lastSequence(): number {
    return this.#events.at(-1)?.sequence ?? 0;
  }

  /** Every kept event after `sequence`, oldest first. */
  after(sequence: number): readonly StationEvent[] {
    const wanted = Math.min(this.#events.length, this.lastSequence - sequence);
    return wanted <= 0 ? [] : this.#events.slice(-wanted);
  }

  /** Resolves when every event added so far has been told: it is on disk, or the disk has had its moment. */
  settled(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    const sequence = this.#sequence;
    return new Promise(resolve => this.#settling.push({ sequence, resolve }));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #add(event: Omit<StationEvent, 'sequence'>): void {
    const numbered: StationEvent = { sequence: ++this.#sequence, ...event };
    if (this.#store === null) return this.#tell(numbered);
    const waiting = { event: numbered, isDue: false };
    this.#waiting.push(waiting);
    const due = (): void => {
      waiting.isDue = true;
      this.#tellDue();
    };
    const timer = setTimeout(due, TOLD_WITHIN_MS);
    void this.#store.append([stored(numbered)]).then(() => {
      clearTimeout(timer);
      due();
    });
  }

  /** In order: an event waits for those before it. */
  #tellDue(): void {
    while (this.#waiting[0]?.isDue === true) {
      const next = this.#waiting.shift();
      if (next !== undefined) this.#tell(next.event);
    }
  }

  #tell(event: StationEvent): void {
    this.#events.push(event);
    if (this.#events.length > KEPT) this.#events.splice(0, this.#events.length - KEPT);
    for (const listener of this.#listeners) listener();
    while ((this.#settling[0]?.sequence ?? Number.POSITIVE_INFINITY) <= event.sequence)
      this.#settling.shift()?.resolve();
  }
}

/** An event as it came out of the store. */
export const eventOfStored = ({ number, zh, en, ...event }: StoredEvent): StationEvent => ({
  sequence: number,
  ...event,
  text: { zh, en },
});

const stored = ({ sequence, text, ...event }: StationEvent): StoredEvent => ({ number: sequence, ...event, ...text });
