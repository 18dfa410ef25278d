/**
 * What a person fills in to substitute or force a value. Pure. Everything that the station would refuse and that can be known
 * here is explained while it is typed; the station still has the last word.
 */
import type { OverrideKind, TagDefinition } from '../../../shared/model/tag.ts';
import type { InputOf } from '../../../shared/rpc/contract.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import {
  type CommandAction,
  type CommandForm,
  EMPTY_FORM,
  type Lacking,
  lackingIn,
  nextForm,
} from '../command-form.ts';
import { type NumberProblem, readNumber } from './number-entry.ts';
import { type EndEntry, type EndProblem, endOf } from './override-end.ts';

export interface OverrideForm extends CommandForm {
  readonly tag: TagDefinition | null;
  readonly overrideKind: OverrideKind;
  /** As typed. */
  readonly value: string;
  /** The value may lie beyond the range, or be no state: it is meant. */
  readonly isBeyondRange: boolean;
  readonly end: EndEntry;
}

export type OverrideAction =
  | CommandAction
  | { readonly kind: 'tag'; readonly tag: TagDefinition | null }
  | { readonly kind: 'override-kind'; readonly overrideKind: OverrideKind }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'beyond'; readonly isBeyondRange: boolean }
  | { readonly kind: 'end'; readonly end: Partial<EndEntry> };

/** `substitute` first: it never hides a live value that is good. */
export const EMPTY_OVERRIDE: OverrideForm = {
  ...EMPTY_FORM,
  tag: null,
  overrideKind: 'substitute',
  value: '',
  isBeyondRange: false,
  end: { choice: 'one-hour', date: '', time: '' },
};

export function nextOverride(form: OverrideForm, action: OverrideAction): OverrideForm {
  const isCommand = action.kind !== 'refused' && form.phase === 'sending';
  if (isCommand) return form;
  switch (action.kind) {
    case 'tag':
      // Another tag has another range and another unit: what was typed for the last one is not carried over.
      return { ...form, tag: action.tag, value: '', isBeyondRange: false, error: null };
    case 'override-kind':
      return { ...form, overrideKind: action.overrideKind };
    case 'value':
      return { ...form, value: action.text, isBeyondRange: false };
    case 'beyond':
      return { ...form, isBeyondRange: action.isBeyondRange };
    case 'end':
      return { ...form, end: { ...form.end, ...action.end } };
    default:
      return { ...form, ...nextForm(form, action) };
  }
}

/** Why the value is questionable, though it is a number. */
export type Doubt = 'beyond-range' | 'no-state';

const isState = ({ signalClass }: TagDefinition): boolean => signalClass === 'DI' || signalClass === 'DO';

/** Null for what may be sent as it is. */
export function doubtOf(tag: TagDefinition, value: number): Doubt | null {
  const { low, high } = tag;
  if (low !== null && high !== null && (value < low || value > high)) return 'beyond-range';
  return isState(tag) && (!Number.isInteger(value) || value < 0) ? 'no-state' : null;
}

export type Obstacle = 'no-tag' | NumberProblem | Doubt | EndProblem | Lacking;

/** The first reason why the form cannot be sent, in the order of its fields; null when it can. */
export function obstacleIn(form: OverrideForm, now: number, zone: ZoneClock): Obstacle | null {
  if (form.tag === null) return 'no-tag';
  const entry = readNumber(form.value);
  if (entry.kind !== 'number') return entry.kind;
  const doubt = doubtOf(form.tag, entry.value);
  if (doubt !== null && !form.isBeyondRange) return doubt;
  const end = endOf(form.end, now, zone);
  return end.kind === 'end' ? lackingIn(form, false) : end.kind;
}

/** What is sent; null while something is in the way. */
export function overrideOrder(form: OverrideForm, now: number, zone: ZoneClock): InputOf<'tags.override'> | null {
  const entry = readNumber(form.value);
  const end = endOf(form.end, now, zone);
  if (obstacleIn(form, now, zone) !== null || form.tag === null) return null;
  if (entry.kind !== 'number' || end.kind !== 'end') return null;
  return {
    tag: form.tag.name,
    kind: form.overrideKind,
    value: entry.value,
    isBeyondRange: form.isBeyondRange,
    until: end.at,
    who: form.who.trim(),
    why: form.why.trim(),
  };
}
