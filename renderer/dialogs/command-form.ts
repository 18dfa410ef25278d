/**
 * What a person fills in before a command: who, why, and where needed a tick that they have checked something. A pure machine:
 * a command leaves once, never while something is missing, and a refusal brings the form back with what was entered.
 */
import type { ErrorBody } from '../../shared/rpc/error.ts';

export interface CommandForm {
  readonly who: string;
  readonly why: string;
  readonly isTicked: boolean;
  readonly phase: 'filling' | 'sending';
  /** Of the last attempt. */
  readonly error: ErrorBody | null;
}

export type CommandAction =
  | { readonly kind: 'who' | 'why'; readonly text: string }
  | { readonly kind: 'tick'; readonly isTicked: boolean }
  | { readonly kind: 'send' }
  /** Without an error the station has told what it refuses in its answer. */
  | { readonly kind: 'refused'; readonly error: ErrorBody | null };

/** Characters, as the contract takes them. */
export const LONGEST_WHO = 64;
export const LONGEST_WHY = 400;

export const EMPTY_FORM: CommandForm = { who: '', why: '', isTicked: false, phase: 'filling', error: null };

/** What the form still lacks, in the order in which it is filled in. */
export type Lacking = 'tick' | 'who' | 'why';

/** The first thing that is missing, or null. */
export function lackingIn({ who, why, isTicked }: CommandForm, needsTick: boolean): Lacking | null {
  if (needsTick && !isTicked) return 'tick';
  if (who.trim() === '') return 'who';
  return why.trim() === '' ? 'why' : null;
}

/** Sending is only entered here; whoever sees the phase change sends. What is typed meanwhile is not taken. */
export function nextForm(form: CommandForm, action: CommandAction): CommandForm {
  if (action.kind === 'refused') return { ...form, phase: 'filling', error: action.error };
  if (form.phase === 'sending') return form;
  switch (action.kind) {
    case 'who':
      return { ...form, who: action.text.slice(0, LONGEST_WHO) };
    case 'why':
      return { ...form, why: action.text.slice(0, LONGEST_WHY) };
    case 'tick':
      return { ...form, isTicked: action.isTicked };
    case 'send':
      return { ...form, phase: 'sending', error: null };
  }
}

/** After these nobody can say whether the command was carried out: it may have left, and the answer is missing. */
export const isOutcomeUnknown = ({ code }: ErrorBody): boolean =>
  code === 'link-lost' || code === 'busy' || code === 'internal';
