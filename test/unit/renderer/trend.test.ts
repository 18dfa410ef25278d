import { describe, expect, test } from 'vitest';
import { levelTextAt, niceRange, place, seriesPath } from '../../../renderer/mimic/scale.ts';
import { demoWidth } from '../../../renderer/mimic/spark.ts';
import { append, emptySeries, merge, type Series } from '../../../renderer/store/recent-store.ts';
import { decimate } from '../../../renderer/trend/small/decimate.ts';
import { badSpans, demoSeen, trendData, valueAxis, windowMinutes } from '../../../renderer/trend/small/trend-series.ts';
import { COMM_LOSS, GOOD } from '../../../shared/model/quality.ts';

describe('decimation', () => {
  const t = Array.from({ length: 10_000 }, (_, i) => i);

  test('keeps every spike and stays within four points per column', () => {
    const v = t.map(i => (i === 5_003 ? 99 : i === 7_777 ? -99 : Math.sin(i)));
    const points = decimate({ t, v }, 0, 9_999, 100);
    expect(points.t.length).toBeLessThanOrEqual(101 * 5);
    expect(Math.max(...points.v)).toBe(99);
    expect(Math.min(...points.v)).toBe(-99);
    expect([...points.t]).toEqual(points.t.toSorted((a, b) => a - b));
  });

  test('keeps a gap that is narrower than a pixel', () => {
    const v = t.map(i => (i === 4_000 ? Number.NaN : 1));
    expect(decimate({ t, v }, 0, 9_999, 100).v.some(Number.isNaN)).toBe(true);
  });

  test('lets the value before the window enter at its edge', () => {
    expect(decimate({ t: [10, 500], v: [3, 4] }, 100, 1_000, 50)).toEqual({ t: [100, 500], v: [3, 4] });
  });
});

describe('trend data', () => {
  const window = { from: 0, to: 100, columns: 50, isLive: true };

  test('a gap is null and never a line, and is named as a bad span', () => {
    const data = trendData({ t: [0, 20, 40, 60], v: [1, Number.NaN, 2, 3] }, window);
    expect(data.v).toEqual([1, null, 2, 3, 3]);
    expect(data.t.at(-1)).toBe(100);
    expect(data.bad).toEqual([[20, 40]]);
  });

  test('a value that is not live ends where it ended', () => {
    const series = { t: [0, 60], v: [1, 2] };
    expect(trendData(series, { ...window, isLive: false }).t).toEqual([0, 60]);
    expect(badSpans(series, 0, 100, false)).toEqual([[60, 100]]);
  });

  test('bad until now reaches the right edge', () => {
    expect(badSpans({ t: [0, 50], v: [1, Number.NaN] }, 0, 100, false)).toEqual([[50, 100]]);
  });
});

test('the window is the shortest of 5, 15, 30 and 60 minutes that shows all there is', () => {
  const minute = 60_000;
  expect(windowMinutes({ t: [0], v: [1] }, 3 * minute)).toBe(5);
  expect(windowMinutes({ t: [0, 8 * minute], v: [Number.NaN, 1] }, 10 * minute)).toBe(5);
  expect(windowMinutes({ t: [0], v: [1] }, 16 * minute)).toBe(30);
  expect(windowMinutes({ t: [0], v: [1] }, 300 * minute)).toBe(60);
  expect(windowMinutes({ t: [], v: [] }, 0)).toBe(60);
});

describe('value axis', () => {
  test('does not blow noise up to full height', () => {
    const [low, high] = valueAxis({ values: [3.2, 3.2004], low: 0, high: 6, limits: {} });
    expect(high - low).toBeGreaterThan(0.1);
    expect(low).toBeLessThan(3.2);
  });

  test('brings a near limit into view and leaves a far one out', () => {
    const axis = valueAxis({ values: [1.48, 1.52], low: 0, high: 2.5, limits: { H: 1.6, L: 0.2 } });
    expect(axis[1]).toBeGreaterThan(1.6);
    expect(axis[0]).toBeGreaterThan(1);
  });

  test('has ends also without any value', () => {
    const [low, high] = valueAxis({ values: [null], low: null, high: null, limits: {} });
    expect(high).toBeGreaterThan(low);
  });
});

describe('recorded series', () => {
  const empty = (): Series => emptySeries('ready');

  test('takes samples in order of time and carries bad as no number', () => {
    const series = empty();
    append(series, { t: 10, v: 1, q: GOOD });
    append(series, { t: 10, v: 2, q: GOOD });
    append(series, { t: 20, v: 0, q: COMM_LOSS });
    expect(series.t).toEqual([10, 20]);
    expect(series.v).toEqual([1, Number.NaN]);
  });

  test('ends where the demo ends, and begins anew with the first value of the field', () => {
    const series = empty();
    append(series, { t: 9_000, v: 5, q: GOOD });
    const found = { t: [1_000, 2_000, 8_000], v: [1, 2, 4] };
    merge(series, {
      t: Float64Array.from(found.t),
      v: Float64Array.from(found.v),
      q: Uint16Array.from(found.t, () => GOOD),
      demoUntil: 2_000,
    });
    expect(series.v).toEqual([1, 2, Number.NaN, 4, 5]);
    expect(badSpans(series, 0, 10_000, true)).toEqual([[2_001, 8_000]]);
    expect([demoSeen(series, 1_500), demoSeen(series, 2_000)]).toEqual([2_000, null]);
  });

  test('of the demo are marked for as much of the chart as they are, and never too thin to be seen', () => {
    const chart = { from: 1_000, to: 2_000, width: 100 };
    expect(demoWidth(null, chart)).toBe(0);
    expect(demoWidth(1_000, chart)).toBe(0);
    expect(demoWidth(1_001, chart)).toBe(3);
    expect(demoWidth(1_500, chart)).toBe(50);
    expect(demoWidth(9_000, chart)).toBe(100);
  });
});

describe('scales', () => {
  test('hold a pointer within the bar', () => {
    const scale = { low: 0, high: 10, from: 100, to: 0 };
    expect(place(scale, 5)).toBe(50);
    expect(place(scale, 99)).toBe(0);
    expect(place(scale, -99)).toBe(100);
  });

  test('end on round numbers around the data', () => {
    const [low, high] = niceRange(3.17, 3.23);
    expect(low).toBeLessThanOrEqual(3.17);
    expect(high).toBeGreaterThanOrEqual(3.23);
  });

  test('a path starts anew after a gap', () => {
    const path = seriesPath({
      t: [0, 1, 2, 3],
      v: [1, Number.NaN, 1, 2],
      from: 0,
      to: 4,
      x: 0,
      width: 4,
      scale: { low: 0, high: 2, from: 10, to: 0 },
    });
    expect(path).toBe('M0.0 5.0M2.0 5.0L3.0 0.0');
  });
});

describe('the text at a level line', () => {
  test('stands above the line, and beneath it where the chart ends', () => {
    expect([170, 20, 19.9, 0].map(levelTextAt)).toEqual([-4, -4, 14, 14]);
  });
});
