/** Which month the page is about (pure), by the calendar of the station. A month that is still going on ends now. */
import { monthSpan } from '../../../shared/time/calendar.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { monthsLater } from '../../trend/goto/typed-time.ts';

export interface MonthChoice {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly from: number;
  readonly to: number;
  /** It goes on, so that the figures still change. */
  readonly isCurrent: boolean;
}

/** `held` null is the month of now, and goes on to the next one with it; a later month than this one is this one. */
export function monthChoice(clock: ZoneClock, now: number, held: string | null): MonthChoice {
  const current = clock.at(now).date.slice(0, 7);
  const month = held === null || held > current ? current : held;
  return { month, ...monthSpan(clock, month), isCurrent: month === current };
}

/** What is held after going `by` months from `month`; null where that is the month of now or later. */
export function heldAfter(clock: ZoneClock, now: number, { month, by }: { month: string; by: number }): string | null {
  const next = monthsLater(month, by);
  return next >= clock.at(now).date.slice(0, 7) ? null : next;
}
