/**
 * A second opinion about the state machine of alarms: literal tables, copied by hand from the alarm model (ISA-18.2) and from the
 * rules beside it. Nothing here imports the machine. A state is written `NAME` while it is shown, and `PROCESS/FLAGS` while it is
 * hidden, with the flags S (shelved), X and Y (two reasons of suppression) and O (out of service) in this order.
 */

/** What the model says, word by word; `*` is any state. */
export const MODEL: readonly (readonly [from: string, to: string])[] = [
  ['NORMAL', 'UNACK'],
  ['UNACK', 'ACK'],
  ['UNACK', 'RTN_UNACK'],
  ['RTN_UNACK', 'NORMAL'],
  ['RTN_UNACK', 'UNACK'],
  ['ACK', 'NORMAL'],
  ['ACK', 'UNACK'],
  ['UNACK', 'LATCH_UNACK'],
  ['ACK', 'LATCH_ACK'],
  ['LATCH_UNACK', 'LATCH_ACK'],
  ['LATCH_ACK', 'NORMAL'],
  ['LATCH_UNACK', 'UNACK'],
  ['LATCH_ACK', 'UNACK'],
  ['*', 'SHELVED'],
  ['SHELVED', 'UNACK'],
  ['SHELVED', 'NORMAL'],
  ['*', 'SUPPRESSED'],
  ['SUPPRESSED', 'UNACK'],
  ['SUPPRESSED', 'NORMAL'],
  ['*', 'OOS'],
  ['OOS', 'UNACK'],
  ['OOS', 'NORMAL'],
];

const NONE = '!no-change';
/** Shown states: input → next state, or the reason why not. `plain|latching` where the two differ. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  NORMAL: { raise: 'UNACK', clear: NONE, acknowledge: '!nothing-to-acknowledge', reset: '!not-latched' },
  UNACK: { raise: NONE, clear: 'RTN_UNACK|LATCH_UNACK', acknowledge: 'ACK', reset: '!still-active' },
  ACK: { raise: NONE, clear: 'NORMAL|LATCH_ACK', acknowledge: '!already-acknowledged', reset: '!still-active' },
  RTN_UNACK: { raise: 'UNACK', clear: NONE, acknowledge: 'NORMAL', reset: '!not-latched' },
  LATCH_UNACK: { raise: 'UNACK', clear: NONE, acknowledge: 'LATCH_ACK', reset: '!acknowledge-first' },
  LATCH_ACK: { raise: 'UNACK', clear: NONE, acknowledge: '!already-acknowledged', reset: 'NORMAL' },
};
const HIDDEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  normal: { raise: 'alarm', clear: NONE, acknowledge: '!hidden', reset: '!hidden' },
  alarm: { raise: NONE, clear: 'normal', acknowledge: '!hidden', reset: '!hidden' },
};
const PROCESS: Readonly<Record<string, string>> = {
  NORMAL: 'normal',
  UNACK: 'alarm',
  ACK: 'alarm',
  RTN_UNACK: 'normal',
  LATCH_UNACK: 'normal',
  LATCH_ACK: 'normal',
};
/** What comes back when nothing hides it any more. */
const BACK: Readonly<Record<string, string>> = { normal: 'NORMAL', alarm: 'UNACK' };
/** Input → flag, whether it must be set before, and the reason if it is not as it must be. */
const FLAGS: Readonly<Record<string, readonly [flag: string, isSetBefore: boolean, otherwise: string]>> = {
  shelve: ['S', false, '!already-shelved'],
  unshelve: ['S', true, '!not-shelved'],
  'suppress X': ['X', false, NONE],
  'unsuppress X': ['X', true, NONE],
  'suppress Y': ['Y', false, NONE],
  'unsuppress Y': ['Y', true, NONE],
  'remove-from-service': ['O', false, '!already-out-of-service'],
  'return-to-service': ['O', true, '!not-out-of-service'],
};
const ORDER = ['S', 'X', 'Y', 'O'];

/** The name that a person reads. */
export function oracleName(state: string): string {
  const [, flags] = state.split('/');
  if (flags === undefined) return state;
  if (flags.includes('O')) return 'OOS';
  return flags.includes('X') || flags.includes('Y') ? 'SUPPRESSED' : 'SHELVED';
}

/** Next state, or `!` and the reason why not. */
export function oracleStep(state: string, input: string, traits: { isLatching: boolean; priority: number }): string {
  const [base = '', flags = ''] = state.split('/');
  if (input === 're-alarm') return state === 'ACK' ? 'UNACK' : '!nothing-to-repeat';
  if (input === 'shelve' && traits.priority === 1) return '!never-shelved';
  const change = FLAGS[input];
  if (change !== undefined) {
    const [flag, isSetBefore, otherwise] = change;
    if (flags.includes(flag) !== isSetBefore) return otherwise;
    const rest = ORDER.filter(f => (f === flag ? !isSetBefore : flags.includes(f))).join('');
    const process = flags === '' ? (PROCESS[base] ?? '?') : base;
    return rest === '' ? (BACK[process] ?? '?') : `${process}/${rest}`;
  }
  if (flags !== '') {
    const next = HIDDEN[base]?.[input] ?? '?';
    return next.startsWith('!') ? next : `${next}/${flags}`;
  }
  const [plain = '?', latching = plain] = (SHOWN[base]?.[input] ?? '?').split('|');
  return traits.isLatching ? latching : plain;
}
