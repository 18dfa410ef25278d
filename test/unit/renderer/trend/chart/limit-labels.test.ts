/** Labels of limits: beside their own line, never on another one, left out rather than misread. Bands of marks: never overlooked. */
import { describe, expect, test } from 'vitest';
import { placeLabels } from '../../../../../renderer/trend/chart/limit-labels.ts';
import { markEnds } from '../../../../../renderer/trend/chart/paint-frame.ts';

const ROOM = { top: 0, bottom: 200, height: 15, space: 14 };
const places = (...ys: readonly number[]) =>
  placeLabels(
    ys.map(y => ({ y, width: 50 })),
    ROOM,
  );

describe('labels of limits', () => {
  test('stand above their line, and below it where the plot ends', () => {
    expect(places(100, 5)).toEqual([
      { left: 0, top: 84 },
      { left: 0, top: 6 },
    ]);
  });

  test('turn away from a line that is near', () => {
    const [high, low] = places(100, 108);
    expect(high).toEqual({ left: 0, top: 84 });
    expect(low).toEqual({ left: 0, top: 109 });
  });

  test('are left out where both sides are taken, and stand on no other line in any case', () => {
    expect(places(100, 120, 110)[2]).toBeNull();
    for (let seed = 1; seed < 400; seed++) {
      const ys = [1, 2, 3, 4].map(i => (seed * 37 * i * i) % 200);
      placeLabels(
        ys.map(y => ({ y, width: 50 })),
        ROOM,
      ).forEach((place, own) => {
        if (place === null) return;
        const crossed = ys.filter(y => Math.abs(y - (ys[own] ?? 0)) >= 1 && y > place.top && y < place.top + 15);
        expect(crossed, `${ys.join(' ')} ${own}`).toEqual([]);
        expect(Math.min(Math.abs(place.top - (ys[own] ?? 0)), Math.abs(place.top + 15 - (ys[own] ?? 0)))).toBe(1);
      });
    }
  });

  test('of two pens with one limit stand beside each other', () => {
    expect(places(100, 100)).toEqual([
      { left: 0, top: 84 },
      { left: 64, top: 84 },
    ]);
  });
});

test('a band of marks is three pixels wide at least, and nothing out of view', () => {
  const box = { left: 100, width: 500 };
  expect(markEnds([200, 200.2], box)).toEqual([200, 203]);
  expect(markEnds([0, 100.1], box)).toEqual([100, 103]);
  expect(markEnds([599.5, 700], box)).toEqual([597, 600]);
  expect(markEnds([0, 900], box)).toEqual([100, 600]);
  expect(markEnds([0, 99], box)).toBeNull();
  expect(markEnds([601, 700], box)).toBeNull();
});
