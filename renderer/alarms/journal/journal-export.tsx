/** Takes what the search finds along as a file. The whole of it, not only the rows that have been scrolled to. */
import { type ReactNode, useState } from 'react';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { CallError } from '../../host/call-book.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { journalInput } from './use-journal.ts';

const FORMATS = ['csv', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];
const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
/** A browser reads the address after the click. */
const REVOKE_MS = 60_000;

export function JournalExport({ filter }: { readonly filter: AlarmJournalFilter | null }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const language = useObservable(session.preferences.language);
  const words = texts.alarms.journal;
  const [told, setTold] = useState('');
  const run = async (format: Format): Promise<void> => {
    if (filter === null) return;
    setTold(words.exporting);
    try {
      const file = await session.client.call('alarms.export', { ...journalInput(filter), format, language });
      save(file, TYPES[format]);
      setTold(fill(file.isCut ? words.exportedCut : words.exported, { name: file.name, rows: String(file.rows) }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setTold(pick({ zh: error.body.zh.message, en: error.body.message }));
    }
  };
  return (
    <div className="journal-export">
      <span className="dim" role="status" data-testid="journal-exported">
        {told}
      </span>
      {FORMATS.map(format => (
        <button
          key={format}
          type="button"
          className={filter === null ? 'button is-small is-off' : 'button is-small'}
          aria-disabled={filter === null}
          data-testid={`journal:${format}`}
          onClick={() => void run(format)}
        >
          {words.export[format]}
        </button>
      ))}
    </div>
  );
}

function save({ name, bytes }: AlarmFile, type: string): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}
