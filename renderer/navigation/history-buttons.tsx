/** Back and forward through the screens that were looked at, in the top bar. Without a way they stay and are dimmed. */
import type { ReactNode } from 'react';
import { useObservable, useSession, useTexts } from '../store/session.ts';

export function HistoryButtons(): ReactNode {
  const { place } = useSession();
  const words = useTexts().texts.navigation;
  const reach = useObservable(place.reach);
  return (
    <div className="history-buttons">
      <Step name="back" path="M10 2L4 8L10 14" label={words.back} isPossible={reach.back} onStep={place.back} />
      <Step
        name="forward"
        path="M6 2L12 8L6 14"
        label={words.forward}
        isPossible={reach.forward}
        onStep={place.forward}
      />
    </div>
  );
}

interface StepProps {
  readonly name: string;
  readonly path: string;
  readonly label: string;
  readonly isPossible: boolean;
  readonly onStep: () => void;
}

function Step({ name, path, label, isPossible, onStep }: StepProps): ReactNode {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-disabled={!isPossible}
      data-testid={`history:${name}`}
      onClick={onStep}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
