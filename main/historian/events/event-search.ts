/**
 * Looks through the events (reader thread), newest number first, until there are enough. The span gives the numbers between which to
 * look, from the index alone; times may go back where the clock did, numbers never.
 */
import type Database from 'better-sqlite3';
import type { EventFilter } from '../../../shared/model/event.ts';
import { hasOneOf, searchWords } from '../../../shared/text/search-words.ts';
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
const NAME_COLUMNS = ['source', 'tag'] as const;

function conditionsOf(filter: EventFilter) {
  const { from, to, kinds, tags, areas } = filter;
  const lists = Object.entries({ kind: kinds, tag: tags, area: areas }).flatMap(([column, words]): Condition[] =>
    words === undefined ? [] : [{ sql: ` AND ${column} IN (${words.map(() => '?').join(', ')})`, values: words }],
  );
  const all = [...lists, ...looksOf(filter).filter(isForSql).map(conditionOf)];
  return {
    conditions: ` AND received >= ? AND received < ?${all.map(({ sql }) => sql).join('')}`,
    values: [from, to, ...all.flatMap(({ values }) => values)],
  };
}

type Column = 'who' | (typeof TEXT_COLUMNS)[number];

/** One of the parts must be in one of the columns. */
interface Look {
  readonly columns: readonly Column[];
  /** In small letters. */
  readonly parts: readonly string[];
}

/** All that is looked for in texts; each has to be found. */
function looksOf({ names, who, text }: EventFilter): readonly Look[] {
  return [
    ...(names === undefined ? [] : [{ columns: NAME_COLUMNS, parts: names.map(name => name.toLowerCase()) }]),
    ...(who === undefined || who === '' ? [] : [{ columns: ['who'] as const, parts: [who.toLowerCase()] }]),
    ...searchWords(text).map(word => ({ columns: TEXT_COLUMNS, parts: [word] })),
  ];
}

const isForSql = ({ parts }: Look): boolean => parts.length > 0 && parts.every(isPlain);

function conditionOf({ columns, parts }: Look): Condition {
  const looks = parts.flatMap(() => columns.map(column => `instr(lower(${column}), ?) > 0`));
  return { sql: ` AND (${looks.join(' OR ')})`, values: parts.flatMap(part => columns.map(() => part)) };
}

/** SQLite knows small letters of ASCII only; without others that have two forms it finds the same, ten times as fast. */
const isPlain = (part: string): boolean =>
  Array.from(part).every(letter => letter < '\u0080' || letter.toLowerCase() === letter.toUpperCase());

/** What SQLite could not be asked for. */
function testOf(filter: EventFilter): (row: EventRow) => boolean {
  const looks = looksOf(filter).filter(look => !isForSql(look));
  return row =>
    looks.every(({ columns, parts }) =>
      hasOneOf(
        columns.map(column => row[column]),
        parts,
      ),
    );
}
