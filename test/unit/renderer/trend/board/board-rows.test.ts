/** What the table says of a pen at the cursor: one number, both ends of a bucket, or none. */
import { describe, expect, test } from 'vitest';
import { present } from '../../../../../renderer/mimic/quality-look.ts';
import { lookOfInstant, rowsOf } from '../../../../../renderer/trend/board/board-rows.ts';
import { PenData } from '../../../../../renderer/trend/board/pen-data.ts';
import { liveFor } from '../../../../../renderer/trend/time/follow.ts';
import { goodText, valueColumn } from '../../../../../renderer/trend/view/cursor-table.tsx';
import { countdown, cursorText, windowText } from '../../../../../renderer/trend/view/time-texts.ts';
import { COMM_LOSS, FORCED, GOOD } from '../../../../../shared/model/quality.ts';
import { sampleSeries } from '../lines/made-series.ts';
import { tagOf } from '../pens/made-tags.ts';

const printed = (low: number, high: number, q = GOOD) => present(lookOfInstant({ low, high, q, time: 0 }, 2, 10), 2);

test('a sample is its number, a bucket both ends where they differ as printed', () => {
  expect(printed(1.5, 1.5).text).toBe('1.50');
  expect(printed(1.501, 1.502).text).toBe('1.50');
  expect(printed(1.5, 9).text).toBe('1.50 – 9.00');
});

test('bad has no number, forced says that it is, and a bucket that was bad in part is uncertain', () => {
  expect(printed(Number.NaN, Number.NaN, COMM_LOSS)).toMatchObject({ text: '----', quality: 'bad' });
  expect(printed(2, 2, FORCED).letter).toBe('F');
  expect(printed(1, 2, COMM_LOSS)).toMatchObject({ text: '1.00 – 2.00', quality: 'uncertain' });
});

test('good is never rounded up to all', () => {
  expect([100, 99.999, 99.96, 0, Number.NaN].map(goodText)).toEqual(['100 %', '100 %', '99.9 %', '0.0 %', '----']);
});

test('times are those of the station', () => {
  const from = Date.parse('2026-11-22T07:40:00Z');
  const hours = (count: number) => windowText({ from, to: from + count * 3_600_000 }, { timeZone: 'UTC', now: from });
  expect(hours(8)).toBe('11-22 07:40 – 15:40');
  expect(hours(24)).toBe('11-22 07:40 – 11-23 07:40');
  expect(hours(0.25)).toBe('11-22 07:40:00 – 07:55:00');
  expect(hours(8_760)).toBe('2026-11-22 07:40 – 2027-11-22 07:40');
  expect(cursorText(from, { from, to: from + 3_600_000 }, { timeZone: 'Asia/Shanghai', now: from })).toBe('15:40:00');
  expect(cursorText(from, { from, to: from + 1e9 }, { timeZone: 'Asia/Shanghai', now: from })).toBe('11-22 15:40:00');
  expect([600_000, 599_001, 60_000, 1, 0].map(countdown)).toEqual(['10:00', '10:00', '1:00', '0:01', '0:00']);
});

test('times of another year than the present one of the station say theirs', () => {
  const newYear = Date.parse('2026-12-31T16:00:00Z');
  const here = (now: number) => ({ timeZone: 'Asia/Shanghai', now });
  const window = { from: newYear - 3_600_000, to: newYear + 3_600_000 };
  expect(windowText(window, here(newYear))).toBe('2026-12-31 23:00 – 2027-01-01 01:00');
  expect(windowText({ from: newYear, to: window.to }, here(newYear))).toBe('01-01 00:00 – 01:00');
  expect(windowText({ from: window.from, to: newYear - 1 }, here(newYear))).toBe('2026-12-31 23:00 – 23:59');
  expect(cursorText(newYear - 1_000, window, here(newYear))).toBe('2026-12-31 23:59:59');
  expect(cursorText(newYear - 1_000, window, here(newYear - 1))).toBe('23:59:59');
});

describe('without a cursor', () => {
  const live = lookOfInstant({ low: 9, high: 9, q: GOOD, time: 0 }, 2, 0);
  const window = { from: 0, to: 25_000 };
  const shown = (isLive: boolean, knownUntil = 100_000) => {
    const pen = new PenData({ slot: 0, tag: tagOf('A', { decimals: 2 }), isHidden: false });
    const rows: readonly [number, number][] = [
      [10_000, 1],
      [20_000, 2],
      [30_000, 3],
    ];
    pen.series = sampleSeries(knownUntil < 30_000 ? rows.slice(0, 2) : rows, { knownUntil });
    const moment = { window, time: null, isLive, loaded: null, now: 100_000 };
    const [row] = rowsOf({ look: () => live }, [pen], moment);
    return row === undefined ? '' : present(row.look, 2).text;
  };

  test('the table has the newest value while live and the one at the end of the window in history', () => {
    expect(shown(true)).toBe('9.00');
    expect(shown(false)).toBe('2.00');
  });

  test('a window held at now has what was written last, and none where nothing had been for long', () => {
    expect(shown(false, 24_000)).toBe('2.00');
    expect(shown(false, 22_000)).toBe('----');
  });

  test('the column says of when it is, and has the letter of the cursor in live only', () => {
    const here = { newest: 'newest', timeZone: 'UTC', now: 100_000 };
    const follow = liveFor(25_000);
    const past = { ...follow, held: window };
    expect(valueColumn({ cursor: null, window, follow }, here)).toEqual({ isCursor: false, text: 'newest' });
    expect(valueColumn({ cursor: null, window, follow: past }, here)).toEqual({ isCursor: false, text: '00:00:25' });
    const cursor = { x: 1, time: 5_000 };
    expect(valueColumn({ cursor, window, follow: past }, here)).toEqual({ isCursor: true, text: '00:00:05' });
  });
});
