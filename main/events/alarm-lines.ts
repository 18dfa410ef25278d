/**
 * Rows of the journal of alarms as lines of the event stream (main thread). The rows are stored once, in their journal; here the last
 * ones wait for clients that are slow, and a page of the journal is merged with events for whoever asks for the past.
 */
import { kindOfAlarmRow } from '../../shared/event/event-filter.ts';
import type { AlarmDefinition } from '../../shared/model/alarm.ts';
import type { AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import type { AlarmOfEvent, StationEvent, TimeUncertainty } from '../../shared/model/event.ts';
import { alarmText } from './alarm-texts.ts';

/** As many as of events; a client that is further behind sees a gap in the numbers and asks anew. */
const KEPT = 10_000;

export interface AlarmLineParts {
  readonly definitions: readonly AlarmDefinition[];
  /** Longest scan period of what an alarm is judged by, ms. */
  readonly periodMs: ReadonlyMap<string, number>;
  /** Devices that give their values times of their own. */
  readonly stamping: ReadonlySet<string>;
  readonly offsetOf: ClockOffsets;
}

/** How far the clock of a device is off, ms in either direction; null = not known. */
export type ClockOffsets = (device: string) => number | null;

export class AlarmLines {
  readonly #definitions: ReadonlyMap<string, AlarmDefinition>;
  readonly #parts: AlarmLineParts;
  /** Oldest first. */
  readonly #last: StationEvent[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(parts: AlarmLineParts) {
    this.#definitions = new Map(parts.definitions.map(definition => [definition.id, definition]));
    this.#parts = parts;
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

  /** `offsetOf`: the clocks of the devices at the time of the row, where that is long ago. */
  lineOf(row: AlarmJournalRow, offsetOf: ClockOffsets = this.#parts.offsetOf): StationEvent {
    const { sequence, time, received, id, tag, area, who, where } = row;
    const definition = this.#definitions.get(id);
    const uncertainty = this.#uncertaintyOf(row, definition, offsetOf);
    return {
      ...{ sequence, time, kind: kindOfAlarmRow(row), source: id, area },
      ...(received === time ? {} : { received }),
      ...(uncertainty === null ? {} : { uncertainty }),
      ...(tag === null ? {} : { tag }),
      ...(who === null ? {} : { who }),
      ...(where === null ? {} : { where }),
      text: alarmText(row, definition),
      alarm: alarmOf(row, definition),
    };
  }

  /** Null for what a person or the station did: that is known to the millisecond. The process is known to a scan. */
  #uncertaintyOf(
    { id, event }: AlarmJournalRow,
    definition: AlarmDefinition | undefined,
    offsetOf: ClockOffsets,
  ): TimeUncertainty | null {
    const { kind } = definition ?? {};
    if ((event !== 'raise' && event !== 'clear') || kind === 'LOST' || kind === 'SOUND') return null;
    const periodMs = this.#parts.periodMs.get(id);
    if (definition === undefined || periodMs === undefined) return { earlierMs: 0, laterMs: 0, from: 'unknown' };
    const { device } = definition;
    if (device === null || !this.#parts.stamping.has(device)) return { earlierMs: periodMs, laterMs: 0, from: 'scan' };
    const offset = Math.abs(offsetOf(device) ?? 0);
    return { earlierMs: periodMs + offset, laterMs: offset, from: 'device' };
  }
}

const alarmOf = (
  { priority, event, isHidden, isFirstOut }: AlarmJournalRow,
  definition: AlarmDefinition | undefined,
): AlarmOfEvent => ({ priority, event, isHidden, isFirstOut, group: definition?.group ?? null });

/** Two series as one, by time; each stays in its own order where times are the same. */
export const mergedByTime = (...series: readonly (readonly StationEvent[])[]): readonly StationEvent[] =>
  series.flat().toSorted((a, b) => a.time - b.time);
