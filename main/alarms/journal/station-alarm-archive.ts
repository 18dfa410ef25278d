/**
 * The journal of the alarms in the history of the station (main thread). Knows what alarms are called today: rows are written with it,
 * and words are looked for in the messages of today as well as in those of then.
 */
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type {
  AlarmContext,
  AlarmJournalFilter,
  AlarmJournalPage,
  AlarmJournalRow,
  AlarmWords,
} from '../../../shared/model/alarm-journal.ts';
import { hasOneOf, searchWords } from '../../../shared/text/search-words.ts';
import type { AlarmStore } from '../../historian/alarms/alarm-store.ts';
import type { AlarmArchive } from './alarm-archive.ts';
import type { AlarmSnapshot } from './alarm-journal.ts';

/** Rows of one page of `rows`. */
const PAGE = 5_000;

export class StationAlarmArchive implements AlarmArchive {
  readonly #store: AlarmStore;
  readonly #words: ReadonlyMap<string, AlarmWords>;

  /** @param words of the alarms of the project, by id */
  constructor(store: AlarmStore, words: ReadonlyMap<string, AlarmWords>) {
    this.#store = store;
    this.#words = words;
  }

  get snapshot(): AlarmSnapshot {
    return this.#store.snapshot;
  }

  at(at: number, signal?: AbortSignal): Promise<AlarmSnapshot> {
    return this.#store.at(at, signal);
  }

  append(rows: readonly AlarmTransition[]): Promise<void> {
    const words = new Map<string, AlarmWords>();
    for (const { id } of rows) {
      const own = this.#words.get(id);
      if (own !== undefined) words.set(id, own);
    }
    return this.#store.append(rows, words);
  }

  /** Rejects with `QueryCancelled` when the signal says so, else when the disk does not let it be read. */
  async page(
    filter: AlarmJournalFilter,
    {
      before,
      limit,
      signal,
    }: { readonly before: number | null; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<AlarmJournalPage> {
    const search = { filter, wordIds: this.#withWords(filter.text), isNewestFirst: true, after: before, limit };
    const { rows, hasMore } = await this.#store.search(search, { lane: 'people', signal });
    return { rows, next: hasMore ? (rows.at(-1)?.sequence ?? null) : null };
  }

  async later(
    filter: AlarmJournalFilter,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<readonly AlarmJournalRow[]> {
    const search = { filter, wordIds: this.#withWords(filter.text), isNewestFirst: false, after, limit };
    return (await this.#store.search(search, { lane: 'scripts' })).rows;
  }

  async *rows(filter: AlarmJournalFilter, signal?: AbortSignal): AsyncGenerator<readonly AlarmJournalRow[]> {
    const wordIds = this.#withWords(filter.text);
    for (let after: number | null = null; ; ) {
      const search = { filter, wordIds, isNewestFirst: false, after, limit: PAGE };
      const { rows, hasMore } = await this.#store.search(search, { lane: 'scripts', signal });
      if (rows.length > 0) yield rows;
      if (!hasMore) return;
      after = rows.at(-1)?.sequence ?? null;
    }
  }

  keepContext(context: AlarmContext): Promise<void> {
    return this.#store.keepContext(context);
  }

  context(sequence: number): Promise<AlarmContext | null> {
    return this.#store.context(sequence);
  }

  /** For each word the alarms with it in their message of today, in either language. */
  #withWords(text: string | undefined): readonly (readonly string[])[] {
    return searchWords(text).map(word =>
      [...this.#words].flatMap(([id, { message }]) => (hasOneOf([message.zh, message.en], [word]) ? [id] : [])),
    );
  }
}
