/** When the disk is full, and when people are told. */
import { expect, it } from 'vitest';
import { fullAt, perDay, warningDue } from '../../../../main/historian/care/disk-forecast.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 25);
const place = { now: NOW, freeBytes: 1_000, oldestAt: NOW - 10 * DAY };

it('takes the rate of the time that was recorded, and says nothing before ten minutes of it', () => {
  expect(perDay(100, 3_600_000)).toBe(2_400);
  expect(perDay(100, DAY)).toBe(100);
  expect(perDay(100, 599_999)).toBeNull();
});

it('is full when growth has used what is free', () => {
  expect(
    fullAt(
      [
        { bytesPerDay: 60, keepDays: null },
        { bytesPerDay: 40, keepDays: null },
      ],
      place,
    ),
  ).toBe(NOW + 10 * DAY);
});

it('lets a class stop growing when it has reached its keep time', () => {
  // Five days at 100 a day, then 50 a day.
  const growth = [
    { bytesPerDay: 50, keepDays: 15 },
    { bytesPerDay: 50, keepDays: null },
  ];
  expect(fullAt(growth, place)).toBe(NOW + 15 * DAY);
});

it('is never full when everything is kept for a while and fits, or when nothing grows', () => {
  expect(fullAt([{ bytesPerDay: 50, keepDays: 15 }], place)).toBeNull();
  expect(fullAt([{ bytesPerDay: 50, keepDays: 5 }], place)).toBeNull();
  expect(fullAt([], place)).toBeNull();
  expect(fullAt([{ bytesPerDay: 1e-9, keepDays: null }], place)).toBeNull();
});

it('warns at 30 days and at 7, once each, and again only after there was more time in between', () => {
  const at = (days: number): number => NOW + days * DAY;
  expect(warningDue(null, at(31), NOW)).toEqual({ due: null, told: null });
  expect(warningDue(null, at(29), NOW)).toEqual({ due: 30, told: 30 });
  expect(warningDue(30, at(29), NOW)).toEqual({ due: null, told: 30 });
  expect(warningDue(30, at(31), NOW)).toEqual({ due: null, told: 30 });
  expect(warningDue(30, at(6), NOW)).toEqual({ due: 7, told: 7 });
  expect(warningDue(7, at(10), NOW)).toEqual({ due: null, told: 7 });
  expect(warningDue(7, at(20), NOW)).toEqual({ due: null, told: 30 });
  expect(warningDue(30, null, NOW)).toEqual({ due: null, told: null });
  expect(warningDue(null, at(3), NOW)).toEqual({ due: 7, told: 7 });
});
