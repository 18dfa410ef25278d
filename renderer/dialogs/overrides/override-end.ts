/**
 * Until when an override lasts. Pure; times are epoch ms UTC, wall clocks are the station's. The hours of a shift are those of
 * Chinese gas stations (08–20 and 20–08).
 */
import { type ZoneClock } from '../../../shared/time/zone.ts';
import { momentOf } from '../../trend/goto/typed-time.ts';

export const END_CHOICES = ['one-hour', 'eight-hours', 'shift', 'at'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

const HOUR_MS = 3_600_000;
/** The station refuses more, ms: what is needed longer is a repair, or belongs into the project. */
export const LONGEST_MS = 30 * 24 * HOUR_MS;
/** Wall-clock times at which a shift ends. */
const SHIFT_ENDS = ['08:00', '20:00'] as const;
/** Two days hold the next end of a shift however the clocks change in between. */
const DAYS_AHEAD = 2;

export interface EndEntry {
  readonly choice: EndChoice;
  /** As typed; used by `at` only. */
  readonly date: string;
  readonly time: string;
}

export type EndProblem = 'no-time' | 'passed' | 'too-long';
export type End = { readonly kind: 'end'; readonly at: number } | { readonly kind: EndProblem };

/** Where an entry made at `now` ends. */
export function endOf({ choice, date, time }: EndEntry, now: number, zone: ZoneClock): End {
  switch (choice) {
    case 'one-hour':
      return { kind: 'end', at: now + HOUR_MS };
    case 'eight-hours':
      return { kind: 'end', at: now + 8 * HOUR_MS };
    case 'shift':
      return { kind: 'end', at: nextShiftEnd(now, zone) };
    case 'at':
      return typedEnd(momentOf({ date, time }, zone, now), now);
  }
}

function typedEnd(at: ReturnType<typeof momentOf>, now: number): End {
  if (typeof at !== 'number') return { kind: 'no-time' };
  if (at <= now) return { kind: 'passed' };
  return at > now + LONGEST_MS ? { kind: 'too-long' } : { kind: 'end', at };
}

/** The next end of a shift after `now`. */
export function nextShiftEnd(now: number, zone: ZoneClock): number {
  const dates = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) => zone.at(now + day * 24 * HOUR_MS).date);
  const ends = dates.flatMap(date => SHIFT_ENDS.map(time => zone.epochOf(date, time)));
  return Math.min(...ends.filter(end => end !== null && end > now).map(Number));
}

/** Date and time of day at the station, as they may be typed for `at`. */
export function typedTime(at: number, zone: ZoneClock): Pick<EndEntry, 'date' | 'time'> {
  const { date, time } = zone.at(at);
  return { date, time: time.slice(0, 5) };
}
