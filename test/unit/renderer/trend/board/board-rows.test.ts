/** What the table says of a pen at the cursor: one number, both ends of a bucket, or none. */
import { expect, test } from 'vitest';
import { present } from '../../../../../renderer/mimic/quality-look.ts';
import { lookOfInstant } from '../../../../../renderer/trend/board/board-rows.ts';
import { goodText } from '../../../../../renderer/trend/view/cursor-table.tsx';
import { countdown, cursorText, windowText } from '../../../../../renderer/trend/view/time-texts.ts';
import { COMM_LOSS, FORCED, GOOD } from '../../../../../shared/model/quality.ts';

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
  const hours = (count: number) => windowText({ from, to: from + count * 3_600_000 }, 'UTC');
  expect(hours(8)).toBe('11-22 07:40 – 15:40');
  expect(hours(24)).toBe('11-22 07:40 – 11-23 07:40');
  expect(hours(0.25)).toBe('11-22 07:40:00 – 07:55:00');
  expect(hours(8_760)).toBe('2026-11-22 07:40 – 2027-11-22 07:40');
  expect(cursorText(from, { from, to: from + 3_600_000 }, 'Asia/Shanghai')).toBe('15:40:00');
  expect(cursorText(from, { from, to: from + 1e9 }, 'Asia/Shanghai')).toBe('11-22 15:40:00');
  expect([600_000, 599_001, 60_000, 1, 0].map(countdown)).toEqual(['10:00', '10:00', '1:00', '0:01', '0:00']);
});
