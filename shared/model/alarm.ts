/**
 * Alarms as ISA-18.2 / IEC 62682 know them. A definition is static (from the project), a state is where one alarm is now, a
 * transition is one row of the append-only journal. Names of states are stored, never letters: editions of the standard letter
 * them differently. Times are epoch ms UTC.
 */
import type { Text } from '../text/text.ts';

/** 1 is the most urgent. */
export const ALARM_PRIORITIES = [1, 2, 3, 4] as const;
export type AlarmPriority = (typeof ALARM_PRIORITIES)[number];

/**
 * Kinds of condition; the second half of an alarm's id. `LOST` is about a device, `SOUND` about the consoles of the operators, `EXPR`
 * about an expression.
 */
export const ALARM_KINDS = [
  'LL',
  'L',
  'H',
  'HH',
  'ON',
  'OFF',
  'NONZERO',
  'FAIL',
  'FAULT',
  'OFFNORMAL',
  'ROC',
  'DEV',
  'DISCREP',
  'STALE',
  'FROZEN',
  'BAD',
  'LOST',
  'SOUND',
  'EXPR',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Longest time that an alarm may be shelved, ms by priority; 0 = never. Shelving of alarm_model: 4 h and 12 h at most. */
export const LONGEST_SHELVING_MS: Readonly<Record<AlarmPriority, number>> = {
  1: 0,
  2: 4 * 3_600_000,
  3: 12 * 3_600_000,
  4: 12 * 3_600_000,
};

export interface AlarmTexts {
  readonly message: Text;
  readonly consequence: Text;
  readonly cause: Text;
  readonly action: Text;
}

export interface AlarmDefinition {
  /** `TAG/KIND`, `DEVICE/LOST`, `CONSOLE/SOUND` or `NAME/EXPR`. */
  readonly id: string;
  /** Null for alarms of a device, of the consoles or of an expression. */
  readonly tag: string | null;
  readonly kind: AlarmKind;
  readonly priority: AlarmPriority;
  readonly area: string;
  /** Device that the tag comes from (or that is lost): while it is lost the alarm is suppressed beneath `DEVICE/LOST`. */
  readonly device: string | null;
  /** May be taken out of service as a whole. */
  readonly equipment: string | null;
  readonly texts: AlarmTexts;
  /** What a person has between the alarm and its consequence, s; null where nobody has said. */
  readonly timeToRespondS: number | null;
  /** Emergency card or procedure. */
  readonly card: string | null;
  /** The alarm stays until a person resets it. */
  readonly isLatching: boolean;
  /** First-out group. */
  readonly group: string | null;
  /** Alarms that are hidden while this one is shown and active: HH hides H, LL hides L. All of them: what a hidden alarm hides is shown. */
  readonly hides: readonly string[];
  /** An acknowledged alarm that is still there calls again after this time, ms. */
  readonly reAlarmAfterMs: number | null;
  /** 0 = never. Priority 1 is never shelved, whatever stands here. */
  readonly maxShelveMs: number;
  /** Expression of the project; while it is true the alarm is suppressed by design. */
  readonly suppressWhen: string | null;
}

/** States of ISA-18.2. `OOS` is out of service; where several hide the alarm the later in this list gives the name. */
export const ALARM_STATES = [
  'NORMAL',
  'UNACK',
  'ACK',
  'RTN_UNACK',
  'LATCH_UNACK',
  'LATCH_ACK',
  'SHELVED',
  'SUPPRESSED',
  'OOS',
] as const;
export type AlarmStateName = (typeof ALARM_STATES)[number];

/** Ordered by a person, with an end. */
export interface AlarmHold {
  readonly since: number;
  readonly until: number;
  readonly by: string;
  readonly reason: string;
}

/**
 * Why an alarm is suppressed by design. `of` is the alarm that hides it, the expression, the device that is lost, the device that a
 * person has taken out of operation, or the equipment that is out of service; only the last has an order with an end behind it.
 */
export interface AlarmSuppression {
  readonly kind: 'hidden' | 'expression' | 'device' | 'disabled' | 'equipment';
  readonly of: string;
  readonly hold: AlarmHold | null;
}

/** Where one alarm is. While it is hidden, the process is evaluated all the same. */
export interface AlarmState {
  readonly process: 'normal' | 'alarm';
  readonly isAcknowledged: boolean;
  readonly isLatched: boolean;
  readonly shelved: AlarmHold | null;
  readonly suppressed: readonly AlarmSuppression[];
  readonly outOfService: AlarmHold | null;
}

/**
 * What happened. All but the last three are inputs of the state machine; those are notes about a chattering alarm, and the end of one
 * that the project no longer has.
 */
export const ALARM_EVENTS = [
  'raise',
  'clear',
  'acknowledge',
  'reset',
  're-alarm',
  'shelve',
  'unshelve',
  'suppress',
  'unsuppress',
  'remove-from-service',
  'return-to-service',
  'chatter',
  'chatter-end',
  'retire',
] as const;
export type AlarmEventKind = (typeof ALARM_EVENTS)[number];

/** Everything that must be known about an alarm to go on with it after a restart. Part of each row, so that the last row is enough. */
export interface AlarmRecord {
  readonly state: AlarmState;
  /** Source time of the last time the condition became true; null = never. */
  readonly raisedAt: number | null;
  readonly clearedAt: number | null;
  /** Value and limit when it was raised. */
  readonly raisedValue: number | null;
  readonly raisedLimit: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  /** Activations since it was last normal and acknowledged. */
  readonly count: number;
  /** Received times of the last activations, oldest first, for the flag "chattering". */
  readonly recentRaises: readonly number[];
  /**
   * While it chatters it is held active, and the activations are only counted. `count` grows from `since` on; `isTrue` is what the
   * condition really was at the row.
   */
  readonly chatter: { readonly since: number; readonly count: number; readonly isTrue: boolean } | null;
  /** What people knew of this activation before it was suppressed; as long as the condition stays true it need not call again. */
  readonly knownBefore: 'no' | 'unacknowledged' | 'acknowledged';
  /** People had still to acknowledge or to reset it before it was suppressed: when it returns beneath, it is shown for that. */
  readonly isOwed: boolean;
  /** When it was shelved in the last 24 h. */
  readonly shelvings: readonly number[];
  /** Its part in the current episode of its first-out group: source time, and number of the row that began the episode. */
  readonly firstOut: { readonly episode: number; readonly at: number; readonly sequence: number } | null;
}

/** One row of the journal. */
export interface AlarmTransition {
  /** Increases by one. */
  readonly sequence: number;
  /** When it happened, as the source tells it. */
  readonly time: number;
  /** When the station heard of it. */
  readonly received: number;
  readonly id: string;
  readonly tag: string | null;
  readonly priority: AlarmPriority;
  readonly area: string;
  readonly event: AlarmEventKind;
  readonly from: AlarmStateName;
  readonly to: AlarmStateName;
  /** At the time; null where there is no number. */
  readonly value: number | null;
  readonly limit: number | null;
  /** Null = the station itself. */
  readonly who: string | null;
  /** Console or address from where it was done; of `SOUND` being raised, the consoles that it is about. */
  readonly where: string | null;
  readonly comment: string;
  /** The alarm was and stays hidden. */
  readonly isHidden: boolean;
  /** First of its group at the time. */
  readonly isFirstOut: boolean;
  /** A new call for somebody's attention: it sounds and counts in the rates. */
  readonly isAnnounced: boolean;
  /** Activations in this row: 1 for a raise, more for a note about chatter, else 0. Their sum is the number of activations. */
  readonly activations: number;
  /** After the transition. */
  readonly after: AlarmRecord;
}

/** One alarm as screens show it. */
export interface AlarmStatus {
  readonly id: string;
  readonly name: AlarmStateName;
  readonly priority: AlarmPriority;
  readonly area: string;
  readonly tag: string | null;
  /** Active, or unacknowledged, or latched; not hidden. */
  readonly isStanding: boolean;
  readonly isUnacknowledged: boolean;
  readonly isChattering: boolean;
  /** False: nobody can say whether it is there, and no lost device explains why. */
  readonly isJudged: boolean;
  /** Of an alarm that cannot be judged: tags of which nothing usable is known. Empty: samples are too few, or there was no command yet. */
  readonly lacking: readonly string[];
  /** Place in its first-out group, 1 = first; null outside an episode. */
  readonly firstOut: number | null;
  readonly record: AlarmRecord;
  /** Number of its last row; 0 = none. */
  readonly sequence: number;
}

/** What the banner of every screen shows. By priority: index 0 is priority 1. */
export interface AlarmCounts {
  readonly unacknowledged: readonly number[];
  /** Condition true, not hidden. */
  readonly active: readonly number[];
  readonly shelved: number;
  readonly suppressed: number;
  readonly outOfService: number;
  /** Neither there nor gone: they cannot be judged now. */
  readonly unjudged: number;
  /** Announced in the last ten minutes. */
  readonly recent: number;
  readonly isFlood: boolean;
}
