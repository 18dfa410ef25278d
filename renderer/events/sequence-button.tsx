/** On the card of an alarm: to the events around the time at which it came. */
import type { ReactNode } from 'react';
import { useSession, useTexts } from '../store/session.ts';
import { showSequence } from './show-sequence.ts';

interface SequenceButtonProps {
  readonly alarm: string;
  /** When the alarm came last, epoch ms; null for one that has never come. */
  readonly at: number | null;
}

export function SequenceButton({ alarm, at }: SequenceButtonProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  return (
    <button
      type="button"
      className={at === null ? 'button is-small is-off' : 'button is-small'}
      aria-disabled={at === null}
      title={texts.events.sequenceHint}
      data-testid="card:sequence"
      onClick={() => showSequence(session, { at, alarm })}
    >
      <span>
        {texts.events.sequence}
        {at === null ? null : <kbd>Q</kbd>}
      </span>
      {at === null ? <span className="why-not">{texts.alarms.card.never}</span> : null}
    </button>
  );
}
