/** Questions about the journal of alarms, between the main thread and the reader threads. Plain data. */
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { AnnotationSearch } from '../annotations/annotation-search.ts';
import type { EventSearch } from '../events/event-search.ts';

/** What is asked for: the filter, and whose message of today has its words; messages of then are in the journal. */
export interface AlarmWish {
  readonly filter: AlarmJournalFilter;
  /** For each word of the filter's text, in their order, the alarms with it in their message of today. */
  readonly wordIds: readonly (readonly string[])[];
}

export interface AlarmSearch extends AlarmWish {
  readonly name: 'alarm-rows';
  readonly isNewestFirst: boolean;
  /** Number of the row that the page before ended with; null = from the end that is asked for first. */
  readonly after: number | null;
  readonly limit: number;
}

export type AlarmQuery =
  | AlarmSearch
  | { readonly name: 'alarm-context'; readonly sequence: number }
  /** How they stood at an instant, epoch ms UTC. */
  | { readonly name: 'alarms-at'; readonly at: number }
  | AnnotationSearch;

export interface AlarmRowsAnswer {
  readonly rows: readonly AlarmJournalRow[];
  /** There are more behind the last of these. */
  readonly hasMore: boolean;
}

const STATION_QUERIES: ReadonlySet<string> = new Set<(AlarmQuery | EventSearch)['name']>([
  'alarm-rows',
  'alarm-context',
  'alarms-at',
  'event-rows',
  'annotations',
  'annotation-versions',
]);

/** What is answered from `station.db` alone. */
export const isStationQuery = (query: { readonly name: string }): query is AlarmQuery | EventSearch =>
  STATION_QUERIES.has(query.name);
