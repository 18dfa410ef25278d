/** What the rest of the station wants of the place where the journal of alarms is kept (main thread side). */
import type {
  AlarmContext,
  AlarmJournalFilter,
  AlarmJournalPage,
  AlarmJournalRow,
} from '../../../shared/model/alarm-journal.ts';
import type { AlarmJournal, AlarmSnapshot } from './alarm-journal.ts';

export interface AlarmArchive extends AlarmJournal {
  /** As found at the start. */
  readonly snapshot: AlarmSnapshot;
  /** As it would have been found at an instant of the past, epoch ms UTC. */
  at(at: number, signal?: AbortSignal): Promise<AlarmSnapshot>;
  /** Newest first; `before`: a sequence number. */
  page(
    filter: AlarmJournalFilter,
    options: { readonly before: number | null; readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<AlarmJournalPage>;
  /** Oldest first, those behind the number `after`. */
  later(
    filter: AlarmJournalFilter,
    options: { readonly after: number; readonly limit: number },
  ): Promise<readonly AlarmJournalRow[]>;
  /** All rows that fit, oldest first, in pages. */
  rows(filter: AlarmJournalFilter, signal?: AbortSignal): AsyncIterable<readonly AlarmJournalRow[]>;
  /** Replaces what was kept for the same row. Resolves when it is durable. */
  keepContext(context: AlarmContext): Promise<void>;
  context(sequence: number): Promise<AlarmContext | null>;
}
