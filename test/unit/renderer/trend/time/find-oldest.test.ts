import { expect, test } from 'vitest';
import type { DataWindow } from '../../../../../renderer/trend/time/data-window.ts';
import { findOldest } from '../../../../../renderer/trend/time/find-oldest.ts';
import { bucketSeries, sampleSeries } from '../lines/made-series.ts';

const DAY = 86_400_000;
const now = 20_000 * DAY;
const first = now - 123.456 * DAY;

test('the beginning of history is found by ever shorter questions', async () => {
  const windows: DataWindow[] = [];
  const read = async (window: DataWindow) => {
    windows.push(window);
    const valid = Array.from({ length: window.columns }, (_, i) =>
      window.from + (i + 1) * window.stepMs > first ? 100 : 0,
    );
    return [bucketSeries({ from: window.from, stepMs: window.stepMs, percentValid: valid })];
  };
  const oldest = await findOldest(read, { now, nearMs: 1_000 });
  expect(Math.abs((oldest ?? 0) - first)).toBeLessThanOrEqual(1_000);
  expect(windows.length).toBeLessThanOrEqual(4);
});

test('samples say at once when history began, and the earliest of the pens counts', async () => {
  const read = async () => [sampleSeries([[50, 1]]), sampleSeries([[20, 1]]), sampleSeries([])];
  expect(await findOldest(read, { now, nearMs: 1 })).toBe(20);
});

test('where nothing is known there is no beginning', async () => {
  expect(await findOldest(async () => [sampleSeries([])], { now, nearMs: 1 })).toBeNull();
});
