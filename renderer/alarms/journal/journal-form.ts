/**
 * What a person fills in to search the journal, and the filter that comes of it. Pure. Times are typed in the station's zone;
 * a time that cannot be read stops the search and says so, because another span than the one meant would be a wrong answer.
 */
import type { AlarmPriority } from '../../../shared/model/alarm.ts';
import type { AlarmJournalFilter } from '../../../shared/model/alarm-journal.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { momentOf, splitTyped } from '../../trend/goto/typed-time.ts';

export const JOURNAL_SPANS = ['hour', 'shift', 'day', 'week', 'month', 'year', 'typed'] as const;
export type JournalSpan = (typeof JOURNAL_SPANS)[number];

/** As many as the contract takes. */
const MOST_NAMES = 50;
const HOUR_MS = 3_600_000;
const SPAN_MS: Readonly<Record<Exclude<JournalSpan, 'typed'>, number>> = {
  hour: HOUR_MS,
  shift: 12 * HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 31 * 24 * HOUR_MS,
  year: 366 * 24 * HOUR_MS,
};

export interface JournalForm {
  readonly span: JournalSpan;
  /** `YYYY-MM-DD HH:MM`, used by `typed`. */
  readonly from: string;
  readonly to: string;
  readonly tag: string;
  readonly area: string;
  readonly priorities: readonly AlarmPriority[];
  readonly who: string;
  readonly text: string;
  /** Without the rows of alarms that nobody saw. */
  readonly isCallsOnly: boolean;
}

export const FIRST_JOURNAL: JournalForm = {
  span: 'day',
  from: '',
  to: '',
  tag: '',
  area: '',
  priorities: [],
  who: '',
  text: '',
  isCallsOnly: false,
};

export type JournalProblem = 'from' | 'to' | 'order';
export type JournalQuery =
  | { readonly kind: 'filter'; readonly filter: AlarmJournalFilter }
  | { readonly kind: JournalProblem };

/** `now` is epoch ms; what is asked for ends a minute later, so that what comes while one looks is in it. */
export function queryOf(form: JournalForm, now: number, zone: ZoneClock): JournalQuery {
  const span = spanOf(form, now, zone);
  if (span.kind !== 'span') return span;
  const names = typedNames(form.tag);
  const who = form.who.trim();
  const text = form.text.trim();
  return {
    kind: 'filter',
    filter: {
      from: span.from,
      to: span.to,
      ...(names.length === 0 ? {} : { names }),
      ...(form.area === '' ? {} : { areas: [form.area] }),
      ...(form.priorities.length === 0 ? {} : { priorities: form.priorities }),
      ...(form.isCallsOnly ? { events: ['raise', 're-alarm'] as const } : {}),
      ...(who === '' ? {} : { who }),
      ...(text === '' ? {} : { text }),
    },
  };
}

/** Parts of names between blanks or commas, as they were typed: names of a project may have letters of either case. */
export const typedNames = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .split(/[\s,，、]+/)
    .filter(Boolean)
    .slice(0, MOST_NAMES);

type Span = { readonly kind: 'span'; readonly from: number; readonly to: number } | { readonly kind: JournalProblem };

function spanOf({ span, from, to }: JournalForm, now: number, zone: ZoneClock): Span {
  if (span !== 'typed') return { kind: 'span', from: now - SPAN_MS[span], to: now + 60_000 };
  const start = typedEpoch(from, zone, now);
  if (start === null) return { kind: 'from' };
  const end = to.trim() === '' ? now + 60_000 : typedEpoch(to, zone, now);
  if (end === null) return { kind: 'to' };
  return end > start ? { kind: 'span', from: start, to: end } : { kind: 'order' };
}

/** As everywhere in the application: `2026-11-22 14:20`, `11月22日 下午2点`, `2026/11/22`; null for what is no time. */
export function typedEpoch(text: string, zone: ZoneClock, now: number): number | null {
  const at = momentOf(splitTyped(text), zone, now);
  return typeof at === 'number' ? at : null;
}

/** A typed span begins as the one that was chosen before. */
export function typedSpan(form: JournalForm, now: number, zone: ZoneClock): Pick<JournalForm, 'from' | 'to'> {
  const span = spanOf(form, now, zone);
  if (span.kind !== 'span') return { from: form.from, to: form.to };
  const text = (at: number): string => {
    const { date, time } = zone.at(at);
    return `${date} ${time.slice(0, 5)}`;
  };
  return { from: text(span.from), to: text(Math.min(now, span.to)) };
}
