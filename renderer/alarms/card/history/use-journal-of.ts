/** The last rows of the journal of some alarms, read again whenever `version` says that there are new ones, and at another time of a replay. */
import { useEffect, useState } from 'react';
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import { CallError } from '../../../host/call-book.ts';
import { useObservable, useSession } from '../../../store/session.ts';

const LOOK_BACK_MS = 3 * 366 * 86_400_000;

export type FoundRows = readonly AlarmJournalRow[] | 'loading' | 'failed';

/** Newest first. A question that fails leaves the answer before it. */
export function useJournalOf(
  ids: readonly string[],
  { limit, version }: { readonly limit: number; readonly version: number },
): FoundRows {
  const { client, replay } = useSession();
  const jumps = useObservable(replay.jumps);
  const [found, setFound] = useState<FoundRows>('loading');
  const key = ids.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another time there is another now
  useEffect(() => {
    const giveUp = new AbortController();
    const now = client.stationNow();
    const read = async (): Promise<void> => {
      if (key === '') return setFound([]);
      try {
        const filter = { ids: key.split('\n'), from: now - LOOK_BACK_MS, to: now + 60_000, limit };
        const page = await client.call('alarms.journal', filter, { signal: giveUp.signal });
        if (!giveUp.signal.aborted) setFound(page.rows);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!giveUp.signal.aborted) setFound(before => (typeof before === 'string' ? 'failed' : before));
      }
    };
    void read();
    return () => giveUp.abort();
  }, [client, key, limit, version, jumps]);
  return found;
}
