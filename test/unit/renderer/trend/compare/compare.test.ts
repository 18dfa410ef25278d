/** By how much what is compared lies earlier, by the clock and the gas days of the station. */
import { describe, expect, test } from 'vitest';
import { overOf, shiftOf } from '../../../../../renderer/trend/compare/compare.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const shanghai = (now: string) => ({ zone: zoneClock('Asia/Shanghai'), gasDayStart: '08:00', now: at(now) });
const at = (local: string): number => Date.parse(`${local}+08:00`);
const upTo = (to: number) => ({ from: to - HOUR, to });

describe('another day', () => {
  test('is a day or a week earlier at the same time of the clock', () => {
    const clock = shanghai('2026-11-26T17:00:00');
    expect(shiftOf({ kind: 'yesterday' }, upTo(clock.now), clock)).toBe(DAY);
    expect(shiftOf({ kind: 'week' }, upTo(clock.now), clock)).toBe(7 * DAY);
  });

  test('of 25 hours is compared by the clock and not by the hours that have passed', () => {
    const zone = zoneClock('Europe/Berlin');
    const to = Date.parse('2026-10-25T12:00:00Z');
    expect(shiftOf({ kind: 'yesterday' }, upTo(to), { zone, gasDayStart: '06:00', now: to })).toBe(25 * HOUR);
  });
});

describe('the last gas day', () => {
  test('is the one that is over, counted from the start of the shown one', () => {
    const clock = shanghai('2026-11-26T17:00:00');
    expect(shiftOf({ kind: 'gasDay' }, upTo(clock.now), clock)).toBe(DAY);
    expect(shiftOf({ kind: 'gasDay' }, upTo(at('2026-11-26T07:59:00')), clock)).toBe(DAY);
    const before8 = shanghai('2026-11-26T07:00:00');
    expect(shiftOf({ kind: 'gasDay' }, upTo(before8.now), before8)).toBe(DAY);
  });

  test('lies later than what is shown of weeks ago', () => {
    const clock = shanghai('2026-11-26T17:00:00');
    expect(shiftOf({ kind: 'gasDay' }, upTo(at('2026-11-05T12:00:00')), clock)).toBe(-20 * DAY);
  });
});

describe('an event', () => {
  const window = { from: 100, to: 200 };
  const marks = [
    { time: 110, source: 'A' },
    { time: 150, source: 'A' },
    { time: 160, source: 'B' },
  ];

  test('is laid over the time that was chosen for it', () => {
    const compare = { kind: 'event', at: 30, over: 150, text: { zh: '', en: '' } } as const;
    expect(shiftOf(compare, window, shanghai('2026-11-26T17:00:00'))).toBe(120);
  });

  test('is laid over cursor A, else over the newest of its kind in view, else over the middle', () => {
    expect(overOf({ time: 30, source: 'A' }, { a: 120, window, marks })).toBe(120);
    expect(overOf({ time: 30, source: 'A' }, { a: null, window, marks })).toBe(150);
    expect(overOf({ time: 30, source: 'C' }, { a: null, window: { from: 0, to: 50 }, marks })).toBe(25);
  });
});
