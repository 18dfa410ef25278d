/**
 * Where the time axis has its marks and what they say, by the clock of the station: full hours and midnights are those of its
 * zone, also across a change of clocks. Pure.
 */
import type { ZoneClock } from '../../../shared/time/zone.ts';
import type { TimeWindow } from '../time/follow.ts';

export interface TimeTick {
  /** Epoch ms UTC. */
  readonly time: number;
  readonly text: string;
  /** Midnight among hours: the date is what it says. */
  readonly isDay: boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [1, 2, 5, 10, 15, 30]
  .map(seconds => seconds * SECOND_MS)
  .concat([1, 2, 5, 10, 15, 30].map(minutes => minutes * MINUTE_MS))
  .concat([1, 2, 3, 6, 12].map(hours => hours * HOUR_MS));
const DAY_STEPS = [1, 2, 5, 10] as const;
const MONTH_STEPS = [1, 2, 3, 6, 12] as const;
const MONTH_MS = 30.4 * DAY_MS;

interface TickChoice {
  readonly most: number;
  /** Station clock, epoch ms UTC: days of another year than this say theirs. */
  readonly now: number;
}

/** At most `most` ticks of `window`, oldest first. */
export function timeTicks(window: TimeWindow, clock: ZoneClock, { most, now }: TickChoice): readonly TimeTick[] {
  return ticksOf(window, clock, most).map(tick => ({ ...tick, text: withoutYear(tick.text, clock.at(now).date) }));
}

const FULL_DATE = 10;

/** `11-22` for a whole date of the year of `today`. */
const withoutYear = (text: string, today: string): string =>
  text.length === FULL_DATE && text.slice(0, 4) === today.slice(0, 4) ? text.slice(5) : text;

/** With whole dates. */
function ticksOf(window: TimeWindow, clock: ZoneClock, most: number): readonly TimeTick[] {
  const leastMs = (window.to - window.from) / Math.max(1, most);
  const stepMs = STEPS_MS.find(step => step >= leastMs);
  if (stepMs !== undefined) return withinDays(window, clock, stepMs);
  const days = DAY_STEPS.find(step => step * DAY_MS >= leastMs);
  if (days !== undefined) return ofDays(window, clock, days);
  const months = MONTH_STEPS.find(step => step * MONTH_MS >= leastMs) ?? Math.ceil(leastMs / MONTH_MS / 12) * 12;
  return ofMonths(window, clock, months);
}

/** What the clocks of the zone show, read as if it were UTC, minus UTC. */
function offsetAt(clock: ZoneClock, time: number): number {
  const second = Math.floor(time / SECOND_MS) * SECOND_MS;
  const { date, time: shown } = clock.at(second);
  return Date.parse(`${date}T${shown}Z`) - second;
}

function withinDays(window: TimeWindow, clock: ZoneClock, stepMs: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const before = offsetAt(clock, window.from);
  const after = offsetAt(clock, window.to);
  const first = Math.ceil((window.from + Math.min(before, after)) / stepMs) * stepMs;
  const length = stepMs < MINUTE_MS ? 8 : 5;
  for (let local = first; local <= window.to + Math.max(before, after); local += stepMs) {
    // Without a change of clocks within the window, one offset holds for all of it.
    const offset = before === after ? before : offsetAt(clock, local - before);
    const time = local - offset;
    if (time < window.from || time > window.to || time <= (ticks.at(-1)?.time ?? 0)) continue;
    const { date, time: shown } = clock.at(time);
    const isDay = shown === '00:00:00';
    ticks.push({ time, text: isDay ? date : shown.slice(0, length), isDay });
  }
  return ticks;
}

const dateOf = (utc: number): string => new Date(utc).toISOString().slice(0, 10);

function ofDays(window: TimeWindow, clock: ZoneClock, days: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const start = Date.parse(`${clock.at(window.from).date}T00:00:00Z`);
  // Counted from a fixed day, so that the same days are marked wherever the window begins.
  const first = Math.floor(start / (days * DAY_MS)) * days * DAY_MS;
  for (let day = first; day <= window.to + DAY_MS; day += days * DAY_MS)
    ticks.push(...dayTick(window, clock, dateOf(day)));
  return ticks;
}

function ofMonths(window: TimeWindow, clock: ZoneClock, months: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const [year = 1970, month = 1] = clock.at(window.from).date.split('-').map(Number);
  const first = Math.floor((year * 12 + month - 1) / months) * months;
  for (let count = first; ; count += months) {
    const date = dateOf(Date.UTC(Math.floor(count / 12), count % 12, 1));
    if (Date.parse(date) > window.to + DAY_MS) return ticks;
    ticks.push(...dayTick(window, clock, date).map(tick => ({ ...tick, text: date.slice(0, 7) })));
  }
}

/** The tick of a midnight, or of the first hour of a day that has none; none outside the window. */
function dayTick({ from, to }: TimeWindow, clock: ZoneClock, date: string): TimeTick[] {
  const time = clock.epochOf(date, '00:00') ?? clock.epochOf(date, '01:00');
  return time === null || time < from || time > to ? [] : [{ time, text: date, isDay: false }];
}
