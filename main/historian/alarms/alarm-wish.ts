/** A filter of the journal of alarms turned into numbers, so that looking at a row is looking into tables (reader thread). */
import type Database from 'better-sqlite3';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import { hasOneOf, searchWords } from '../../../shared/text/search-words.ts';
import { EVENT_CODES, STATE_CODES } from './alarm-codes.ts';
import type { AlarmWish } from './alarm-query.ts';
import { type StoredPoint, storedPoints } from './stored-alarms.ts';

/** Tables by number: 1 = fits. Null where it does not matter. */
export interface AlarmTables {
  readonly from: number;
  readonly to: number;
  readonly points: Uint8Array;
  readonly actors: Uint8Array | null;
  readonly events: Uint8Array | null;
  readonly states: Uint8Array | null;
  /** All of them have to be found; none without a text. */
  readonly words: readonly WordTable[];
}

export interface WordTable {
  /** In small letters. */
  readonly word: string;
  /** Points that have it themselves, not in a comment. */
  readonly named: Uint8Array;
}

/** Tables have room for every number of one byte. */
const CODES = 256;

export function tablesOf(db: Database.Database, { filter, wordIds }: AlarmWish): AlarmTables {
  const points = storedPoints(db);
  return {
    from: filter.from,
    to: filter.to,
    points: flags(points, isWanted(filter)),
    actors: actorsOf(db, filter),
    events: codes(filter.events, EVENT_CODES),
    states: codes(filter.states, STATE_CODES),
    words: searchWords(filter.text).map((word, i) => ({
      word,
      named: flags(points, isNamed(word, new Set(wordIds[i]))),
    })),
  };
}

/** An empty word is none. */
const wordOf = (word: string | undefined): string | null =>
  word === undefined || word === '' ? null : word.toLowerCase();

function isWanted({ ids, tags, names, areas, priorities }: AlarmJournalFilter): (point: StoredPoint) => boolean {
  const [id, tag, area, priority] = [setOf(ids), setOf(tags), setOf(areas), setOf<number>(priorities)];
  return point =>
    (id?.has(point.alarm) ?? true) &&
    (tag === null || (point.tag !== null && tag.has(point.tag))) &&
    hasOneOf([point.alarm, point.tag], names) &&
    (area?.has(point.area) ?? true) &&
    (priority?.has(point.priority) ?? true);
}

const setOf = <T>(values: readonly T[] | undefined): ReadonlySet<T> | null =>
  values === undefined ? null : new Set(values);

const isNamed =
  (word: string, ids: ReadonlySet<string>) =>
  ({ alarm, words }: StoredPoint): boolean =>
    ids.has(alarm) || hasOneOf([alarm, words?.message.zh, words?.message.en], [word]);

function actorsOf(db: Database.Database, { who }: AlarmJournalFilter): Uint8Array | null {
  const part = wordOf(who);
  if (part === null) return null;
  const actors = db.prepare<[], { id: number; who: string | null }>('SELECT id, who FROM alarm_actor').all();
  return flags(actors, actor => actor.who?.toLowerCase().includes(part) === true);
}

function flags<T extends { readonly id: number }>(all: readonly T[], fits: (one: T) => boolean): Uint8Array {
  const found = new Uint8Array(all.reduce((most, { id }) => Math.max(most, id), 0) + 1);
  for (const one of all) if (fits(one)) found[one.id] = 1;
  return found;
}

function codes<T extends string>(
  words: readonly T[] | undefined,
  numbers: Readonly<Record<T, number>>,
): Uint8Array | null {
  if (words === undefined) return null;
  const found = new Uint8Array(CODES);
  for (const word of words) found[numbers[word]] = 1;
  return found;
}
