/** Leads from an alarm to the events around it: the five minutes before and after, of every class, with the alarm chosen. */
import { alarmOf } from '../store/place.ts';
import type { Session } from '../store/session.ts';
import { formAround } from './event-form.ts';

interface Around {
  /** Epoch ms; null for an alarm that has never come: then nothing happens. */
  readonly at: number | null;
  readonly alarm: string;
  /** Number of its row of the journal, where that is known. */
  readonly sequence?: number | null;
}

export function showSequence(
  session: Pick<Session, 'events' | 'place' | 'alarms'>,
  { at, alarm, sequence = null }: Around,
): void {
  if (at === null) return;
  session.events.set(formAround({ at, alarm, sequence }));
  session.alarms.carded.set(null);
  session.place.set(alarmOf(null, 'events'));
}
