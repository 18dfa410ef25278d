/**
 * Pages of the journal, newest first, one after the other as somebody scrolls; a new search gives the one before it up, and a new
 * connection reads again.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { ErrorBody } from '../../../shared/rpc/error.ts';
import { CallError } from '../../host/call-book.ts';
import { useObservable, useSession } from '../../store/session.ts';

const PAGE = 200;

export interface JournalRows {
  readonly rows: readonly AlarmJournalRow[];
  readonly phase: 'reading' | 'more' | 'end' | 'failed';
  readonly error: ErrorBody | null;
  readonly readMore: () => void;
}

/** The contract's input: arrays that may be written to. */
export const journalInput = (filter: AlarmJournalFilter): InputOf<'alarms.journal'> =>
  JSON.parse(JSON.stringify(filter)) as InputOf<'alarms.journal'>;

/** Null asks for nothing and shows nothing. `filter` must be the same object for the same search. */
export function useJournal(filter: AlarmJournalFilter | null): JournalRows {
  const { client, station } = useSession();
  const generation = useObservable(station.model)?.generation ?? 0;
  const [rows, setRows] = useState<readonly AlarmJournalRow[]>([]);
  const [phase, setPhase] = useState<JournalRows['phase']>('reading');
  const [error, setError] = useState<ErrorBody | null>(null);
  const next = useRef<number | null>(null);
  const busy = useRef<AbortController | null>(null);
  const read = useCallback(
    async (from: AlarmJournalFilter, before: number | null) => {
      const giveUp = new AbortController();
      busy.current?.abort();
      busy.current = giveUp;
      setPhase('reading');
      try {
        const input = { ...journalInput(from), limit: PAGE, ...(before === null ? {} : { before }) };
        const page = await client.call('alarms.journal', input, { signal: giveUp.signal });
        if (giveUp.signal.aborted) return;
        next.current = page.next;
        setRows(known => (before === null ? page.rows : [...known, ...page.rows]));
        setPhase(page.next === null ? 'end' : 'more');
        setError(null);
      } catch (failure) {
        if (!(failure instanceof CallError)) throw failure;
        if (giveUp.signal.aborted) return;
        setPhase('failed');
        setError(failure.body);
      }
    },
    [client],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection reads everything anew
  useEffect(() => {
    next.current = null;
    if (filter === null) {
      setRows([]);
      setPhase('reading');
    } else void read(filter, null);
    return () => busy.current?.abort();
  }, [filter, read, generation]);
  const readMore = useCallback(() => {
    if (filter !== null && phase === 'more' && next.current !== null) void read(filter, next.current);
  }, [filter, phase, read]);
  return { rows, phase, error, readMore };
}
