/** How times, values and names of alarms are printed on every surface. Pure. */
import type { AlarmKind, AlarmStatus } from '../../shared/model/alarm.ts';
import type { ZoneClock } from '../../shared/time/zone.ts';
import { formatNumber } from '../../shared/units/format.ts';

const DAY_MS = 86_400_000;

/** Kinds whose condition is about a number with a limit; all others are states. */
const NUMERIC: readonly AlarmKind[] = ['LL', 'L', 'H', 'HH', 'ROC', 'DEV'];
export const isNumeric = (kind: AlarmKind): boolean => NUMERIC.includes(kind);

/** `0:27`, `1:14:35`, from two days on `3 d`. Negative reads `0:00`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} d`;
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export interface ShownTime {
  /** Given for another day than that of `now`. */
  readonly date: string;
  readonly time: string;
  /** `.870`. */
  readonly ms: string;
}

export function timeParts(at: number, zone: ZoneClock, now: number): ShownTime {
  const shown = zone.at(at);
  const isToday = Math.abs(now - at) < DAY_MS && zone.at(now).date === shown.date;
  return {
    date: isToday ? '' : shown.date,
    time: shown.time,
    ms: `.${String(Math.floor(at) % 1_000).padStart(3, '0')}`,
  };
}

/** Second half of the id. */
export const kindOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);
/** Where there is room for five letters: the tag beside it must be read whole, and the card has the type in full. */
const SHORT_KINDS: Readonly<Record<string, string>> = {
  NONZERO: '≠0',
  OFFNORMAL: 'OFFN',
  DISCREP: 'DISC',
  FROZEN: 'FROZ',
};
export const shortKindOf = (id: string): string => SHORT_KINDS[kindOf(id)] ?? kindOf(id);

/** The project writes clauses in small letters; as a sentence of its own one begins with a capital. A name or a unit stays as it is. */
export function sentence(text: string): string {
  const [word = ''] = text.split(/[^A-Za-z0-9]/, 1);
  return /^[a-z]+$/.test(word) ? word.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** First half: tag, device or name of an expression. */
export const subjectOf = (id: string): string => id.slice(0, Math.max(0, id.lastIndexOf('/')));

export interface StateWords {
  readonly present: string;
  readonly gone: string;
}

/** A number, or for a state whether it is there. */
export function valueText(
  kind: AlarmKind,
  value: number | null,
  { decimals, words }: { readonly decimals: number; readonly words: StateWords },
): string {
  return isNumeric(kind) ? formatNumber(value, decimals) : words.present;
}

/** Whether the condition holds now, in a word. */
export const stateText = ({ record }: AlarmStatus, words: StateWords): string =>
  record.state.process === 'alarm' ? words.present : words.gone;

/** A numbered list out of one sentence: `1. … 2. …`, or parts between semicolons. */
export function stepsOf(action: string): readonly string[] {
  const numbered = action.split(/\s*(?:^|[;；\s])\d+[.、)）]\s*/).filter(Boolean);
  const steps = numbered.length > 1 ? numbered : action.split(/[;；]\s*/);
  return steps.map(step => step.trim().replace(/[;；。.]$/, '')).filter(Boolean);
}
