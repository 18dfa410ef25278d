/** What is asked for: wider than what is seen, a bucket a pixel, on a grid, and only when it is needed. */
import { describe, expect, test } from 'vitest';
import { isEnough, type Loaded, wantedData } from '../../../../../renderer/trend/time/data-window.ts';

const HOUR = 3_600_000;
const now = 500_000 * HOUR;
const screen = { widthPx: 1_200, now };
const past = { from: now - 101 * HOUR, to: now - 100 * HOUR };
const loadedFor = (view: { from: number; to: number }): Loaded => ({ ...wantedData(view, screen), readAt: now });

describe('the data that is wanted', () => {
  test('reaches half a span beyond both sides, one bucket a pixel', () => {
    const wanted = wantedData(past, screen);
    expect(wanted.stepMs).toBe(3_000);
    expect(wanted.from).toBeLessThanOrEqual(past.from - HOUR / 2);
    expect(wanted.to).toBeGreaterThanOrEqual(past.to + HOUR / 2);
    expect((wanted.to - wanted.from) / wanted.stepMs).toBe(wanted.columns);
    expect(wanted.columns).toBeLessThan(2_420);
  });

  test('has its margin in the past where the other side would be future', () => {
    const wanted = wantedData({ from: now - HOUR, to: now }, screen);
    expect(wanted.to - now).toBeLessThan(wanted.stepMs);
    expect(wanted.from).toBeLessThanOrEqual(now - 2 * HOUR);
  });

  test('lies on multiples of the bucket, so that a later answer has the same buckets', () => {
    const first = wantedData({ from: now - HOUR, to: now }, screen);
    const later = wantedData({ from: now - HOUR + 1_700, to: now + 1_700 }, { ...screen, now: now + 1_700 });
    expect(later.stepMs).toBe(first.stepMs);
    expect((later.from - first.from) % first.stepMs).toBe(0);
    expect(first.from % first.stepMs).toBe(0);
  });

  test('is never more than the contract takes, however wide the screen', () => {
    for (const widthPx of [1, 800, 2_900, 7_680]) {
      const { columns } = wantedData(past, { widthPx, now });
      expect(columns).toBeGreaterThanOrEqual(10);
      expect(columns).toBeLessThanOrEqual(4_096);
    }
  });
});

describe('what is loaded', () => {
  test('is enough for the window it was made for, and for a small move of it', () => {
    const loaded = loadedFor(past);
    expect(isEnough(loaded, past, screen)).toBe(true);
    expect(isEnough(loaded, { from: past.from + HOUR / 5, to: past.to + HOUR / 5 }, screen)).toBe(true);
    expect(isEnough(null, past, screen)).toBe(false);
  });

  test.each([-0.45, 0.45, 3])('is not enough when the window comes near its edge: moved by %s', share => {
    const moved = { from: past.from + share * HOUR, to: past.to + share * HOUR };
    expect(isEnough(loadedFor(past), moved, screen)).toBe(false);
  });

  test('is not enough when it is too coarse for the window, or much too fine', () => {
    const middle = past.from + HOUR / 2;
    const nearer = { from: middle - HOUR / 4, to: middle + HOUR / 4 };
    expect(isEnough(loadedFor(past), nearer, screen)).toBe(false);
    const fine: Loaded = { ...loadedFor(past), stepMs: 1_000 };
    expect(isEnough(fine, past, screen)).toBe(false);
  });

  test('is read again a second later at the live end, and never in history', () => {
    const view = { from: now - HOUR, to: now };
    const loaded = loadedFor(view);
    const after = (ms: number) =>
      isEnough(loaded, { from: view.from + ms, to: view.to + ms }, { ...screen, now: now + ms });
    expect(after(900)).toBe(true);
    expect(after(3_100)).toBe(false);
    expect(isEnough(loadedFor(past), past, { ...screen, now: now + 24 * HOUR })).toBe(true);
  });

  test('of a year is not read again every second: nothing new would be seen', () => {
    const view = { from: now - 8_760 * HOUR, to: now };
    expect(isEnough(loadedFor(view), view, { ...screen, now: now + 60_000 })).toBe(true);
  });
});
