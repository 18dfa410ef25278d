/**
 * What may be done with an alarm as it is now, and if not, why: the buttons say so. Pure; the station has the last word. Keys are
 * those of the alarm screen and of the card.
 */
import type { AlarmPriority, AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';

export const ALARM_COMMANDS = [
  'acknowledge',
  'comment',
  'reset',
  'shelve',
  'unshelve',
  'remove-from-service',
  'return-to-service',
  'take-equipment-out',
  'return-equipment',
] as const;
export type AlarmCommand = (typeof ALARM_COMMANDS)[number];

export type AlarmObstacle =
  | 'none-chosen'
  | 'nothing-to-acknowledge'
  | 'hidden'
  | 'not-latched'
  | 'acknowledge-first'
  | 'still-active'
  | 'priority-1'
  | 'not-shelvable'
  | 'shelved-already'
  | 'not-shelved'
  | 'out-already'
  | 'not-out'
  | 'no-equipment';

/** Null when it may be done. */
export function obstacleOf(
  command: AlarmCommand,
  status: AlarmStatus | undefined,
  description: Pick<AlarmDescription, 'maxShelveMs' | 'equipment'> | undefined,
): AlarmObstacle | null {
  if (status === undefined) return 'none-chosen';
  switch (command) {
    case 'acknowledge':
    case 'comment':
      return status.isUnacknowledged ? null : isHiddenName(status) ? 'hidden' : 'nothing-to-acknowledge';
    case 'reset':
      return resetObstacle(status);
    case 'shelve':
      return shelveObstacle(status, description?.maxShelveMs ?? 0);
    case 'unshelve':
      return status.record.state.shelved === null ? 'not-shelved' : null;
    case 'remove-from-service':
      return status.record.state.outOfService === null ? null : 'out-already';
    case 'return-to-service':
      return status.record.state.outOfService === null ? 'not-out' : null;
    case 'take-equipment-out':
      if ((description?.equipment ?? null) === null) return 'no-equipment';
      return isEquipmentOut(status) ? 'out-already' : null;
    case 'return-equipment':
      return isEquipmentOut(status) ? null : 'not-out';
  }
}

/** Somebody has taken its equipment out of service, so that all alarms of it are suppressed. */
export const isEquipmentOut = ({ record }: Pick<AlarmStatus, 'record'>): boolean =>
  record.state.suppressed.some(({ kind }) => kind === 'equipment');

const HIDDEN: readonly AlarmStatus['name'][] = ['SHELVED', 'SUPPRESSED', 'OOS'];
const isHiddenName = ({ name }: AlarmStatus): boolean => HIDDEN.includes(name);

function resetObstacle({ name, record: { state } }: AlarmStatus): AlarmObstacle | null {
  if (!state.isLatched) return state.process === 'alarm' ? 'still-active' : 'not-latched';
  return name === 'LATCH_ACK' ? null : 'acknowledge-first';
}

function shelveObstacle({ priority, record }: AlarmStatus, maxShelveMs: number): AlarmObstacle | null {
  if (priority === 1) return 'priority-1';
  if (maxShelveMs <= 0) return 'not-shelvable';
  return record.state.shelved === null ? null : 'shelved-already';
}

/** Which of the two sides of a pair is worth a button: take back what was done, else do it. */
export function shownCommands(
  status: Pick<AlarmStatus, 'record'>,
  { isLatching, equipment }: Pick<AlarmDescription, 'isLatching' | 'equipment'>,
): readonly AlarmCommand[] {
  const { state } = status.record;
  const ofEquipment = isEquipmentOut(status) ? 'return-equipment' : 'take-equipment-out';
  return [
    'acknowledge',
    ...(isLatching ? (['reset'] as const) : []),
    state.shelved === null ? 'shelve' : 'unshelve',
    state.outOfService === null ? 'remove-from-service' : 'return-to-service',
    ...(equipment === null ? [] : ([ofEquipment] as const)),
  ];
}

/** Of a set of alarms, how many of each priority wait for somebody; index 0 is priority 1. */
export function waitingByPriority(statuses: readonly (AlarmStatus | undefined)[]): readonly number[] {
  const counts = [0, 0, 0, 0];
  for (const status of statuses) {
    if (status?.isUnacknowledged !== true) continue;
    const at = (status.priority satisfies AlarmPriority) - 1;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Of the alarms in sight, those that are acknowledged together: never priority 1, which is left out and counted. */
export function pageToAcknowledge(statuses: readonly (AlarmStatus | undefined)[]): {
  readonly ids: readonly string[];
  readonly leftOut: number;
} {
  const waiting = statuses.filter(status => status !== undefined).filter(status => status.isUnacknowledged);
  const ids = waiting.filter(({ priority }) => priority !== 1).map(({ id }) => id);
  return { ids, leftOut: waiting.length - ids.length };
}
