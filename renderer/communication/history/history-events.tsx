/**
 * What the historian has told last, newest first. In the message row the next event of any device takes its place at once; here it
 * stays, out of all that the station keeps.
 */
import type { ReactNode } from 'react';
import { datedTime } from '../../../shared/time/dated-time.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';

const EVERY_S = 5;
const MOST = 5;

export function HistoryEvents(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  const { value: events } = usePolled('events.recent', { source: 'historian', limit: MOST }, EVERY_S);
  if (events === null || events.length === 0) return null;
  const now = session.client.stationNow();
  return (
    <dl className="history-events" aria-label={texts.history.events} data-testid="history-events">
      {events.toReversed().map(event => {
        const words = pick(event.text);
        return (
          <div key={event.sequence}>
            <dt>{datedTime(event.time, { timeZone, now })}</dt>
            <dd title={words}>{words}</dd>
          </div>
        );
      })}
    </dl>
  );
}
