/** The rows that a search of the journal finds, as a file. */
import type { ReactNode } from 'react';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import { useSession } from '../../store/session.ts';
import { FileExport } from '../../ui/search/file-export.tsx';
import { journalInput } from './use-journal.ts';

export function JournalExport({ filter }: { readonly filter: AlarmJournalFilter | null }): ReactNode {
  const { client } = useSession();
  return (
    <FileExport
      name="journal"
      ask={filter === null ? null : asked => client.call('alarms.export', { ...journalInput(filter), ...asked })}
    />
  );
}
