/** A moment as it has to be said so that nobody takes it for one of today: by the clock of the station. Pure. */
import { zoneClock } from './zone.ts';

/** Whose clock, and what is today there. */
interface Here {
  readonly timeZone: string;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

/** `HH:MM:SS`, with `MM-DD` on another day and with the year in another year. */
export function datedTime(at: number, { timeZone, now }: Here): string {
  const clock = zoneClock(timeZone);
  const [then, today] = [clock.at(at), clock.at(now)];
  if (then.date === today.date) return then.time;
  return `${isOneYear(then.date, today.date) ? then.date.slice(5) : then.date} ${then.time}`;
}

/** Whether two dates `YYYY-MM-DD` are of one year. */
export const isOneYear = (a: string, b: string): boolean => a.slice(0, 4) === b.slice(0, 4);

/** `YYYY-MM-DD HH:MM:SS`: what is kept for years says its year. */
export function fullTime(at: number, timeZone: string): string {
  const { date, time } = zoneClock(timeZone).at(at);
  return `${date} ${time}`;
}
