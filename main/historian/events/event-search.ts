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

/** Numbers between two looks for whether anybody still waits: about 30 ms where nothing fits. */
const LOOK_EVERY = 32_768;

/** Within the caller's transaction. Throws `QueryCancelled`. */
export function searchEvents(db: Database.Database, search: EventSearch, signal: CancelSignal): EventRowsAnswer {
  const { filter, before, limit } = search;
  const numbers = numbersOf(db, filter);
  if (numbers === null) return { events: [], hasMore: false };
  const { conditions, values } = conditionsOf(filter);
  const rows = db.prepare<(string | number)[], EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM event WHERE number >= ? AND number <= ?${conditions} ORDER BY number DESC`,
  );
  const wants = testOf(filter);
  const events: StoredEvent[] = [];
  let end = Math.min(numbers.last, (before ?? Number.MAX_SAFE_INTEGER) - 1);
  for (; end >= numbers.first; end -= LOOK_EVERY) {
    if (signal.isCancelled) throw new QueryCancelled();
    for (const row of rows.iterate(Math.max(numbers.first, end - LOOK_EVERY + 1), end, ...values)) {
      if (!wants(row)) continue;
      if (events.length === limit) return { events, hasMore: true };
      events.push(eventOfRow(row));
    }
  }
  return { events, hasMore: false };
}

function numbersOf(db: Database.Database, { from, to }: EventFilter): { first: number; last: number } | null {
  const found = db
    .prepare<[number, number], { first: number; last: number }>(
      `SELECT min(number) AS first, max(number) AS last FROM event INDEXED BY event_received
       WHERE received >= ? AND received < ? HAVING count(*) > 0`,
    )
    .get(from, to);
  return found ?? null;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly string[];
}

const TEXT_COLUMNS = ['source', 'tag', 'zh', 'en'] as const;

function conditionsOf({ from, to, kinds, tags, areas, who, text }: EventFilter) {
  const lists = Object.entries({ kind: kinds, tag: tags, area: areas }).flatMap(([column, words]): Condition[] =>
    words === undefined ? [] : [{ sql: ` AND ${column} IN (${words.map(() => '?').join(', ')})`, values: words }],
  );
  const all = [...lists, ...partOf(['who'], who), ...partOf(TEXT_COLUMNS, text)];
  return {
    conditions: ` AND received >= ? AND received < ?${all.map(({ sql }) => sql).join('')}`,
    values: [from, to, ...all.flatMap(({ values }) => values)],
  };
}

function partOf(columns: readonly string[], part: string | undefined): readonly Condition[] {
  if (part === undefined || part === '' || !isPlain(part)) return [];
  const looks = columns.map(column => `instr(lower(${column}), ?) > 0`);
  return [{ sql: ` AND (${looks.join(' OR ')})`, values: columns.map(() => part.toLowerCase()) }];
}

/** SQLite knows small letters of ASCII only; without others that have two forms it finds the same, ten times as fast. */
const isPlain = (part: string): boolean =>
  Array.from(part).every(letter => letter < '\u0080' || letter.toLowerCase() === letter.toUpperCase());

/** What SQLite could not be asked for. */
function testOf({ who, text }: EventFilter): (row: EventRow) => boolean {
  const parts = [
    { columns: ['who'] as const, part: who ?? '' },
    { columns: TEXT_COLUMNS, part: text ?? '' },
  ].filter(({ part }) => !isPlain(part));
  return row =>
    parts.every(({ columns, part }) =>
      columns.some((column: 'who' | (typeof TEXT_COLUMNS)[number]) =>
        row[column]?.toLowerCase().includes(part.toLowerCase()),
      ),
    );
}
