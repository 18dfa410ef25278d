/** Takes what a search finds along as a file. The whole of it, not only the rows that have been scrolled to. */
import { type ReactNode, useState } from 'react';
import type { AlarmFile } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import type { Language } from '../../../shared/text/text.ts';
import { CallError } from '../../host/call-book.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { saveFile } from '../save-file.ts';

const FORMATS = ['csv', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];
export const FILE_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

interface ExportProps {
  /** Begins the test ids. */
  readonly name: string;
  /** Null while there is nothing to be asked for. Rejects with `CallError`. */
  readonly ask: ((asked: { readonly format: Format; readonly language: Language }) => Promise<AlarmFile>) | null;
}

export function FileExport({ name, ask }: ExportProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const language = useObservable(session.preferences.language);
  const words = texts.alarms.journal;
  const [told, setTold] = useState('');
  const run = async (format: Format): Promise<void> => {
    if (ask === null) return;
    setTold(words.exporting);
    try {
      const file = await ask({ format, language });
      saveFile(file.name, new Blob([new Uint8Array(file.bytes)], { type: FILE_TYPES[format] }));
      setTold(fill(file.isCut ? words.exportedCut : words.exported, { name: file.name, rows: String(file.rows) }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setTold(pick({ zh: error.body.zh.message, en: error.body.message }));
    }
  };
  return (
    <div className="journal-export">
      <span className="dim" role="status" data-testid={`${name}-exported`}>
        {told}
      </span>
      {FORMATS.map(format => (
        <button
          key={format}
          type="button"
          className={ask === null ? 'button is-small is-off' : 'button is-small'}
          aria-disabled={ask === null}
          data-testid={`${name}:${format}`}
          onClick={() => void run(format)}
        >
          {words.export[format]}
        </button>
      ))}
    </div>
  );
}
