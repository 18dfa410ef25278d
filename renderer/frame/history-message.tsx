/** In the message row of every screen, for as long as no history is recorded: since when, and why. */
import type { ReactNode } from 'react';
import { notRecordedText } from '../communication/history/history-figures.ts';
import { communicationOf } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';

export function HistoryMessage(): ReactNode {
  const session = useSession();
  const texts = useTexts().texts.history;
  const status = useObservable(session.station.history);
  const description = useObservable(session.station.model)?.description;
  if (status === null || description === undefined) return null;
  const { timeZone, startedAt } = description;
  const words = notRecordedText(status, { texts, timeZone, startedAt, now: session.client.stationNow() });
  if (words === null) return null;
  return (
    <button
      type="button"
      className="history-message"
      title={texts.open}
      data-testid="history-not-recorded"
      onClick={() => session.place.set(communicationOf(null))}
    >
      {words}
    </button>
  );
}
