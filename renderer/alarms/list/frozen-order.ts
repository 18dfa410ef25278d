/**
 * The order of the rows, and the law that nothing moves under the pointer or the keyboard: while frozen, rows stay where they
 * are whatever becomes of their alarms, and what is new or has got more urgent waits, counted. Pure.
 */
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import { ALARM_GROUPS, type AlarmGroup, byUrgency, groupOf } from '../alarm-order.ts';

/** A row in its place; the group is that of the place, and not always that of the alarm now. */
export interface OrderedRow {
  readonly id: string;
  readonly group: AlarmGroup;
}

export interface ShownOrder {
  readonly rows: readonly OrderedRow[];
  /** Alarms that a thaw would bring in, or up. */
  readonly waiting: readonly string[];
}

/** Standing alarms in groups, then by priority, then newest first. */
export function orderedRows(statuses: Iterable<AlarmStatus>, isWanted: (status: AlarmStatus) => boolean): OrderedRow[] {
  const groups = new Map<AlarmGroup, AlarmStatus[]>(ALARM_GROUPS.map(group => [group, []]));
  for (const status of statuses) {
    const group = groupOf(status);
    if (group !== null && isWanted(status)) groups.get(group)?.push(status);
  }
  return ALARM_GROUPS.flatMap(group =>
    (groups.get(group) ?? []).toSorted(byUrgency).map(status => ({ id: status.id, group })),
  );
}

/** An empty list may fill at any time: there is nothing to hit by mistake. */
export function nextOrder(shown: readonly OrderedRow[], wanted: readonly OrderedRow[], isFrozen: boolean): ShownOrder {
  if (!isFrozen || shown.length === 0) return { rows: wanted, waiting: [] };
  const places = new Map(shown.map(row => [row.id, ALARM_GROUPS.indexOf(row.group)]));
  const isNews = ({ id, group }: OrderedRow): boolean => {
    const place = places.get(id);
    return place === undefined || ALARM_GROUPS.indexOf(group) < place;
  };
  return { rows: shown, waiting: wanted.filter(isNews).map(row => row.id) };
}
