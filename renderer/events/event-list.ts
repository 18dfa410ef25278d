/** The events that a view has read (pure): pages of the past and what comes live, each once. */
import { receivedAt } from '../../shared/event/event-filter.ts';
import type { EventCursor, StationEvent } from '../../shared/model/event.ts';

/** Two series have their own numbers. */
export const keyOf = ({ alarm, sequence }: Pick<StationEvent, 'alarm' | 'sequence'>): string =>
  `${alarm === undefined ? 'e' : 'a'}${sequence}`;

/** In any order; what is there already stays as it is. */
export function joined(known: readonly StationEvent[], fresh: readonly StationEvent[]): readonly StationEvent[] {
  const keys = new Set(known.map(keyOf));
  const added = fresh.filter(event => {
    const key = keyOf(event);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
  return added.length === 0 ? known : [...known, ...added];
}

/** The newest `most` as the station heard of them. */
export function newestOf(events: readonly StationEvent[], most: number): readonly StationEvent[] {
  if (events.length <= most) return events;
  return events.toSorted((a, b) => receivedAt(b) - receivedAt(a)).slice(0, most);
}

/** Where to read on behind these. */
export function cursorBehind(events: readonly StationEvent[]): EventCursor {
  const first = (isAlarm: boolean): number =>
    events.reduce(
      (least, event) => ((event.alarm !== undefined) === isAlarm ? Math.min(least, event.sequence) : least),
      Number.MAX_SAFE_INTEGER,
    );
  return { event: first(false), alarm: first(true) };
}
