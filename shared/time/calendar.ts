/**
 * Days and months of the station's own calendar (pure). A day lasts from midnight to midnight by the clocks of the zone, so it has
 * 23 or 25 hours when they are changed; whoever counts "a day" as 24 hours is wrong twice a year.
 */
import type { ZoneClock } from './zone.ts';

const DAY_MS = 86_400_000;
/** Some zones change their clocks at midnight: then the day begins an hour later. */
const MIDNIGHTS = ['00:00', '01:00'] as const;

/** Epoch ms of the first instant of a day (`YYYY-MM-DD`); NaN for what is no date. */
export function startOfDay(clock: ZoneClock, date: string): number {
  for (const midnight of MIDNIGHTS) {
    const at = clock.epochOf(date, midnight);
    if (at !== null) return at;
  }
  return Number.NaN;
}

/** The day after `YYYY-MM-DD`. */
const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** First instants of the month (`YYYY-MM`) and of the one after it, epoch ms. */
export function monthSpan(clock: ZoneClock, month: string): { readonly from: number; readonly to: number } {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  return { from: startOfDay(clock, `${month}-01`), to: startOfDay(clock, next) };
}

export interface StationDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Epoch ms: from ≤ t < to. */
  readonly from: number;
  readonly to: number;
}

/** Days that [from, to) touches, each whole. */
export function stationDays(clock: ZoneClock, from: number, to: number): readonly StationDay[] {
  const days: StationDay[] = [];
  for (let { date } = clock.at(from), start = startOfDay(clock, date); start < to; ) {
    const next = nextDate(date);
    const end = startOfDay(clock, next);
    days.push({ date, from: start, to: end });
    date = next;
    start = end;
  }
  return days;
}

/** How many days [from, to) is; of a day that it has a part of, that part of its own length. */
export function daysIn(clock: ZoneClock, from: number, to: number): number {
  return stationDays(clock, from, to).reduce(
    (sum, day) => sum + (Math.min(to, day.to) - Math.max(from, day.from)) / (day.to - day.from),
    0,
  );
}
