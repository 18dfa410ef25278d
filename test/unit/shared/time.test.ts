import { describe, expect, test } from 'vitest';
import { ageText } from '../../../shared/time/age.ts';
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
});
