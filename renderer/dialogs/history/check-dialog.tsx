/** Orders a check of the history: which depth, what it means, and how it went. */
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../store/session.ts';
import { CareDialog } from './care-dialog.tsx';

export function CheckDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const words = useTexts().texts.history.care.check;
  const [isDeep, setIsDeep] = useState(false);
  return (
    <CareDialog
      title={words.title}
      testId="check-dialog"
      consequence={words.consequence}
      act={words.act}
      task={{ kind: 'check', isDeep }}
      onClose={onClose}
    >
      <fieldset className="field choices">
        <legend>{words.depth}</legend>
        {([false, true] as const).map(deep => (
          <label key={String(deep)} className="choice-row">
            <input
              type="radio"
              name="check-depth"
              checked={deep === isDeep}
              data-testid={deep ? 'depth:deep' : 'depth:fast'}
              onChange={() => setIsDeep(deep)}
            />
            <b>{deep ? words.deep : words.fast}</b>
            <span className="dim">{deep ? words.deepMeans : words.fastMeans}</span>
          </label>
        ))}
      </fieldset>
    </CareDialog>
  );
}
