/** Rows of the table of events in `station.db` (writer thread and reader threads): how an event is written down and read. */
import type Database from 'better-sqlite3';
import type { EventKind, UncertaintySource } from '../../../shared/model/event.ts';
import type { StoredEvent } from '../messages.ts';

export interface EventRow {
  readonly number: number;
  readonly time: number;
  readonly kind: EventKind;
  readonly source: string;
  readonly zh: string;
  readonly en: string;
  readonly received: number;
  readonly earlier: number | null;
  readonly later: number | null;
  readonly uncertain: UncertaintySource | null;
  readonly tag: string | null;
  readonly area: string | null;
  readonly who: string | null;
  readonly place: string | null;
}

export const EVENT_COLUMNS =
  'number, time, kind, source, zh, en, received, earlier, later, uncertain, tag, area, who, place';

/** One that is stored already is left as it is: a writer thread that died may have stored it. */
export function eventInsert(db: Database.Database): (event: StoredEvent, seq: number) => void {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO event (seq, ${EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (event, seq) => {
    const { number, time, kind, source, zh, en, received = time, uncertainty } = event;
    const { tag = null, area = null, who = null, where = null } = event;
    const { earlierMs = null, laterMs = null, from = null } = uncertainty ?? {};
    insert.run(seq, number, time, kind, source, zh, en, received, earlierMs, laterMs, from, tag, area, who, where);
  };
}

/** What is not known of a row is left out of the event. */
export function eventOfRow(row: EventRow): StoredEvent {
  const { number, time, kind, source, zh, en, received, earlier, later, uncertain, place } = row;
  const known = {
    tag: row.tag,
    area: row.area,
    who: row.who,
    where: place,
    received: received === time ? null : received,
  };
  return {
    ...{ number, time, kind, source, zh, en },
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    ...(uncertain === null ? {} : { uncertainty: { earlierMs: earlier ?? 0, laterMs: later ?? 0, from: uncertain } }),
  };
}

/** The last `count`, oldest first. */
export function lastEvents(db: Database.Database, count: number): readonly StoredEvent[] {
  const rows = db.prepare<[number], EventRow>(`SELECT ${EVENT_COLUMNS} FROM event ORDER BY number DESC LIMIT ?`);
  return rows.all(count).map(eventOfRow).toReversed();
}
