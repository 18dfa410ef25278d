/**
 * A date and a time as people type them, by the clock of the station, and the days of a month to pick from. Pure; times are epoch
 * ms UTC. Full-width digits, `/` and `.` between the parts of a date and a date without its year are taken as they are meant.
 */
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { MOST_SPAN_MS } from '../time/follow.ts';

export interface TypedTime {
  /** `YYYY-MM-DD` once it is put in order. */
  readonly date: string;
  /** `HH:MM`. */
  readonly time: string;
}

export type TypedProblem = 'no-time' | 'future' | 'too-old';
export type Found = { readonly kind: 'time'; readonly at: number } | { readonly kind: TypedProblem };

/** What `at` is, as it may be typed. */
export function typedOf(at: number, zone: ZoneClock): TypedTime {
  const { date, time } = zone.at(at);
  return { date, time: time.slice(0, 5) };
}

/** The moment that is meant. */
export function timeOf({ date, time }: TypedTime, zone: ZoneClock, now: number): Found {
  const at = zone.epochOf(wholeDate(date, zone.at(now).date), wholeTime(time));
  if (at === null) return { kind: 'no-time' };
  if (at > now) return { kind: 'future' };
  return at < now - MOST_SPAN_MS ? { kind: 'too-old' } : { kind: 'time', at };
}

const two = (text: string): string => text.padStart(2, '0');

/** Parts of a text that are numbers, whatever stands between them. */
const numbers = (text: string): readonly string[] => text.normalize('NFKC').match(/\d+/g) ?? [];

function wholeDate(text: string, today: string): string {
  const parts = numbers(text);
  // Typed in one go: 20261122.
  if (parts.length === 1 && parts[0]?.length === 8) return parts[0].replace(/(....)(..)(..)/, '$1-$2-$3');
  const [year = '', month = '', day = ''] = parts.length === 2 ? [today.slice(0, 4), ...parts] : parts;
  return parts.length > 3 ? '' : `${year}-${two(month)}-${two(day)}`;
}

function wholeTime(text: string): string {
  const parts = numbers(text);
  if (parts.length === 1 && parts[0]?.length === 4) return parts[0].replace(/(..)(..)/, '$1:$2');
  const [hour = '', minute = '00'] = parts;
  return parts.length > 3 || hour === '' ? '' : `${two(hour)}:${two(minute)}`;
}

/** `YYYY-MM-DD`, that many days later; the same text where it is no date. */
export function daysLater(date: string, days: number): string {
  const day = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) ? date : new Date(day + days * 86_400_000).toISOString().slice(0, 10);
}

/** `YYYY-MM`, that many months later. */
export function monthsLater(month: string, months: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

const WEEK = 7;

/** The weeks that a month (`YYYY-MM`) touches, from Monday on, with the days of its neighbours. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + WEEK - 1) % WEEK;
  const start = daysLater(first, -weekday);
  const weeks: string[][] = [];
  for (let day = start; day.slice(0, 7) <= month; day = daysLater(day, WEEK)) {
    weeks.push(Array.from({ length: WEEK }, (_, i) => daysLater(day, i)));
  }
  return weeks;
}
