/**
 * The state machine of one alarm (ISA-18.2 / IEC 62682): pure, for every state and input, on every side of the product.
 * Whatever hides an alarm (shelved, suppressed, out of service) leaves only its process: what comes back is unacknowledged
 * when the condition is true and normal when it is not. An input that is not allowed is refused and changes nothing.
 * Acknowledging never changes the process; nothing but the condition does.
 */
import type {
  AlarmEventKind,
  AlarmHold,
  AlarmPriority,
  AlarmState,
  AlarmStateName,
  AlarmSuppression,
} from '../model/alarm.ts';
import type { AlarmRefusal } from './refusals.ts';

/** What of a definition decides about transitions. */
export interface AlarmTraits {
  readonly priority: AlarmPriority;
  readonly isLatching: boolean;
  readonly maxShelveMs: number;
}

export type AlarmInput =
  /** The condition became true or false, after its delay. */
  | { readonly kind: 'raise' | 'clear' }
  | { readonly kind: 'acknowledge' | 'reset' }
  /** An acknowledged alarm calls again because its time is up. What gets worse or joins a group calls by itself (ADR 10). */
  | { readonly kind: 're-alarm' }
  | { readonly kind: 'shelve' | 'remove-from-service'; readonly hold: AlarmHold }
  | { readonly kind: 'unshelve' | 'return-to-service' }
  | { readonly kind: 'suppress' | 'unsuppress'; readonly by: AlarmSuppression };

export type AlarmStep =
  | {
      readonly ok: true;
      readonly state: AlarmState;
      readonly event: AlarmEventKind;
      readonly from: AlarmStateName;
      readonly to: AlarmStateName;
      /** It was hidden before and is hidden after. */
      readonly isHidden: boolean;
    }
  | { readonly ok: false; readonly refusal: AlarmRefusal };

export const NORMAL_STATE: AlarmState = {
  process: 'normal',
  isAcknowledged: true,
  isLatched: false,
  shelved: null,
  suppressed: [],
  outOfService: null,
};

export const isHidden = (state: AlarmState): boolean =>
  state.outOfService !== null || state.suppressed.length > 0 || state.shelved !== null;

/** The name in ISA-18.2. Out of service goes before suppressed before shelved. */
export function stateName(state: AlarmState): AlarmStateName {
  if (state.outOfService !== null) return 'OOS';
  if (state.suppressed.length > 0) return 'SUPPRESSED';
  if (state.shelved !== null) return 'SHELVED';
  if (state.process === 'alarm') return state.isAcknowledged ? 'ACK' : 'UNACK';
  if (state.isLatched) return state.isAcknowledged ? 'LATCH_ACK' : 'LATCH_UNACK';
  return state.isAcknowledged ? 'NORMAL' : 'RTN_UNACK';
}

/** Two suppressions with the same key are the same reason. */
export const suppressionKey = ({ kind, of }: AlarmSuppression): string => `${kind}:${of}`;

/** One input. Never throws. */
export function step(state: AlarmState, input: AlarmInput, traits: AlarmTraits): AlarmStep {
  const next = after(state, input, traits);
  if (typeof next === 'string') return { ok: false, refusal: next };
  return {
    ok: true,
    state: next,
    event: input.kind,
    from: stateName(state),
    to: stateName(next),
    isHidden: isHidden(state) && isHidden(next),
  };
}

type Outcome = AlarmState | AlarmRefusal;

function after(state: AlarmState, input: AlarmInput, traits: AlarmTraits): Outcome {
  switch (input.kind) {
    case 'raise':
      return state.process === 'alarm' ? 'no-change' : { ...state, ...judgedAnew('alarm') };
    case 'clear':
      return clear(state, traits);
    case 'acknowledge':
      return acknowledge(state);
    case 'reset':
      return reset(state);
    case 're-alarm':
      return stateName(state) === 'ACK' ? { ...state, isAcknowledged: false } : 'nothing-to-repeat';
    default:
      return hideOrShow(state, input, traits);
  }
}

type HideInput = Exclude<AlarmInput, { kind: 'raise' | 'clear' | 'acknowledge' | 'reset' | 're-alarm' }>;

function hideOrShow(state: AlarmState, input: HideInput, traits: AlarmTraits): Outcome {
  switch (input.kind) {
    case 'shelve':
      return shelve(state, input.hold, traits);
    case 'unshelve':
      return state.shelved === null ? 'not-shelved' : { ...state, shelved: null };
    case 'suppress':
      return suppress(state, input.by);
    case 'unsuppress':
      return unsuppress(state, input.by);
    case 'remove-from-service':
      return removeFromService(state, input.hold);
    case 'return-to-service':
      return state.outOfService === null ? 'not-out-of-service' : { ...state, outOfService: null };
  }
}

/** All that is left of the past where the process alone decides. */
const judgedAnew = (process: AlarmState['process']): Pick<AlarmState, 'process' | 'isAcknowledged' | 'isLatched'> => ({
  process,
  isAcknowledged: process === 'normal',
  isLatched: false,
});

function clear(state: AlarmState, { isLatching }: AlarmTraits): Outcome {
  if (state.process === 'normal') return 'no-change';
  if (isHidden(state)) return { ...state, ...judgedAnew('normal') };
  return { ...state, process: 'normal', isLatched: isLatching };
}

function acknowledge(state: AlarmState): Outcome {
  if (isHidden(state)) return 'hidden';
  if (!state.isAcknowledged) return { ...state, isAcknowledged: true };
  return stateName(state) === 'NORMAL' ? 'nothing-to-acknowledge' : 'already-acknowledged';
}

function reset(state: AlarmState): Outcome {
  if (isHidden(state)) return 'hidden';
  if (state.process === 'alarm') return 'still-active';
  if (!state.isLatched) return 'not-latched';
  return state.isAcknowledged ? { ...state, isLatched: false } : 'acknowledge-first';
}

function shelve(state: AlarmState, hold: AlarmHold, { priority, maxShelveMs }: AlarmTraits): Outcome {
  if (priority === 1 || maxShelveMs <= 0) return 'never-shelved';
  if (state.shelved !== null) return 'already-shelved';
  const problem = problemOf(hold);
  if (problem !== null) return problem;
  if (hold.until - hold.since > maxShelveMs) return 'too-long';
  return { ...state, ...judgedAnew(state.process), shelved: hold };
}

function removeFromService(state: AlarmState, hold: AlarmHold): Outcome {
  if (state.outOfService !== null) return 'already-out-of-service';
  return problemOf(hold) ?? { ...state, ...judgedAnew(state.process), outOfService: hold };
}

function problemOf({ since, until, reason }: AlarmHold): AlarmRefusal | null {
  if (reason.trim() === '') return 'reason-missing';
  // Written so that an end that is no number is refused as well.
  return until > since && Number.isFinite(until) ? null : 'end-missing';
}

function suppress(state: AlarmState, by: AlarmSuppression): Outcome {
  if (state.suppressed.some(other => suppressionKey(other) === suppressionKey(by))) return 'no-change';
  return { ...state, ...judgedAnew(state.process), suppressed: [...state.suppressed, by] };
}

function unsuppress(state: AlarmState, by: AlarmSuppression): Outcome {
  const rest = state.suppressed.filter(other => suppressionKey(other) !== suppressionKey(by));
  return rest.length === state.suppressed.length ? 'no-change' : { ...state, suppressed: rest };
}
