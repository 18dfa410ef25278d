/** Whether one event fits a filter. Pure; the same for what comes live to a screen and for what is looked for in the past. */
import type { AlarmEventKind } from '../model/alarm.ts';
import type { EventFilter, EventKind, StationEvent } from '../model/event.ts';
import { hasAllWords, hasOneOf } from '../text/search-words.ts';

/** What a person does to an alarm; the station does some of it too, when a time is over. */
export const PERSONAL_EVENTS: readonly AlarmEventKind[] = [
  'acknowledge',
  'reset',
  'shelve',
  'unshelve',
  'remove-from-service',
  'return-to-service',
];

/** Class of a row of the journal of alarms: what somebody did is an operation. */
export const kindOfAlarmRow = ({ event, who }: { readonly event: AlarmEventKind; readonly who: string | null }) =>
  (who !== null && PERSONAL_EVENTS.includes(event) ? 'operation' : 'alarm') satisfies EventKind;

export const receivedAt = ({ received, time }: Pick<StationEvent, 'received' | 'time'>): number => received ?? time;

export function fitsFilter(
  event: StationEvent,
  { from, to, kinds, tags, names, areas, who, text }: EventFilter,
): boolean {
  const at = receivedAt(event);
  return (
    at >= from &&
    at < to &&
    (kinds === undefined || kinds.includes(event.kind)) &&
    (tags === undefined || (event.tag !== undefined && tags.includes(event.tag))) &&
    hasOneOf([event.source, event.tag], names) &&
    (areas === undefined || (event.area !== undefined && areas.includes(event.area))) &&
    (who === undefined || who === '' || hasOneOf([event.who], [who])) &&
    hasAllWords([event.source, event.tag, event.text.zh, event.text.en], text)
  );
}
