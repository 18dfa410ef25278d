/** One view in the row of tabs above a screen, with the key that opens it. */
import type { ReactNode } from 'react';

interface ViewTabProps {
  readonly name: string;
  readonly isChosen: boolean;
  readonly keyName: string;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

export function ViewTab({ name, isChosen, keyName, onChoose, children }: ViewTabProps): ReactNode {
  return (
    <button type="button" role="tab" aria-selected={isChosen} data-testid={`tab:${name}`} onClick={onChoose}>
      {children}
      <kbd>{keyName}</kbd>
    </button>
  );
}
