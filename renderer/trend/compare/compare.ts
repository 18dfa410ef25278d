/**
 * With what the pens are compared, and by how much that lies earlier. Pure. Days are those of the station's clock, so that a day of
 * 23 or 25 hours is compared hour by hour of the clock.
 */
import type { Text } from '../../../shared/text/text.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { daysLater } from '../goto/typed-time.ts';
import type { TimeWindow } from '../time/follow.ts';

export const COMPARED_DAYS = ['yesterday', 'gasDay', 'week'] as const;

export type Compare =
  | { readonly kind: (typeof COMPARED_DAYS)[number] }
  /** A chosen event, laid over a chosen time of the window. */
  | { readonly kind: 'event'; readonly at: number; readonly over: number; readonly text: Text };

export interface CompareClock {
  readonly zone: ZoneClock;
  /** `HH:MM`. */
  readonly gasDayStart: string;
  /** Station clock, epoch ms UTC. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
const DAYS = { yesterday: 1, week: 7 } as const;

/** How much earlier than what is shown in `window` the compared lies, ms. Negative: later. */
export function shiftOf(compare: Compare, { to }: TimeWindow, clock: CompareClock): number {
  if (compare.kind === 'event') return compare.over - compare.at;
  if (compare.kind === 'gasDay') return gasDayShift(to, clock);
  return to - sameClock(clock.zone, to, DAYS[compare.kind]);
}

/** When the clock showed the same `days` before; `days` times 24 h before where it never did. */
function sameClock(zone: ZoneClock, at: number, days: number): number {
  const { date, time } = zone.at(at);
  const before = zone.epochOf(daysLater(date, -days), time);
  // Below seconds the clock says nothing.
  return before === null ? at - days * DAY_MS : before + (at % 1_000);
}

/** The last gas day that is over, or the one before where that is the one that is shown. */
function gasDayShift(to: number, { zone, gasDayStart, now }: CompareClock): number {
  const shown = gasDayOf(to, { zone, gasDayStart });
  const last = daysLater(gasDayOf(now, { zone, gasDayStart }), -1);
  const compared = shown === last ? daysLater(last, -1) : last;
  return startOf(shown, { zone, gasDayStart }) - startOf(compared, { zone, gasDayStart });
}

type GasDays = Pick<CompareClock, 'zone' | 'gasDayStart'>;

/** Date at which the gas day of `at` began. The first instant of a day belongs to it. */
function gasDayOf(at: number, { zone, gasDayStart }: GasDays): string {
  const { date, time } = zone.at(at);
  return time.slice(0, gasDayStart.length) < gasDayStart ? daysLater(date, -1) : date;
}

const startOf = (date: string, { zone, gasDayStart }: GasDays): number =>
  zone.epochOf(date, gasDayStart) ?? Date.parse(`${date}T${gasDayStart}Z`);

interface OverWhat {
  /** Cursor A; null while it is not put. */
  readonly a: number | null;
  readonly window: TimeWindow;
  /** What is known to have happened, by time. */
  readonly marks: readonly { readonly time: number; readonly source: string }[];
}

/**
 * The time of the window that a chosen event is laid over: cursor A, else the newest later mark of the same source in view, else the
 * middle of the window.
 */
export function overOf(
  event: { readonly time: number; readonly source: string },
  { a, window: { from, to }, marks }: OverWhat,
): number {
  const isLater = (time: number): boolean => time > event.time && time >= from && time <= to;
  const again = marks.findLast(({ time, source }) => source === event.source && isLater(time));
  return a ?? again?.time ?? (from + to) / 2;
}
