/** What the table says of a pen at the cursor: one number, both ends of a bucket, or none. */
import { describe, expect, test } from 'vitest';
import { present } from '../../../../../renderer/mimic/quality-look.ts';
import { lookOfInstant, rowsOf } from '../../../../../renderer/trend/board/board-rows.ts';
import { PenData } from '../../../../../renderer/trend/board/pen-data.ts';
import { liveFor } from '../../../../../renderer/trend/time/follow.ts';
import { goodText, signed, valueColumn } from '../../../../../renderer/trend/view/cursor-table.tsx';
import { apartText, countdown, cursorText, windowText } from '../../../../../renderer/trend/view/time-texts.ts';
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

test('a difference has its sign, and none where it is nothing as printed', () => {
  expect([1.25, -0.5, 0, 0.001, Number.NaN].map(value => signed(value, 1))).toEqual([
    '+1.3',
    '−0.5',
    '0.0',
    '0.0',
    '----',
  ]);
});

test('how far cursors are apart is told in three units at most, and with a minus where B is before A', () => {
  const texts = [2 * 3_600_000 + 22 * 60_000, 22_500, 59_999, 65_000, 3 * 86_400_000 + 4 * 3_600_000 + 300_000];
  expect(texts.map(apartText)).toEqual(['2 h 22 min 00 s', '22.5 s', '1 min 00 s', '1 min 05 s', '3 d 4 h 05 min']);
  expect(apartText(-65_000)).toBe('−1 min 05 s');
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

describe('with the figures of the historian', () => {
  const data = new PenData({ slot: 0, tag: tagOf('F', { decimals: 1, unit: 'm³/h' }), isHidden: false });
  data.series = sampleSeries([[0, 5]], { knownUntil: 100_000 });
  const instant = (value: number) => ({ low: value, high: value, q: GOOD, time: 0 });
  const exact = {
    min: 1,
    average: 2,
    max: 3,
    deviation: 0.5,
    total: 7_200,
    goodPercent: 90,
    isPartial: true,
    a: instant(1.5),
    b: instant(4),
    compared: instant(9),
  };
  const wish = { tags: ['F'], from: 0, to: 10, instants: { a: 0, b: 10, compared: 5 } };
  const figures = { wish, byTag: new Map([['F', exact]]) };
  const moment = {
    window: { from: 0, to: 50_000 },
    time: 10_000,
    timeB: 20_000,
    timeCompared: 5,
    isLive: false,
    loaded: null,
    now: 100_000,
  };
  const live = lookOfInstant(instant(7), 1, 0);
  const rowWith = (part: Partial<typeof moment> & { readonly figures?: typeof figures | null }) => {
    const [row] = rowsOf({ look: () => live }, [data], { ...moment, ...part });
    if (row === undefined) throw new Error('no row');
    return row;
  };
  const text = (look: typeof live | null) => (look === null ? null : present(look, 1).text);

  test('a row has them and the values in force at both cursors and in what is compared', () => {
    const row = rowWith({ figures });
    expect(row).toMatchObject({ min: 1, average: 2, max: 3, deviation: 0.5, goodPercent: 90, isPartial: true });
    expect(row.integral).toEqual({ value: 2, unit: 'm³' });
    expect([row.look, row.lookB, row.compared].map(text)).toEqual(['1.5', '4.0', '9.0']);
    expect(row.difference).toBe(2.5);
  });

  test('the difference is that of the numbers as they are printed, so that it can be checked by hand', () => {
    const between = (a: number, b: number): number => {
      const one = { ...exact, a: instant(a), b: instant(b) };
      return rowWith({ figures: { wish, byTag: new Map([['F', one]]) } }).difference;
    };
    expect(between(1.049, 1.051)).toBeCloseTo(0.1);
    expect(between(1.44, 1.36)).toBe(0);
    expect(Number.isNaN(between(1, Number.NaN))).toBe(true);
  });

  test('until they are there it has what is loaded at the cursors, and nothing that would be of what is drawn', () => {
    const row = rowWith({ figures: null });
    expect([row.look, row.lookB, row.compared].map(text)).toEqual(['5.0', '5.0', '----']);
    expect([row.average, row.deviation, row.integral?.value, row.difference].every(Number.isNaN)).toBe(true);
  });

  test('it has no B without a second cursor, and nothing compared without a comparison', () => {
    const { timeB: _, timeCompared: __, ...alone } = moment;
    const [row] = rowsOf({ look: () => live }, [data], alone);
    expect([row?.lookB, row?.compared]).toEqual([null, null]);
  });
});
