/**
 * The past of the event stream (main thread): a page of events and a page of rows of alarms, as one, newest first as the station heard of
 * them. Both are read by the reader threads; here they are only laid together.
 */
import { kindOfAlarmRow, PERSONAL_EVENTS, receivedAt } from '../../shared/event/event-filter.ts';
import type { AlarmJournalFilter, AlarmJournalRow } from '../../shared/model/alarm-journal.ts';
import {
  EVENT_KINDS,
  type EventCursor,
  type EventFilter,
  type EventPage,
  type StationEvent,
} from '../../shared/model/event.ts';
import type { AlarmArchive } from '../alarms/journal/alarm-archive.ts';
import type { Historian } from '../historian/historian.ts';
import type { AlarmLines, ClockOffsets } from './alarm-lines.ts';
import { eventOfStored } from './event-log.ts';

export interface EventSources {
  readonly events: Pick<Historian, 'searchEvents'>;
  readonly alarms: Pick<AlarmArchive, 'page'>;
  readonly lines: Pick<AlarmLines, 'lineOf'>;
  /** Clocks of the devices as they were at an instant, epoch ms. */
  readonly offsetsAt: (at: number) => Promise<ClockOffsets>;
}

export interface EventQuestion {
  readonly filter: EventFilter;
  readonly before: EventCursor | null;
  readonly limit: number;
}

interface Series {
  /** Newest first. */
  readonly events: readonly StationEvent[];
  readonly hasMore: boolean;
}

const NONE: Series = { events: [], hasMore: false };
const NEWEST: EventCursor = { event: Number.MAX_SAFE_INTEGER, alarm: Number.MAX_SAFE_INTEGER };

/** Rejects with `QueryCancelled` when the signal says so, else when the disk does not let it be read. */
export async function findEvents(
  sources: EventSources,
  { filter, before, limit }: EventQuestion,
  signal?: AbortSignal,
): Promise<EventPage> {
  const from = before ?? NEWEST;
  const [events, alarms] = await Promise.all([
    eventsOf(sources, { filter, before: from.event, limit }, signal),
    alarmsOf(sources, { filter, before: from.alarm, limit }, signal),
  ]);
  const { taken, counts } = newestOf(events.events, alarms.events, limit);
  const isAll = counts.event === events.events.length && counts.alarm === alarms.events.length;
  const hasMore = !isAll || events.hasMore || alarms.hasMore;
  const next = {
    event: events.events[counts.event - 1]?.sequence ?? from.event,
    alarm: alarms.events[counts.alarm - 1]?.sequence ?? from.alarm,
  };
  return { events: taken, next: hasMore && taken.length > 0 ? next : null };
}

/** Each series stays in its own order, whatever clocks have done. */
function newestOf(events: readonly StationEvent[], alarms: readonly StationEvent[], limit: number) {
  const taken: StationEvent[] = [];
  const counts = { event: 0, alarm: 0 };
  while (taken.length < limit) {
    const [event, alarm] = [events[counts.event], alarms[counts.alarm]];
    if (event === undefined && alarm === undefined) break;
    const isAlarm = event === undefined || (alarm !== undefined && receivedAt(alarm) >= receivedAt(event));
    const next = isAlarm ? alarm : event;
    if (next === undefined) break;
    counts[isAlarm ? 'alarm' : 'event'] += 1;
    taken.push(next);
  }
  return { taken, counts };
}

interface Part {
  readonly filter: EventFilter;
  readonly before: number;
  readonly limit: number;
}

async function eventsOf({ events }: EventSources, part: Part, signal?: AbortSignal): Promise<Series> {
  const { kinds = EVENT_KINDS } = part.filter;
  if (kinds.every(kind => kind === 'alarm')) return NONE;
  const found = await events.searchEvents(part, signal);
  return { events: found.events.map(eventOfStored), hasMore: found.hasMore };
}

/** Classes of rows hang on who did it, which the journal cannot be asked for: rows are read until there are enough. */
async function alarmsOf({ alarms, lines, offsetsAt }: EventSources, part: Part, signal?: AbortSignal): Promise<Series> {
  const { kinds = EVENT_KINDS } = part.filter;
  if (!kinds.includes('alarm') && !kinds.includes('operation')) return NONE;
  const filter = journalFilter(part.filter);
  const rows: AlarmJournalRow[] = [];
  let before: number | null = part.before;
  while (before !== null && rows.length < part.limit) {
    const page = await alarms.page(filter, { before, limit: part.limit, ...(signal === undefined ? {} : { signal }) });
    rows.push(...page.rows.filter(row => kinds.includes(kindOfAlarmRow(row))));
    before = page.next;
  }
  const [newest] = rows;
  if (newest === undefined) return NONE;
  const offsets = await offsetsAt(newest.time);
  const given = rows.slice(0, part.limit);
  return {
    events: given.map(row => lines.lineOf(row, offsets)),
    hasMore: before !== null || given.length < rows.length,
  };
}

function journalFilter({ kinds, ...filter }: EventFilter): AlarmJournalFilter {
  const isOperationsOnly = kinds?.includes('operation') === true && !kinds.includes('alarm');
  return { ...filter, ...(isOperationsOnly ? { events: PERSONAL_EVENTS } : {}) };
}
