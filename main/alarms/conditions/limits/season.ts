/** Whether a day of the station's calendar lies in a season (pure). */
import { type ZoneClock, zoneClock } from '../../../../shared/time/zone.ts';
import type { MonthDay } from '../condition-spec.ts';

/** Every zone on Earth changes its date at a multiple of this from UTC midnight, ms. */
const STEP_MS = 15 * 60_000;

const ordinal = ({ month, day }: MonthDay): number => month * 100 + day;

/** `to` is inclusive; from November to March goes over the turn of the year. */
export function isInSeason(at: MonthDay, { from, to }: { from: MonthDay; to: MonthDay }): boolean {
  const [now, first, last] = [ordinal(at), ordinal(from), ordinal(to)];
  return first <= last ? now >= first && now <= last : now >= first || now <= last;
}

/** Today on the station's wall, looked up once in a quarter of an hour. */
export class StationDay {
  readonly #clock: ZoneClock;
  #step = Number.NaN;
  #day: MonthDay = { month: 1, day: 1 };

  /** Throws RangeError for an unknown zone. */
  constructor(timeZone: string) {
    this.#clock = zoneClock(timeZone);
  }

  at(wall: number): MonthDay {
    const step = Math.floor(wall / STEP_MS);
    if (step !== this.#step) {
      this.#step = step;
      const [, month, day] = this.#clock.at(wall).date.split('-').map(Number);
      this.#day = { month: month ?? 1, day: day ?? 1 };
    }
    return this.#day;
  }

  /** How long the answer of `at` surely holds, ms. */
  holdsFor(wall: number): number {
    return STEP_MS - (wall - Math.floor(wall / STEP_MS) * STEP_MS);
  }
}
