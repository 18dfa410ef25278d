/** Orders a backup of the history: where to, whether it is proven afterwards, and how it went. */
import { type ReactNode, useState } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { CareDialog } from './care-dialog.tsx';

export function BackupDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useTexts().texts.history.care.backup;
  const last = useObservable(useSession().station.history)?.lastBackup?.folder ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const [isProven, setIsProven] = useState(true);
  const folder = typed ?? last;
  return (
    <CareDialog
      title={words.title}
      testId="backup-dialog"
      consequence={words.consequence}
      act={words.act}
      task={{ kind: 'backup', folder: folder.trim() === '' ? null : folder.trim(), isProven }}
      onClose={onClose}
    >
      <label className="field">
        <span>{words.folder}</span>
        <input
          type="text"
          value={folder}
          autoComplete="off"
          spellCheck={false}
          data-testid="field:folder"
          onChange={event => setTyped(event.currentTarget.value)}
        />
        <span className="field-note">{words.folderHint}</span>
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={isProven}
          data-testid="field:prove"
          onChange={event => setIsProven(event.currentTarget.checked)}
        />
        <span>{words.prove}</span>
      </label>
    </CareDialog>
  );
}
