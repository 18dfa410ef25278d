import { describe, expect, test } from 'vitest';
import { ageText } from '../../../shared/time/age.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import { zoneClock } from '../../../shared/time/zone.ts';

describe('ageText', () => {
  test('goes from seconds to minutes, hours and days and never rounds up', () => {
    expect(ageText(0)).toBe('0 s');
    expect(ageText(47_999)).toBe('47 s');
    expect(ageText(99_999)).toBe('99 s');
    expect(ageText(100_000)).toBe('1 min');
    expect(ageText(99 * 60_000)).toBe('99 min');
    expect(ageText(100 * 60_000)).toBe('1 h');
    expect(ageText(47 * 3_600_000)).toBe('47 h');
    expect(ageText(48 * 3_600_000)).toBe('2 d');
    expect(ageText(5_000 * 86_400_000)).toBe('999 d');
  });

  test('says so when there is no age, and takes a source clock that runs ahead for new', () => {
    expect(ageText(Number.NaN)).toBe('?');
    expect(ageText(-3_000)).toBe('0 s');
  });
});

describe('zoneClock', () => {
  const instant = Date.UTC(2026, 2, 19, 15, 30, 8);

  test('shows the wall clock of the station and not that of the machine', () => {
    expect(zoneClock('Asia/Shanghai').at(instant)).toEqual({ date: '2026-03-19', time: '23:30:08', weekday: 4 });
    expect(zoneClock('UTC').at(instant)).toEqual({ date: '2026-03-19', time: '15:30:08', weekday: 4 });
  });

  test('rolls the date at the midnight of the zone and never prints hour 24', () => {
    const midnight = Date.UTC(2026, 2, 19, 16, 0, 0);
    expect(zoneClock('Asia/Shanghai').at(midnight)).toEqual({ date: '2026-03-20', time: '00:00:00', weekday: 5 });
  });

  test('refuses a zone that does not exist', () => {
    expect(() => zoneClock('Asia/Nowhere')).toThrow(RangeError);
  });

  test('finds the moment at which its clocks show a time', () => {
    const shanghai = zoneClock('Asia/Shanghai');
    expect(shanghai.epochOf('2026-03-19', '23:30')).toBe(Date.UTC(2026, 2, 19, 15, 30));
    expect(zoneClock('America/St_Johns').epochOf('2026-01-05', '00:00')).toBe(Date.UTC(2026, 0, 5, 3, 30));
    expect(zoneClock('Pacific/Kiritimati').epochOf('2026-01-05', '00:00')).toBe(Date.UTC(2026, 0, 4, 10));
  });

  test('finds a second of a wall clock', () => {
    expect(zoneClock('Asia/Shanghai').epochOf('2026-03-19', '23:30:08')).toBe(instant);
    expect(zoneClock('Asia/Shanghai').epochOf('2026-03-19', '23:30:60')).toBeNull();
  });

  test('knows of the hours that a change of clocks leaves out and brings twice', () => {
    const berlin = zoneClock('Europe/Berlin');
    expect(berlin.epochOf('2026-03-29', '02:30')).toBeNull();
    expect(berlin.epochOf('2026-03-29', '03:00')).toBe(Date.UTC(2026, 2, 29, 1));
    expect(berlin.epochOf('2026-10-25', '02:30')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  test.each([
    ['2026-02-30', '12:00'],
    ['2026-01-01', '25:00'],
    ['2026-1-1', '12:00'],
    ['2026-01-01', '12:60'],
    ['', ''],
  ])('no clock ever shows %s %s', (date, time) => {
    expect(zoneClock('Asia/Shanghai').epochOf(date, time)).toBeNull();
  });
});

describe('remainingText', () => {
  test('names two units at most and never rounds up', () => {
    expect(remainingText(0)).toBe('0 s');
    expect(remainingText(59_999)).toBe('59 s');
    expect(remainingText(60_000)).toBe('1 min');
    expect(remainingText(3_599_999)).toBe('59 min');
    expect(remainingText(5 * 3_600_000 + 12 * 60_000 + 59_000)).toBe('5 h 12 min');
    expect(remainingText(2 * 3_600_000)).toBe('2 h');
    expect(remainingText(30 * 86_400_000)).toBe('30 d');
    expect(remainingText(3 * 86_400_000 + 4 * 3_600_000)).toBe('3 d 4 h');
  });

  test('says so when there is no end, and that nothing is left of what is over', () => {
    expect(remainingText(Number.NaN)).toBe('?');
    expect(remainingText(-5_000)).toBe('0 s');
  });
});
