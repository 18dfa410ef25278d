import { describe, expect, test } from 'vitest';
import { placesOf, scrollTo, wholeIn, windowOf } from '../../../../../renderer/ui/rows/row-window.ts';

const places = placesOf([24, ...Array.from({ length: 1_000 }, () => 42)]);

describe('the rows in sight', () => {
  test('are a few of a thousand, with spare ones around', () => {
    const [from, to] = windowOf(places, { scrollTop: 4_224, height: 420 }, 84);
    expect([from, to]).toEqual([99, 114]);
  });

  test('hold the first and the last at the ends', () => {
    expect(windowOf(places, { scrollTop: 0, height: 100 }, 300)[0]).toBe(0);
    expect(windowOf(places, { scrollTop: places.total - 100, height: 100 }, 300)[1]).toBe(1_001);
    expect(windowOf(placesOf([]), { scrollTop: 0, height: 100 }, 300)).toEqual([0, 0]);
  });

  test('that are cut are not of the page that is acknowledged', () => {
    expect(wholeIn(places, { scrollTop: 30, height: 130 })).toEqual([2, 3]);
  });

  test('move as little as needed to show a row', () => {
    const sight = { scrollTop: 420, height: 420 };
    expect(scrollTo(places, 12, sight)).toBe(420);
    expect(scrollTo(places, 5, sight)).toBe(24 + 4 * 42);
    expect(scrollTo(places, 30, sight)).toBe(24 + 30 * 42 - 420);
  });
});
