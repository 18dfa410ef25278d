import { expect, it } from 'vitest';
import { daysIn, monthSpan, startOfDay, stationDays } from '../../../../shared/time/calendar.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';

const HOUR = 3_600_000;
const berlin = zoneClock('Europe/Berlin');

it('a month lasts from its first midnight to that of the next, an hour less or more when the clocks change', () => {
  const hours = (month: string) => {
    const { from, to } = monthSpan(berlin, month);
    return (to - from) / HOUR;
  };
  expect(['2026-03', '2026-10', '2026-12', '2028-02'].map(hours)).toEqual([743, 745, 744, 696]);
  expect(monthSpan(zoneClock('Asia/Shanghai'), '2026-12')).toEqual({
    from: Date.UTC(2026, 10, 30, 16),
    to: Date.UTC(2026, 11, 31, 16),
  });
});

it('days follow each other without a hole over a change of clocks', () => {
  const { from, to } = monthSpan(berlin, '2026-10');
  const days = stationDays(berlin, from, to);
  expect(days).toHaveLength(31);
  days.forEach((day, i) => expect(day.from).toBe(days[i - 1]?.to ?? from));
  expect(days.at(-1)?.to).toBe(to);
  expect(daysIn(berlin, from, to)).toBe(31);
});

it('part of a day counts by the length that this day has', () => {
  const from = startOfDay(berlin, '2026-03-29');
  expect(daysIn(berlin, from, from + 11.5 * HOUR)).toBe(0.5);
  expect(daysIn(berlin, from, from)).toBe(0);
});

it('where midnight is left out the day begins with its first hour', () => {
  const cairo = zoneClock('Africa/Cairo');
  expect(cairo.at(startOfDay(cairo, '2026-04-24'))).toMatchObject({ date: '2026-04-24', time: '01:00:00' });
  expect(startOfDay(cairo, '2026-02-30')).toBeNaN();
});
