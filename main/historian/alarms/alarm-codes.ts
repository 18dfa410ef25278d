/** Numbers that stand for words in the journal of alarms (pure). They are in files for years: a number never gets another meaning. */
import type { AlarmEventKind, AlarmStateName, AlarmTransition } from '../../../shared/model/alarm.ts';

export const EVENT_CODES: Readonly<Record<AlarmEventKind, number>> = {
  raise: 0,
  clear: 1,
  acknowledge: 2,
  reset: 3,
  're-alarm': 4,
  shelve: 5,
  unshelve: 6,
  suppress: 7,
  unsuppress: 8,
  'remove-from-service': 9,
  'return-to-service': 10,
  chatter: 11,
  'chatter-end': 12,
  retire: 13,
};

export const STATE_CODES: Readonly<Record<AlarmStateName, number>> = {
  NORMAL: 0,
  UNACK: 1,
  ACK: 2,
  RTN_UNACK: 3,
  LATCH_UNACK: 4,
  LATCH_ACK: 5,
  SHELVED: 6,
  SUPPRESSED: 7,
  OOS: 8,
};

const byCode = <T extends string>(codes: Readonly<Record<T, number>>): readonly (T | undefined)[] => {
  const words: (T | undefined)[] = [];
  for (const word in codes) words[codes[word]] = word;
  return words;
};

const EVENTS = byCode(EVENT_CODES);
const STATES = byCode(STATE_CODES);

/** Undefined for a number that this version does not know. */
export const eventOf = (code: number): AlarmEventKind | undefined => EVENTS[code];
export const stateOf = (code: number): AlarmStateName | undefined => STATES[code];

const HIDDEN = 1;
const FIRST_OUT = 2;
export const ANNOUNCED = 4;

type Flags = Pick<AlarmTransition, 'isHidden' | 'isFirstOut' | 'isAnnounced'>;

export const flagsOf = ({ isHidden, isFirstOut, isAnnounced }: Flags): number =>
  (isHidden ? HIDDEN : 0) | (isFirstOut ? FIRST_OUT : 0) | (isAnnounced ? ANNOUNCED : 0);

export const flagsFrom = (flags: number): Flags => ({
  isHidden: (flags & HIDDEN) !== 0,
  isFirstOut: (flags & FIRST_OUT) !== 0,
  isAnnounced: (flags & ANNOUNCED) !== 0,
});
