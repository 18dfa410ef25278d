/** Times of the trend screen in words, by the clock of the station. Pure. */
import { zoneClock } from '../../../shared/time/zone.ts';
import type { TimeWindow } from '../time/follow.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** `9:59`; never rounds down: what says `0:00` is over. */
export function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Whose clock, and which year is the present one there. */
export interface Here {
  readonly timeZone: string;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

/** `11-22 07:40 – 15:40`; seconds where they matter or are asked for, the year where the window is long or one of its ends is in another year. */
export function windowText({ from, to }: TimeWindow, { timeZone, now }: Here, hasSeconds = false): string {
  const clock = zoneClock(timeZone);
  const [start, end] = [clock.at(from), clock.at(to)];
  const length = hasSeconds || to - from < 30 * MINUTE_MS ? 8 : 5;
  const present = yearOf(clock.at(now).date);
  const isOtherYear = [start, end].some(({ date }) => yearOf(date) !== present);
  const dateFrom = isOtherYear || to - from >= 180 * DAY_MS ? 0 : 5;
  const first = `${start.date.slice(dateFrom)} ${start.time.slice(0, length)}`;
  const last = end.time.slice(0, length);
  return start.date === end.date ? `${first} – ${last}` : `${first} – ${end.date.slice(dateFrom)} ${last}`;
}

const yearOf = (date: string): string => date.slice(0, 4);

/** Time of the cursor, with the date where the window is longer than a day, and with the year where it is another one. */
export function cursorText(time: number, { from, to }: TimeWindow, { timeZone, now }: Here): string {
  const clock = zoneClock(timeZone);
  const at = clock.at(time);
  if (yearOf(at.date) !== yearOf(clock.at(now).date)) return `${at.date} ${at.time}`;
  return to - from > DAY_MS ? `${at.date.slice(5)} ${at.time}` : at.time;
}

const UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', MINUTE_MS],
] as const;
/** Below it tenths of a second are told. */
const TENTHS_BELOW_MS = 60_000;

/** How far B is after A: `2 h 22 min 00 s`, `3 d 4 h 05 min`, `4.2 s`; with a minus where it is before. */
export function apartText(ms: number): string {
  const sign = ms < 0 ? '\u2212' : '';
  const left = Math.abs(ms);
  if (Math.round(left / 100) * 100 < TENTHS_BELOW_MS) return `${sign}${(left / 1_000).toFixed(1)} s`;
  const seconds = Math.round(left / 1_000);
  const first = UNITS.findIndex(([, unit]) => seconds * 1_000 >= unit);
  if (first < 0) return `${sign}${seconds} s`;
  const all = [...UNITS.map(([name, unit]) => [name, unit / 1_000] as const), ['s', 1] as const];
  let rest = seconds;
  const parts = all.map(([name, unit], i) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return i === first ? `${count} ${name}` : `${String(count).padStart(name === 'h' ? 1 : 2, '0')} ${name}`;
  });
  return `${sign}${parts.slice(first, first + 3).join(' ')}`;
}
