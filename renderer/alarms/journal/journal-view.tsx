/** The journal: searched by time, tag, area, priority, person and text, read page after page, taken along as a file. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import { PastEnd } from '../../replay/past-end.tsx';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { SearchCount } from '../../ui/search/search-form.tsx';
import { useSettled } from '../../ui/search/use-settled.ts';
import { useZone } from '../use-alarms.ts';
import { JournalExport } from './journal-export.tsx';
import { type JournalForm, type JournalProblem, queryOf } from './journal-form.ts';
import { JournalRowsTable } from './journal-rows.tsx';
import { JournalSearch } from './journal-search.tsx';
import { useJournal } from './use-journal.ts';

interface JournalViewProps {
  readonly onOpen: (id: string) => void;
}

export function JournalView({ onOpen }: JournalViewProps): ReactNode {
  const { texts } = useTexts();
  const session = useSession();
  const form = useObservable(session.journal);
  const { filter, problem, search } = useFilter(form);
  const journal = useJournal(filter);
  return (
    <div className="journal" data-testid="journal">
      <JournalSearch form={form} problem={problem} onChange={session.journal.set} onSearch={search} />
      <JournalRowsTable journal={journal} onOpen={onOpen} />
      <footer className="journal-foot">
        <SearchCount
          name="journal"
          phase={journal.phase === 'reading' && problem !== null ? 'none' : journal.phase}
          count={journal.rows.length}
          failed={texts.alarms.journal.failed}
        />
        <PastEnd of={filter} />
        <JournalExport filter={filter} />
      </footer>
    </div>
  );
}

/** The filter of a form that is right, once the typing rests; with every new row of the station there is a button, not a jump. */
function useFilter(form: JournalForm) {
  const session = useSession();
  const zone = useZone();
  const [filter, setFilter] = useState<AlarmJournalFilter | null>(null);
  const [problem, setProblem] = useState<JournalProblem | null>(null);
  const jumps = useObservable(session.replay.jumps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found before is of another time
  useEffect(() => setFilter(null), [jumps]);
  const search = useCallback(() => {
    const query = queryOf(form, session.client.stationNow(), zone);
    setProblem(query.kind === 'filter' ? null : query.kind);
    // Rows and files of another span than the one in the fields would be a wrong answer.
    setFilter(query.kind === 'filter' ? query.filter : null);
  }, [form, session, zone]);
  useSettled(search);
  return { filter, problem, search };
}
