/**
 * Looks through the events (reader thread), newest number first, until there are enough. The span gives the numbers between which to
 * look, from the index alone; times may go back where the clock did, numbers never.
 */
import type Database from 'better-sqlite3';
import type { EventFilter } from '../../../shared/model/event.ts';
import type { StoredEvent } from '../messages.ts';
import { type CancelSignal, QueryCancelled } from '../query/query-span.ts';
import { EVENT_COLUMNS, type EventRow, eventOfRow } from './event-table.ts';

/** Plain data. */
export interface EventSearch {
  readonly name: 'event-rows';
  readonly filter: EventFilter;
  /** Number of the event that the page before ended with; null = from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

export interface EventRowsAnswer {
  /** Newest first. */
  readonly events: readonly StoredEvent[];
  /** There are more behind the last of these. */
  readonly hasMore: boolean;
}

/** Rows between two looks for whether anybody still waits: a few ms. */
const LOOK_EVERY = 4_096;

/** Within the caller's transaction. Throws `QueryCancelled`. */
export function searchEvents(db: Database.Database, search: EventSearch, signal: CancelSignal): EventRowsAnswer {
  const { filter, before, limit } = search;
  const numbers = numbersOf(db, filter);
  if (numbers === null) return { events: [], hasMore: false };
  const { conditions, values } = conditionsOf(filter);
  const rows = db.prepare<(string | number)[], EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM event WHERE number >= ? AND number <= ?${conditions} ORDER BY number DESC`,
  );
  const end = Math.min(numbers.last, (before ?? Number.MAX_SAFE_INTEGER) - 1);
  const wants = textTest(filter);
  const events: StoredEvent[] = [];
  let looked = 0;
  for (const row of rows.iterate(numbers.first, end, ...values)) {
    if (++looked % LOOK_EVERY === 0 && signal.isCancelled) throw new QueryCancelled();
    if (!wants(row)) continue;
    if (events.length === limit) return { events, hasMore: true };
    events.push(eventOfRow(row));
  }
  return { events, hasMore: false };
}

function numbersOf(db: Database.Database, { from, to }: EventFilter): { first: number; last: number } | null {
  const found = db
    .prepare<[number, number], { first: number | null; last: number | null }>(
      `SELECT min(number) AS first, max(number) AS last FROM event INDEXED BY event_received
       WHERE received >= ? AND received < ?`,
    )
    .get(from, to);
  return found?.first == null || found.last === null ? null : { first: found.first, last: found.last };
}

function conditionsOf({ from, to, kinds, tags, areas }: EventFilter) {
  const lists = Object.entries({ kind: kinds, tag: tags, area: areas }).flatMap(([column, words]) =>
    words === undefined ? [] : [{ sql: ` AND ${column} IN (${words.map(() => '?').join(', ')})`, words }],
  );
  return {
    conditions: ` AND received >= ? AND received < ?${lists.map(({ sql }) => sql).join('')}`,
    values: [from, to, ...lists.flatMap(({ words }) => words)],
  };
}

/** Here and not in SQLite, which knows small letters of ASCII only. */
function textTest({ who, text }: EventFilter): (row: EventRow) => boolean {
  const [person, part] = [who?.toLowerCase() ?? '', text?.toLowerCase() ?? ''];
  const has = (word: string | null, wanted: string): boolean => word?.toLowerCase().includes(wanted) === true;
  return row =>
    (person === '' || has(row.who, person)) &&
    (part === '' || [row.source, row.tag, row.zh, row.en].some(word => has(word, part)));
}
