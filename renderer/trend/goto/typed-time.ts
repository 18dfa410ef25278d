/**
 * A date and a time as people type them, by the clock of the station, and the days of a month to pick from. Pure; times are epoch
 * ms UTC. Full-width digits, `/` and `.` between the parts of a date, 年月日 and 时分秒, halves of the day and a date without its year
 * are taken as they are meant; any other word is refused, because what it may mean is not guessed.
 */
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { MOST_SPAN_MS } from '../time/follow.ts';

export interface TypedTime {
  /** `YYYY-MM-DD` once it is put in order. */
  readonly date: string;
  /** `HH:MM:SS`. */
  readonly time: string;
}

/** `letters`: something that is no part of a date or time; what it may mean is not guessed. */
export type TypedProblem = 'no-time' | 'letters' | 'future' | 'too-old';
export type Found = { readonly kind: 'time'; readonly at: number } | { readonly kind: TypedProblem };

/** What `at` is, as it may be typed. */
export function typedOf(at: number, zone: ZoneClock): TypedTime {
  const { date, time } = zone.at(at);
  return { date, time };
}

/** The moment that is meant. */
export function timeOf({ date, time }: TypedTime, zone: ZoneClock, now: number): Found {
  const at = momentOf({ date, time }, zone, now);
  if (typeof at !== 'number') return { kind: at };
  if (at > now) return { kind: 'future' };
  return at < now - MOST_SPAN_MS ? { kind: 'too-old' } : { kind: 'time', at };
}

/** The moment that is meant, past or future, epoch ms; `now` gives the year that is not typed. 24:00 is the end of the day. */
export function momentOf({ date, time }: TypedTime, zone: ZoneClock, now: number): number | 'no-time' | 'letters' {
  const [day, clock] = [plainDate(date), plainTime(time)];
  if (LETTER.test(day) || LETTER.test(clock.digits)) return 'letters';
  const [wholeDay, whole] = [wholeDate(day, zone.at(now).date), wholeTime(clock)];
  const isEnd = whole === '24:00:00';
  return zone.epochOf(isEnd ? daysLater(wholeDay, 1) : wholeDay, isEnd ? '00:00:00' : whole) ?? 'no-time';
}

const DATE = /^((?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{8})(?:[\st]+|(?<=[日号])|$)(.*)$/;

/** Date and time that were typed into one field; without a time the day begins. */
export function splitTyped(text: string): TypedTime {
  const [, date, time = ''] = DATE.exec(plain(text)) ?? [];
  return date === undefined ? { date: text, time: '' } : { date, time: time === '' ? '00:00' : time };
}

const LETTER = /\p{L}/u;

const two = (text: string): string => text.padStart(2, '0');

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Numbers with `-` between them, and whatever else was typed. */
const plainDate = (text: string): string =>
  plain(text)
    .replace(/[年月]\s*(?=\d)|[/.\s]+/g, '-')
    .replace(/[日号]$/, '');

function wholeDate(text: string, today: string): string {
  // Typed in one go: 20261122.
  const inOneGo = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const [, year = today.slice(0, 4), month = '', day = ''] =
    inOneGo ?? /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  return `${year}-${two(month)}-${two(day)}`;
}

/** Which half of the day a word names; `noon` is the hours about it. */
const HALVES = {
  am: /上午|凌晨|早上|清晨|a\.?m\.?/,
  pm: /下午|晚上|傍晚|p\.?m\.?/,
  noon: /中午|noon/,
} as const;

interface PlainTime {
  readonly half: keyof typeof HALVES | null;
  /** Numbers with `:` between them, and whatever else was typed. */
  readonly digits: string;
}

function plainTime(typed: string): PlainTime {
  let text = plain(typed);
  let half: PlainTime['half'] = null;
  for (const name of ['am', 'pm', 'noon'] as const) {
    if (half !== null || !HALVES[name].test(text)) continue;
    half = name;
    text = text.replace(HALVES[name], '').trim();
  }
  const digits = text
    .replace(/[点點时時]钟?\s*半/, ':30')
    .replace(/\s*(?:[点點时時]钟?|[分:.])\s*(?=\d)|(?<=\d)\s+(?=\d)/g, ':')
    .replace(/\s*(?:[点點时時]钟?|[分秒])$/, '');
  return { half, digits: digits === '' && half === 'noon' ? '12' : digits };
}

function wholeTime({ half, digits }: PlainTime): string {
  // Typed in one go: 0312, 031233.
  const inOneGo = /^(\d{2})(\d{2})(\d{2})?$/.exec(digits);
  const [, typed = '', minute = '00', second = '00'] =
    inOneGo ?? /^(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?$/.exec(digits) ?? [];
  const hour = typed === '' ? null : hourOf(Number(typed), half);
  return hour === null ? '' : `${two(String(hour))}:${two(minute)}:${two(second)}`;
}

/** Of 24; null for what no half of a day has, such as 15 in the morning. */
function hourOf(hour: number, half: PlainTime['half']): number | null {
  if (half === null) return hour;
  if (half === 'am') return hour > 12 ? null : hour % 12;
  if (half === 'noon') return hour >= 10 && hour <= 14 ? hour : hour >= 1 && hour <= 2 ? hour + 12 : null;
  if (hour === 0) return null;
  return hour < 12 ? hour + 12 : hour;
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
