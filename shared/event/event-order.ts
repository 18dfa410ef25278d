/**
 * The order of events by the time of their sources, and how much of it can be known (pure). Two events whose times may lie on either
 * side of each other are in one group: within it nobody can tell what was first, whatever the sorting says.
 */
import type { StationEvent } from '../model/event.ts';
import { receivedAt } from './event-filter.ts';

/** When the event happened, at the earliest and at the latest. */
export function spanOfEvent({
  time,
  uncertainty,
}: Pick<StationEvent, 'time' | 'uncertainty'>): readonly [number, number] {
  return uncertainty === undefined ? [time, time] : [time - uncertainty.earlierMs, time + uncertainty.laterMs];
}

export interface OrderedEvent {
  readonly event: StationEvent;
  /** Number of its group of events that cannot be told apart in time; null when its place is certain. */
  readonly group: number | null;
  /** First of its first-out group, and whether that is certain; null for all others. */
  readonly firstOut: 'certain' | 'uncertain' | null;
}

/** Newest first. Where times are the same, what the station heard of later is newer. */
export function orderedEvents(events: readonly StationEvent[]): readonly OrderedEvent[] {
  const sorted = events.toSorted((a, b) => b.time - a.time || receivedAt(b) - receivedAt(a) || b.sequence - a.sequence);
  const groups = groupsOf(sorted);
  const rivals = rivalsOf(sorted, groups);
  return sorted.map((event, i) => {
    const group = groups[i] ?? null;
    return { event, group, firstOut: firstOutOf(event, group, rivals) };
  });
}

/** Spans that overlap, one after the other, make a group; what only touches is in order. */
function groupsOf(sorted: readonly StationEvent[]): readonly (number | null)[] {
  const byStart = sorted.map((event, i) => ({ i, span: spanOfEvent(event) })).toSorted((a, b) => a.span[0] - b.span[0]);
  const groups: (number | null)[] = sorted.map(() => null);
  let members: number[] = [];
  let end = Number.NEGATIVE_INFINITY;
  let number = 0;
  const close = (): void => {
    if (members.length > 1) {
      for (const i of members) groups[i] = number;
      number += 1;
    }
    members = [];
  };
  for (const { i, span } of byStart) {
    if (span[0] >= end) close();
    members.push(i);
    end = members.length === 1 ? span[1] : Math.max(end, span[1]);
  }
  close();
  return groups;
}

const isRaise = ({ alarm }: StationEvent): boolean => alarm?.event === 'raise' || alarm?.event === 're-alarm';

/** How many alarms of a first-out group came within a group of events. */
function rivalsOf(
  sorted: readonly StationEvent[],
  groups: readonly (number | null)[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  sorted.forEach((event, i) => {
    const group = groups[i] ?? null;
    const firstOutGroup = event.alarm?.group ?? null;
    if (group === null || firstOutGroup === null || !isRaise(event)) return;
    const key = `${group}/${firstOutGroup}`;
    found.set(key, (found.get(key) ?? new Set()).add(event.source));
  });
  return found;
}

function firstOutOf(
  event: StationEvent,
  group: number | null,
  rivals: ReadonlyMap<string, ReadonlySet<string>>,
): OrderedEvent['firstOut'] {
  if (event.alarm?.isFirstOut !== true || !isRaise(event)) return null;
  const others = group === null ? 0 : (rivals.get(`${group}/${event.alarm.group}`)?.size ?? 0) - 1;
  return others > 0 ? 'uncertain' : 'certain';
}
