/** What people type where the trend asks for a date and time. */
import { describe, expect, test } from 'vitest';
import { daysLater, monthsLater, timeOf, typedOf, weeksOf } from '../../../../../renderer/trend/goto/typed-time.ts';
import { zoneClock } from '../../../../../shared/time/zone.ts';

const zone = zoneClock('Asia/Shanghai');
const NOW = Date.parse('2026-11-22T15:46:20+08:00');
const at = (date: string, time: string) => timeOf({ date, time }, zone, NOW);

describe('a typed date and time', () => {
  const meant = { kind: 'time', at: Date.parse('2026-03-01T08:05:00+08:00') };

  test.each([
    ['2026-03-01', '08:05'],
    ['2026/3/1', '8:05'],
    ['2026年3月1日', '8时05分'],
    ['２０２６．０３．０１', '０８：０５'],
    ['20260301', '0805'],
    ['3-1', '8:5'],
    [' 2026-03-01 ', '08:05:00'],
    ['3月1日', '8点5分'],
    ['3月1号', '上午 8点05'],
    ['2026-3-1', '8:05 AM'],
    ['2026 3 1', '凌晨8:05'],
  ])('is taken as it is meant: %s %s', (date, time) => {
    expect(at(date, time)).toEqual(meant);
  });

  test('may leave out the minutes', () => {
    expect(at('2026-03-01', '8')).toEqual({ kind: 'time', at: meant.at - 5 * 60_000 });
  });

  test.each([
    ['2026-02-30', '08:00'],
    ['2026-03-01', '25:00'],
    ['2026-03-01', ''],
    ['', '08:00'],
    ['2026-03-01', '下午0点'],
    ['2026-03-01', '15 am'],
    ['2026-03-01', '3:5:7:9'],
    ['2026-03-01-04', '08:00'],
  ])('that no clock shows is none: %s %s', (date, time) => {
    expect(at(date, time)).toEqual({ kind: 'no-time' });
  });

  test.each([
    ['3 pm', '15:00:00'],
    ['3:05:09 p.m.', '15:05:09'],
    ['下午3点', '15:00:00'],
    ['下午三点', null],
    ['晚上 8时30分15秒', '20:30:15'],
    ['下午15点', '15:00:00'],
    ['中午', '12:00:00'],
    ['中午12点半', '12:30:00'],
    ['中午1点', '13:00:00'],
    ['12 am', '00:00:00'],
    ['12pm', '12:00:00'],
    ['凌晨3点', '03:00:00'],
    ['03:12:33', '03:12:33'],
    ['031233', '03:12:33'],
    ['3 o’clock', null],
    ['noonish', null],
    ['３：１２：３３ＰＭ', '15:12:33'],
  ])('says which half of the day and which second: %s', (time, meant) => {
    const found = meant === null ? { kind: 'letters' } : { kind: 'time', at: Date.parse(`2026-03-01T${meant}+08:00`) };
    expect(at('2026-03-01', time)).toEqual(found);
  });

  test('is refused where a word is no part of one', () => {
    expect(at('yesterday', '08:00')).toEqual({ kind: 'letters' });
    expect(at('昨天', '08:00')).toEqual({ kind: 'letters' });
  });

  test('is not gone to where nothing can be: in the future and before all history', () => {
    expect(at('2026-11-22', '15:47')).toEqual({ kind: 'future' });
    expect(at('2016-11-22', '15:46')).toEqual({ kind: 'too-old' });
  });

  test('is offered by the clock of the station', () => {
    expect(typedOf(Date.UTC(2026, 10, 21, 16, 5, 59), zone)).toEqual({ date: '2026-11-22', time: '00:05:59' });
  });
});

describe('a month to pick from', () => {
  test('begins with a Monday and ends with a Sunday, with every day of the month', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
    expect(weeks.flat().filter(day => day.startsWith('2026-11'))).toHaveLength(30);
    expect(weeks.every(week => week.length === 7)).toBe(true);
    // 1 February 2027 is a Monday, and its 28 days fill four weeks.
    expect(weeksOf('2027-02')).toHaveLength(4);
  });

  test('has neighbours, also across a year', () => {
    expect([monthsLater('2026-12', 1), monthsLater('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect([daysLater('2026-12-31', 1), daysLater('no date', 1)]).toEqual(['2027-01-01', 'no date']);
  });
});
