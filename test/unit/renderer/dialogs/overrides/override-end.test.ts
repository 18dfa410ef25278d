/** Until when an override lasts, by the clock of the station. */
import { describe, expect, test } from 'vitest';
import { LONGEST_OVERRIDE_MS } from '../../../../../main/tags/override-register.ts';
import {
  type EndEntry,
  endOf,
  LONGEST_MS,
  nextShiftEnd,
  typedTime,
} from '../../../../../renderer/dialogs/overrides/override-end.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';

const shanghai = zoneClock('Asia/Shanghai');
/** 13:59:07 in Shanghai. */
const NOW = Date.UTC(2026, 10, 22, 5, 59, 7);
const HOUR = 3_600_000;
const at = (date: string, time: string): EndEntry => ({ choice: 'at', date, time });

describe('the end of an override', () => {
  test('lies a number of hours ahead', () => {
    expect(endOf({ choice: 'one-hour', date: '', time: '' }, NOW, shanghai)).toEqual({ kind: 'end', at: NOW + HOUR });
    expect(endOf({ choice: 'eight-hours', date: '', time: '' }, NOW, shanghai)).toEqual({
      kind: 'end',
      at: NOW + 8 * HOUR,
    });
  });

  test('is the next change of shift: by day 20:00, by night 08:00, and never now', () => {
    expect(nextShiftEnd(NOW, shanghai)).toBe(Date.UTC(2026, 10, 22, 12));
    expect(nextShiftEnd(Date.UTC(2026, 10, 22, 12), shanghai)).toBe(Date.UTC(2026, 10, 23, 0));
    expect(nextShiftEnd(Date.UTC(2026, 10, 22, 23, 59), shanghai)).toBe(Date.UTC(2026, 10, 23, 0));
  });

  test('is a change of shift also in the night in which the clocks change', () => {
    const berlin = zoneClock('Europe/Berlin');
    // 28 March 2026, 21:00 in Berlin; the clocks go forward at 02:00.
    expect(nextShiftEnd(Date.UTC(2026, 2, 28, 20), berlin)).toBe(Date.UTC(2026, 2, 29, 6));
  });

  test('is a date and a time as typed, on the clock of the station', () => {
    expect(endOf(at('2026-11-23', '09:30'), NOW, shanghai)).toEqual({ kind: 'end', at: Date.UTC(2026, 10, 23, 1, 30) });
    expect(endOf(at('２０２６－１１－２３', '９：３０'), NOW, shanghai)).toEqual({
      kind: 'end',
      at: Date.UTC(2026, 10, 23, 1, 30),
    });
    expect(endOf(at('2026/11/23', '09:30'), NOW, shanghai).kind).toBe('end');
    for (const [date, time] of [
      ['11-23', '9:30 am'],
      ['2026年11月23日', '上午9点30分'],
      ['20261123', '0930'],
    ] as const) {
      expect(endOf(at(date, time), NOW, shanghai)).toEqual({ kind: 'end', at: Date.UTC(2026, 10, 23, 1, 30) });
    }
    expect(endOf(at('11-22', '24:00'), NOW, shanghai)).toEqual({ kind: 'end', at: Date.UTC(2026, 10, 22, 16) });
  });

  test.each([
    [at('2026-02-30', '09:30'), 'no-time'],
    [at('2026-11-23', '24:01'), 'no-time'],
    [at('tomorrow', '09:30'), 'no-time'],
    [at('', ''), 'no-time'],
    [at('2026-11-22', '13:59'), 'passed'],
    [at('2026-12-22', '14:00'), 'too-long'],
  ] as const)('is refused where it cannot be meant: %j is %s', (entry, kind) => {
    expect(endOf(entry, NOW, shanghai)).toEqual({ kind });
  });

  test('may lie as far ahead as the station allows, and no farther', () => {
    expect(LONGEST_MS).toBe(LONGEST_OVERRIDE_MS);
    const now = Date.UTC(2026, 10, 22, 6);
    expect(endOf({ choice: 'at', ...typedTime(now + LONGEST_MS, shanghai) }, now, shanghai).kind).toBe('end');
  });
});
