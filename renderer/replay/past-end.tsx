/** Beside a list of a window that looks at the past: how far it goes, which is as far as the time that was shown when it was read. */
import { type ReactNode, useEffect, useState } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';

interface PastEndProps {
  /** What was asked; another object for another question. */
  readonly of: object | null;
}

export function PastEnd({ of }: PastEndProps): ReactNode {
  const { replay, station } = useSession();
  const words = useTexts().texts.replay;
  const zone = zoneClock(useObservable(station.model)?.description.timeZone ?? 'UTC');
  const [at, setAt] = useState<number | undefined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is as old as the question
  useEffect(() => setAt(replay.now()), [of, replay]);
  if (of === null || at === undefined) return null;
  const { date, time } = zone.at(at);
  return (
    <b className="past-end" data-testid="past-end">
      {fill(words.until, { time: `${date} ${time}` })}
    </b>
  );
}
