/**
 * What a person fills in to look at events, and the filter that comes of it. Pure. Live follows the newest; history stands still: the
 * minutes around an instant, or a span. A time that cannot be read stops the search, because another span would be a wrong answer.
 */
import type { EventFilter, EventKind } from '../../shared/model/event.ts';
import type { ZoneClock } from '../../shared/time/zone.ts';
import { typedEpoch, typedNames } from '../alarms/journal/journal-form.ts';

export const EVENT_SPANS = ['around', 'hour', 'shift', 'day', 'week', 'month', 'typed'] as const;
export type EventSpan = (typeof EVENT_SPANS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SPAN_MS: Readonly<Record<Exclude<EventSpan, 'around' | 'typed'>, number>> = {
  hour: HOUR_MS,
  shift: 12 * HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 31 * 24 * HOUR_MS,
};
/** How far back the live view begins, ms. */
const LIVE_MS = HOUR_MS;
/** As far as a date goes: what comes is always in it. */
const FOR_EVER = 8.64e15;
/** Minutes on either side of an instant. */
export const MARGINS = [1, 5, 30] as const;
export type Margin = (typeof MARGINS)[number];

/** The event that somebody came from. */
export interface EventAnchor {
  readonly at: number;
  /** Id of an alarm. */
  readonly alarm: string;
  /** Number of its row; null when only the time is known. */
  readonly sequence: number | null;
}

export interface EventForm {
  readonly isLive: boolean;
  readonly span: EventSpan;
  readonly anchor: EventAnchor | null;
  /** As typed, used by `around`; null as long as it is the anchor's. */
  readonly at: string | null;
  readonly margin: Margin;
  /** `YYYY-MM-DD HH:MM`, used by `typed`. */
  readonly from: string;
  readonly to: string;
  /** Empty = all. */
  readonly kinds: readonly EventKind[];
  readonly tag: string;
  readonly area: string;
  readonly who: string;
  readonly text: string;
}

export const LIVE_EVENTS: EventForm = {
  isLive: true,
  span: 'hour',
  anchor: null,
  at: null,
  margin: 5,
  from: '',
  to: '',
  kinds: [],
  tag: '',
  area: '',
  who: '',
  text: '',
};

/** The minutes around an event, of every class: what belongs to it is not known before. */
export const formAround = (anchor: EventAnchor): EventForm => ({
  ...LIVE_EVENTS,
  isLive: false,
  span: 'around',
  anchor,
});

export type EventProblem = 'at' | 'from' | 'to' | 'order';
export type EventQuery = { readonly kind: 'filter'; readonly filter: EventFilter } | { readonly kind: EventProblem };

/** `now` is epoch ms by the station's clock. */
export function queryOf(form: EventForm, now: number, zone: ZoneClock): EventQuery {
  const span = form.isLive ? { from: now - LIVE_MS, to: FOR_EVER } : spanOf(form, now, zone);
  if (typeof span === 'string') return { kind: span };
  const names = typedNames(form.tag);
  const [who, text] = [form.who.trim(), form.text.trim()];
  return {
    kind: 'filter',
    filter: {
      ...span,
      ...(form.kinds.length === 0 ? {} : { kinds: form.kinds }),
      ...(names.length === 0 ? {} : { names }),
      ...(form.area === '' ? {} : { areas: [form.area] }),
      ...(who === '' ? {} : { who }),
      ...(text === '' ? {} : { text }),
    },
  };
}

type Span = Pick<EventFilter, 'from' | 'to'> | EventProblem;

function spanOf(form: EventForm, now: number, zone: ZoneClock): Span {
  if (form.span === 'around') return aroundOf(form, now, zone);
  if (form.span !== 'typed') return { from: now - SPAN_MS[form.span], to: now + MINUTE_MS };
  const from = typedEpoch(form.from, zone, now);
  if (from === null) return 'from';
  const to = form.to.trim() === '' ? now + MINUTE_MS : typedEpoch(form.to, zone, now);
  if (to === null) return 'to';
  return to > from ? { from, to } : 'order';
}

function aroundOf(form: EventForm, now: number, zone: ZoneClock): Span {
  const at = form.at === null ? (form.anchor?.at ?? null) : typedEpoch(form.at, zone, now);
  if (at === null) return 'at';
  return { from: at - form.margin * MINUTE_MS, to: at + form.margin * MINUTE_MS };
}

/** The instant of `around` as it stands in its field. */
export function instantText({ at, anchor }: EventForm, zone: ZoneClock): string {
  if (at !== null || anchor === null) return at ?? '';
  const shown = zone.at(anchor.at);
  return `${shown.date} ${shown.time}`;
}

/** Another span; one that is typed begins as now. */
export function withSpan(form: EventForm, span: EventSpan, { now, zone }: { now: number; zone: ZoneClock }): EventForm {
  const text = (at: number): string => {
    const { date, time } = zone.at(at);
    return `${date} ${time}`;
  };
  const next = { ...form, isLive: false, span };
  if (span === 'around' && form.at === null && form.anchor === null) return { ...next, at: text(now) };
  if (span === 'typed' && form.from === '') return { ...next, from: text(now - HOUR_MS), to: text(now) };
  return next;
}

/** All classes but this one more or less; all of them is the same as none. */
export function withKind(form: EventForm, kind: EventKind, all: readonly EventKind[]): EventForm {
  const chosen = form.kinds.includes(kind) ? form.kinds.filter(k => k !== kind) : [...form.kinds, kind];
  return { ...form, kinds: chosen.length === all.length ? [] : all.filter(k => chosen.includes(k)) };
}
