/** The way into the past and back for whoever does not know its key: a named button beside the clock, on every screen. */
import type { ReactNode } from 'react';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { toggleReplay } from './replay-bar.tsx';

export function ReplayButton(): ReactNode {
  const session = useSession();
  const words = useTexts().texts.replay;
  const isPast = useObservable(session.replay.state) !== null;
  return (
    <button
      type="button"
      className="replay-button"
      title={isPast ? words.live : words.open}
      aria-pressed={isPast}
      data-testid="replay-open"
      onClick={() => toggleReplay(session)}
    >
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <path d="M3 3v4h4M3.300 7a6.500 6.500 0 1 1-.6 4M9 5.500V9.500l2.600 1.600" />
      </svg>
      <span>{words.name}</span> <kbd>Y</kbd>
    </button>
  );
}
