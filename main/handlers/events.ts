/** The `events` stream: from now on, in order, none left out. The log is the queue, so a slow client holds no memory here. */
import type { StationEvent } from '../../shared/model/event.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Outlet } from './handlers.ts';

export class EventOutlet implements Outlet<readonly StationEvent[]> {
  readonly #log: EventLog;
  readonly #unsubscribe: () => void;
  #sent: number;

  constructor(log: EventLog, wake: () => void) {
    this.#log = log;
    this.#sent = log.lastSequence;
    this.#unsubscribe = log.subscribe(wake);
  }

  take(): readonly StationEvent[] | null {
    const events = this.#log.after(this.#sent);
    this.#sent = this.#log.lastSequence;
    return events.length === 0 ? null : events;
  }

  close(): void {
    this.#unsubscribe();
  }
}
