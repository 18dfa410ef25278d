/** A value in its quality as HTML, for headers and tooltips. The marks are those of the mimic: both ask quality-look.ts. */
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import type { Handle } from '../../shared/model/tag.ts';
import { type Look, type Presentation, present } from '../mimic/quality-look.ts';
import { useSession } from '../store/session.ts';

/** The look of a handle, followed at frame rate while it changes and every second while it ages. */
export function useHandleLook(handle: Handle): Look {
  const session = useSession();
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = session.tags.subscribe(handle, listener);
      const offSecond = session.second.subscribe(listener);
      return () => {
        off();
        offSecond();
      };
    },
    [session, handle],
  );
  // A string is compared by value, so that an unchanged look does not render again.
  useSyncExternalStore(subscribe, () => {
    const look = session.look(handle);
    return `${look.kind}|${look.value}|${look.text}|${look.reason}|${Math.floor(look.ageMs / 1_000)}|${look.isLinkLost}`;
  });
  return session.look(handle);
}

interface ReadingProps {
  readonly look: Look;
  readonly decimals: number;
  readonly unit: string;
  readonly testId?: string;
}

export function Reading({ look, decimals, unit, testId }: ReadingProps): ReactNode {
  const shown = present(look, decimals);
  return (
    <Marked shown={shown} after={<span className="unit">{unit}</span>} {...(testId === undefined ? {} : { testId })}>
      {shown.text}
    </Marked>
  );
}

interface MarkedProps {
  readonly shown: Presentation;
  /** Before the age. */
  readonly after?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** What is printed, with the marks of its quality and its age: a number, or a word that follows from numbers. */
export function Marked({ shown, after = null, testId, children }: MarkedProps): ReactNode {
  const marks = [
    'reading',
    shown.hatched ? 'hatched' : '',
    shown.boxed ? 'boxed' : '',
    shown.underlined ? 'dotted' : '',
  ];
  return (
    <>
      {shown.boxed ? <span className="mode-letter">{shown.letter}</span> : null}
      <span className={marks.join(' ').trim()} data-quality={shown.quality} data-testid={testId}>
        {children}
      </span>
      {after}
      {shown.age === '' ? null : (
        <span className="age-box">
          <svg width="9" height="10" viewBox="0 0 9 10" aria-hidden="true">
            <path d="M1 1h7l-7 8h7z" />
          </svg>
          {shown.age}
        </span>
      )}
    </>
  );
}
