/** Alarms as tests need them: one standing unacknowledged alarm, and what is different about it. */
import { stateName } from '../../../../shared/alarm/state-machine.ts';
import type { AlarmRecord, AlarmState, AlarmStatus } from '../../../../shared/model/alarm.ts';
import type { AlarmDescription, AlarmStreamItem } from '../../../../shared/rpc/alarm-contract.ts';

export const ACTIVE: AlarmState = {
  process: 'alarm',
  isAcknowledged: false,
  isLatched: false,
  shelved: null,
  suppressed: [],
  outOfService: null,
};

const RECORD: AlarmRecord = {
  state: ACTIVE,
  raisedAt: 1_000,
  clearedAt: null,
  raisedValue: 0.424,
  raisedLimit: 0.42,
  acknowledgedAt: null,
  acknowledgedBy: null,
  count: 1,
  recentRaises: [],
  chatter: null,
  knownBefore: 'no',
  isOwed: false,
  shelvings: [],
  firstOut: null,
};

interface Differences extends Partial<Pick<AlarmStatus, 'priority' | 'area' | 'tag'>> {
  readonly state?: Partial<AlarmState>;
  readonly raisedAt?: number;
}

export function statusOf(id: string, { state = {}, raisedAt = 1_000, ...rest }: Differences = {}): AlarmStatus {
  const whole: AlarmState = { ...ACTIVE, ...state };
  const name = stateName(whole);
  const isHidden = name === 'SHELVED' || name === 'SUPPRESSED' || name === 'OOS';
  return {
    id,
    name,
    priority: 3,
    area: '1300',
    tag: id.split('/')[0] ?? null,
    isStanding: !isHidden && name !== 'NORMAL',
    isUnacknowledged: !isHidden && !whole.isAcknowledged,
    isChattering: false,
    isJudged: true,
    lacking: [],
    firstOut: null,
    record: { ...RECORD, state: whole, raisedAt },
    sequence: 1,
    ...rest,
  };
}

export function descriptionOf(id: string, rest: Partial<AlarmDescription> = {}): AlarmDescription {
  const text = { zh: '出口压力高', en: 'outlet pressure high' };
  return {
    id,
    tag: id.split('/')[0] ?? null,
    kind: 'H',
    priority: 3,
    area: '1300',
    device: null,
    equipment: null,
    texts: { message: text, consequence: text, cause: text, action: text },
    timeToRespondS: null,
    card: null,
    isLatching: false,
    group: null,
    hides: [],
    reAlarmAfterMs: null,
    maxShelveMs: 12 * 3_600_000,
    suppressWhen: null,
    limit: 0.42,
    isLimitHeld: false,
    deadband: 0.01,
    onDelayMs: 2_000,
    offDelayMs: 2_000,
    relatedTags: [],
    ...rest,
  };
}

export function itemOf(statuses: readonly AlarmStatus[], rest: Partial<AlarmStreamItem> = {}): AlarmStreamItem {
  return {
    snapshot: false,
    statuses,
    counts: {
      unacknowledged: [0, 0, 0, 0],
      active: [0, 0, 0, 0],
      shelved: 0,
      suppressed: 0,
      outOfService: 0,
      unjudged: 0,
      recent: 0,
      isFlood: false,
    },
    sound: { priority: null, ids: [] },
    sequence: 1,
    isDurable: true,
    lostRows: 0,
    ...rest,
  };
}
