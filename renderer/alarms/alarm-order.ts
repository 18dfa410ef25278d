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

export interface AlarmMark {
  readonly priority: AlarmPriority;
  readonly look: BadgeLook;
}

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

const rank = (status: AlarmStatus): number => {
  const group = groupOf(status);
  return group === null ? ALARM_GROUPS.length : ALARM_GROUPS.indexOf(group);
};

/** What the banner shows: the highest unacknowledged one, those that are still there before those that have returned. */
export function firstUnacknowledged(statuses: Iterable<AlarmStatus>): AlarmStatus | null {
  let first: AlarmStatus | null = null;
  for (const status of statuses) {
    if (!status.isUnacknowledged) continue;
    if (first === null || compareForBanner(status, first) < 0) first = status;
  }
  return first;
}

const compareForBanner = (a: AlarmStatus, b: AlarmStatus): number =>
  a.priority - b.priority || rank(a) - rank(b) || byUrgency(a, b);

const WEIGHT: Readonly<Record<BadgeLook, number>> = { unacknowledged: 0, acknowledged: 1, returned: 2 };

const isWorse = (a: AlarmMark, b: AlarmMark): boolean =>
  WEIGHT[a.look] - WEIGHT[b.look] < 0 || (a.look === b.look && a.priority < b.priority);

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
    const mark: AlarmMark = { priority: status.priority, look: lookOfAlarm(status) };
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
