/** An archive of alarms in memory, for tests of whoever uses one: it can refuse, and a second one over its rows is what a restart finds. */

import type { AlarmArchive } from '../../main/alarms/journal/alarm-archive.ts';
import type { AlarmSnapshot } from '../../main/alarms/journal/alarm-journal.ts';
import { snapshotOf } from '../../main/alarms/journal/fold.ts';
import type { AlarmTransition } from '../../shared/model/alarm.ts';
import type {
  AlarmContext,
  AlarmJournalFilter,
  AlarmJournalPage,
  AlarmJournalRow,
} from '../../shared/model/alarm-journal.ts';

export class MemoryArchive implements AlarmArchive {
  readonly snapshot: AlarmSnapshot;
  readonly all: AlarmTransition[];
  readonly contexts: Map<number, AlarmContext>;
  isRefusing = false;
  /** Takes rows only when this is resolved. */
  slow: Promise<void> | null = null;

  constructor(now: number, before?: MemoryArchive) {
    this.all = [...(before?.all ?? [])];
    this.contexts = new Map(before?.contexts);
    this.snapshot = snapshotOf(this.all, now, Math.max(0, ...this.contexts.keys()));
  }

  async append(rows: readonly AlarmTransition[]): Promise<void> {
    if (this.isRefusing) throw new Error('no room');
    if (this.slow !== null) await this.slow;
    this.all.push(...rows);
  }

  at(at: number): Promise<AlarmSnapshot> {
    return Promise.resolve(
      snapshotOf(
        this.all.filter(row => row.received <= at),
        at,
        0,
      ),
    );
  }

  page(
    filter: AlarmJournalFilter,
    { before, limit }: { readonly before: number | null; readonly limit: number },
  ): Promise<AlarmJournalPage> {
    const found = this.all.filter(row => row.sequence < (before ?? Number.POSITIVE_INFINITY) && fits(row, filter));
    const rows = found.slice(-limit).toReversed();
    return Promise.resolve({ rows, next: found.length > limit ? (rows.at(-1)?.sequence ?? null) : null });
  }

  later(
    filter: AlarmJournalFilter,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<readonly AlarmJournalRow[]> {
    const found = this.all.filter(row => row.sequence > after && fits(row, filter));
    return Promise.resolve(found.slice(0, limit));
  }

  async *rows(filter: AlarmJournalFilter): AsyncGenerator<readonly AlarmJournalRow[]> {
    yield this.all.filter(row => fits(row, filter));
  }

  keepContext(context: AlarmContext): Promise<void> {
    if (this.isRefusing) return Promise.reject(new Error('no room'));
    this.contexts.set(context.sequence, context);
    return Promise.resolve();
  }

  context(sequence: number): Promise<AlarmContext | null> {
    return Promise.resolve(this.contexts.get(sequence) ?? null);
  }
}

const fits = (row: AlarmTransition, { from, to, ids, priorities }: AlarmJournalFilter): boolean =>
  row.received >= from &&
  row.received < to &&
  (ids?.includes(row.id) ?? true) &&
  (priorities?.includes(row.priority) ?? true);
