/**
 * Rows of the journal of alarms as lines of the event stream (main thread). The rows are stored once, in their journal; here the last
 * ones wait for clients that are slow, and a page of the journal is merged with events for whoever asks for the past.
 */
import type { AlarmDefinition } from '../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import { alarmText } from './alarm-texts.ts';

/** As many as of events; a client that is further behind sees a gap in the numbers and asks anew. */
const KEPT = 10_000;

export interface AlarmLineParts {
  readonly definitions: readonly AlarmDefinition[];
  /** Longest scan period of what an alarm is judged by, ms. */
  readonly periodMs: ReadonlyMap<string, number>;
}

export class AlarmLines {
  readonly #definitions: ReadonlyMap<string, AlarmDefinition>;
  readonly #periodMs: ReadonlyMap<string, number>;
  /** Oldest first. */
  readonly #last: StationEvent[] = [];
  readonly #listeners = new Set<() => void>();

  constructor({ definitions, periodMs }: AlarmLineParts) {
    this.#definitions = new Map(definitions.map(definition => [definition.id, definition]));
    this.#periodMs = periodMs;
  }

  /** Rows as they are told. */
  take(rows: readonly AlarmJournalRow[]): void {
    for (const row of rows) this.#last.push(this.lineOf(row));
    if (this.#last.length > KEPT) this.#last.splice(0, this.#last.length - KEPT);
    for (const listener of this.#listeners) listener();
  }

  get lastSequence(): number {
    return this.#last.at(-1)?.sequence ?? 0;
  }

  /** Every kept line after `sequence`, oldest first. */
  after(sequence: number): readonly StationEvent[] {
    const first = this.#last.findIndex(line => line.sequence > sequence);
    return first === -1 ? [] : this.#last.slice(first);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What the process did is known to a scan; what a person or the station did, exactly. */
  lineOf(row: AlarmJournalRow): StationEvent {
    const { sequence, time, id, event } = row;
    const periodMs = event === 'raise' || event === 'clear' ? this.#periodMs.get(id) : undefined;
    return {
      ...{ sequence, time, kind: 'alarm', source: id },
      ...(periodMs === undefined ? {} : { uncertaintyMs: periodMs }),
      text: alarmText(row, this.#definitions.get(id)),
    };
  }
}

/** Two series as one, by time; each stays in its own order where times are the same. */
export const mergedByTime = (...series: readonly (readonly StationEvent[])[]): readonly StationEvent[] =>
  series.flat().toSorted((a, b) => a.time - b.time);
