/** Spans over which a meter is totalled, by the clocks of the station: days, gas days, the month. Pure. */
import { monthSpan, startOfDay } from '../../../shared/time/calendar.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';

export const TOTAL_SPANS = ['today', 'yesterday', 'gasDay', 'gasDayBefore', 'month'] as const;
export type TotalSpan = (typeof TOTAL_SPANS)[number];

export interface Span {
  /** Epoch ms: from ≤ t < to. */
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

const dateBefore = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);

/** What runs now ends at `now`. `gasDayStart` is `HH:MM`; one that no clock shows on a day is taken at its midnight. */
export function totalSpans(now: number, zone: ZoneClock, gasDayStart: string): Readonly<Record<TotalSpan, Span>> {
  const { date } = zone.at(now);
  const gasDay = (of: string): number => zone.epochOf(of, gasDayStart) ?? startOfDay(zone, of);
  const today = startOfDay(zone, date);
  const began = gasDay(date) <= now ? date : dateBefore(date);
  return {
    today: { from: today, to: now },
    yesterday: { from: startOfDay(zone, dateBefore(date)), to: today },
    gasDay: { from: gasDay(began), to: now },
    gasDayBefore: { from: gasDay(dateBefore(began)), to: gasDay(began) },
    month: { from: monthSpan(zone, date.slice(0, 7)).from, to: now },
  };
}
