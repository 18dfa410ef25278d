/** What an alarm remembers beside its state, after each transition: pure. All of it is in the row, so that a restart needs no more. */
import { NORMAL_STATE } from '../../../../shared/alarm/state-machine.ts';
import type { AlarmEventKind, AlarmRecord, AlarmState, AlarmStateName } from '../../../../shared/model/alarm.ts';

/** As many activations as it takes to call an alarm chattering and to hold it. */
export const KEPT_RAISES = 6;
/** Repeats of shelving are counted over this time, ms. */
export const SHELVING_WINDOW_MS = 24 * 3_600_000;

export const FRESH_RECORD: AlarmRecord = {
  state: NORMAL_STATE,
  raisedAt: null,
  clearedAt: null,
  raisedValue: null,
  raisedLimit: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  count: 0,
  recentRaises: [],
  chatter: null,
  knownBefore: 'no',
  isOwed: false,
  shelvings: [],
  firstOut: null,
};

export interface Happening {
  readonly event: AlarmEventKind;
  readonly from: AlarmStateName;
  readonly to: AlarmStateName;
  readonly state: AlarmState;
  readonly time: number;
  readonly received: number;
  readonly value: number | null;
  readonly limit: number | null;
  readonly who: string | null;
  /** It calls for somebody. */
  readonly isCall: boolean;
}

export function nextRecord(record: AlarmRecord, happening: Happening): AlarmRecord {
  return { ...record, state: happening.state, ...changes(record, happening) };
}

function changes(record: AlarmRecord, happening: Happening): Partial<AlarmRecord> {
  const { event, from, to, time, received } = happening;
  switch (event) {
    case 'raise':
      return raised(record, happening);
    case 'clear':
      return { clearedAt: time, knownBefore: 'no', isOwed: false };
    case 'acknowledge':
      return {
        acknowledgedAt: received,
        acknowledgedBy: happening.who ?? record.acknowledgedBy,
        knownBefore: 'no',
        isOwed: false,
      };
    case 'suppress':
      return { knownBefore: known(record, from), isOwed: isOwed(record, from) };
    case 'unsuppress':
      return to === 'SUPPRESSED' ? {} : { knownBefore: 'no', isOwed: false };
    case 'shelve':
      return { knownBefore: 'no', isOwed: false, shelvings: [...recentShelvings(record, received), received] };
    case 'remove-from-service':
      return { knownBefore: 'no', isOwed: false };
    default:
      return {};
  }
}

function raised(record: AlarmRecord, happening: Happening): Partial<AlarmRecord> {
  const { from, to, time, received, value, limit, isCall } = happening;
  return {
    // It was in sight and is to be suppressed at once: nobody hears of this time.
    isOwed: to === 'UNACK' ? !isCall : record.isOwed,
    raisedAt: time,
    raisedValue: value,
    raisedLimit: limit,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    count: from === 'NORMAL' ? 1 : record.count + 1,
    // A time after this one is of a clock that was set back.
    recentRaises: [...record.recentRaises.filter(time => time <= received), received].slice(-KEPT_RAISES),
  };
}

function known(record: AlarmRecord, from: AlarmStateName): AlarmRecord['knownBefore'] {
  if (from === 'ACK') return 'acknowledged';
  if (from === 'UNACK') return record.isOwed ? 'no' : 'unacknowledged';
  return from === 'SUPPRESSED' ? record.knownBefore : 'no';
}

function isOwed(record: AlarmRecord, from: AlarmStateName): boolean {
  return from === 'SUPPRESSED' ? record.isOwed : from !== 'NORMAL' && from !== 'ACK';
}

/** When it was shelved within the last 24 h. */
export const recentShelvings = (record: AlarmRecord, now: number): readonly number[] =>
  record.shelvings.filter(time => time > now - SHELVING_WINDOW_MS);
