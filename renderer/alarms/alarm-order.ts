/**
 * Which alarm comes before which, and what is worst: the banner, the list, the badges of the mimic and of the rail all ask here,
 * so that they cannot disagree. Pure.
 */

import type { AlarmPriority, AlarmStatus } from '../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../shared/rpc/alarm-contract.ts';

/** Groups of the list, in its order. */
export const ALARM_GROUPS = ['unacknowledged', 'returned', 'acknowledged', 'latched'] as const;
export type AlarmGroup = (typeof ALARM_GROUPS)[number];

const GROUP_OF: Partial<Record<AlarmStatus['name'], AlarmGroup>> = {
  UNACK: 'unacknowledged',
  RTN_UNACK: 'returned',
  LATCH_UNACK: 'returned',
  ACK: 'acknowledged',
  LATCH_ACK: 'latched',
};

/** Null for an alarm that does not stand: at rest, or hidden. */
export const groupOf = ({ name }: Pick<AlarmStatus, 'name'>): AlarmGroup | null => GROUP_OF[name] ?? null;

/** Of the areas of responsibility of a screen; null = the whole station. */
export const isIn =
  (areas: readonly string[] | null) =>
  ({ area }: Pick<AlarmStatus, 'area'>): boolean =>
    areas === null || areas.includes(area);

/** Filled and flashing, filled, hollow. */
export type BadgeLook = 'unacknowledged' | 'acknowledged' | 'returned';

/** What the badge of one alarm says, and which alarm it is: a press opens that one. */
export interface AlarmMark {
  readonly id: string;
  readonly priority: AlarmPriority;
  readonly look: BadgeLook;
  /** Flashes, whether its condition is still there or has returned. */
  readonly isUnacknowledged: boolean;
  /** Epoch ms by its source. */
  readonly raisedAt: number;
}

export const markOf = (status: AlarmStatus): AlarmMark => ({
  id: status.id,
  priority: status.priority,
  look: lookOfAlarm(status),
  isUnacknowledged: status.isUnacknowledged,
  raisedAt: raisedAt(status),
});

/** How the badge of an alarm looks; an alarm that waits for its reset is there no more, and known. */
export function lookOfAlarm({ name }: Pick<AlarmStatus, 'name'>): BadgeLook {
  if (name === 'UNACK') return 'unacknowledged';
  return name === 'ACK' ? 'acknowledged' : 'returned';
}

const raisedAt = ({ record }: AlarmStatus): number => record.raisedAt ?? 0;

/** By priority, then newest first; the id decides between equals, so that no row jumps without a reason. */
export function byUrgency(a: AlarmStatus, b: AlarmStatus): number {
  return a.priority - b.priority || raisedAt(b) - raisedAt(a) || (a.id < b.id ? -1 : 1);
}

/** What the banner shows: the highest unacknowledged one, those that are still there before those that have returned. */
export function firstUnacknowledged(statuses: Iterable<AlarmStatus>): AlarmStatus | null {
  let first: AlarmStatus | null = null;
  for (const status of statuses) {
    if (status.isUnacknowledged && (first === null || isWorse(markOf(status), markOf(first)))) first = status;
  }
  return first;
}

const WEIGHT: Readonly<Record<BadgeLook, number>> = { unacknowledged: 0, acknowledged: 1, returned: 2 };

/**
 * The one comparison of the banner and of all badges: what nobody has acknowledged goes before all that somebody has, then the
 * priority, then what is still there before what has returned, then the newest.
 */
export function worstFirst(a: AlarmMark, b: AlarmMark): number {
  return (
    Number(b.isUnacknowledged) - Number(a.isUnacknowledged) ||
    a.priority - b.priority ||
    WEIGHT[a.look] - WEIGHT[b.look] ||
    b.raisedAt - a.raisedAt ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The same comparison for whole alarms. */
export const worstStatusFirst = (a: AlarmStatus, b: AlarmStatus): number => worstFirst(markOf(a), markOf(b));

const isWorse = (a: AlarmMark, b: AlarmMark): boolean => worstFirst(a, b) < 0;

/** The worst alarm of each tag, piece of equipment and area; nothing for those without a standing alarm. */
export interface AlarmMarks {
  readonly station: AlarmMark | null;
  /** Of the devices that are not reached. */
  readonly lost: AlarmMark | null;
  readonly tags: ReadonlyMap<string, AlarmMark>;
  readonly equipment: ReadonlyMap<string, AlarmMark>;
  readonly areas: ReadonlyMap<string, AlarmMark>;
}

export const NO_MARKS: AlarmMarks = {
  station: null,
  lost: null,
  tags: new Map(),
  equipment: new Map(),
  areas: new Map(),
};

export function marksOf(
  statuses: Iterable<AlarmStatus>,
  descriptions: ReadonlyMap<string, Pick<AlarmDescription, 'equipment' | 'kind'>>,
): AlarmMarks {
  let station: AlarmMark | null = null;
  let lost: AlarmMark | null = null;
  const tags = new Map<string, AlarmMark>();
  const equipment = new Map<string, AlarmMark>();
  const areas = new Map<string, AlarmMark>();
  for (const status of statuses) {
    if (groupOf(status) === null) continue;
    const mark = markOf(status);
    station = worseOf(station, mark);
    keepWorst(areas, status.area, mark);
    if (status.tag !== null) keepWorst(tags, status.tag, mark);
    const described = descriptions.get(status.id);
    if (described?.kind === 'LOST') lost = worseOf(lost, mark);
    const piece = described?.equipment ?? null;
    if (piece !== null) keepWorst(equipment, piece, mark);
  }
  return { station, lost, tags, equipment, areas };
}

const worseOf = (known: AlarmMark | null, mark: AlarmMark): AlarmMark =>
  known === null || isWorse(mark, known) ? mark : known;

function keepWorst(marks: Map<string, AlarmMark>, key: string, mark: AlarmMark): void {
  marks.set(key, worseOf(marks.get(key) ?? null, mark));
}

/** The worst of several; null when none is there. */
export function worstMark(marks: readonly (AlarmMark | null | undefined)[]): AlarmMark | null {
  let worst: AlarmMark | null = null;
  for (const mark of marks) if (mark && (worst === null || isWorse(mark, worst))) worst = mark;
  return worst;
}
