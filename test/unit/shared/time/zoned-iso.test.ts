import { expect, it } from 'vitest';
import { zoneClock } from '../../../../shared/time/zone.ts';
import { zonedTimes } from '../../../../shared/time/zoned-iso.ts';

const berlin = zonedTimes(zoneClock('Europe/Berlin'));

it('a time carries the offset that its zone had then, to the millisecond', () => {
  const change = Date.UTC(2026, 9, 25, 1);
  expect(berlin.iso(change - 1)).toBe('2026-10-25T02:59:59.999+02:00');
  expect(berlin.iso(change)).toBe('2026-10-25T02:00:00.000+01:00');
  expect(zonedTimes(zoneClock('Asia/Shanghai')).iso(Date.UTC(2026, 9, 1, 0, 0, 0, 123))).toBe(
    '2026-10-01T08:00:00.123+08:00',
  );
  expect(zonedTimes(zoneClock('America/St_Johns')).iso(Date.UTC(2026, 0, 1))).toBe('2025-12-31T20:30:00.000-03:30');
});

it('reads back as the instant that it was, whatever was asked before', () => {
  for (let at = Date.UTC(2026, 9, 24); at < Date.UTC(2026, 9, 27); at += 7_654_321) {
    expect(Date.parse(berlin.iso(at))).toBe(at);
  }
});
