/** A box over a plot: cut to the plot, and what it means in time and values. */
import { expect, test } from 'vitest';
import { boxBetween, boxZoom, plotAt } from '../../../../../renderer/trend/zoom/box-zoom.ts';

const box = { left: 100, top: 50, width: 200, height: 100 };
const lower = { left: 100, top: 170, width: 200, height: 100 };
const plot = {
  box,
  axes: [
    { key: 'a', ends: [0, 10] as const },
    { key: 'b', ends: [100, 300] as const },
  ],
};
const view = { from: 1_000, to: 3_000 };

test('a box is between both corners, whichever came first, and never outside of its plot', () => {
  expect(boxBetween({ x: 250, y: 120 }, { x: 150, y: 60 }, box)).toEqual({
    left: 150,
    top: 60,
    width: 100,
    height: 60,
  });
  expect(boxBetween({ x: 150, y: 60 }, { x: 900, y: 900 }, box)).toEqual({
    left: 150,
    top: 60,
    width: 150,
    height: 90,
  });
});

test('a box means its time and its values on every axis of the plot', () => {
  const zoom = boxZoom({ left: 150, top: 60, width: 50, height: 50 }, plot, view);
  expect(zoom.window).toEqual({ from: 1_500, to: 2_000 });
  expect(Object.fromEntries(zoom.ends)).toEqual({ a: [4, 9], b: [180, 280] });
});

test('a flat box means time alone, a narrow one values alone, a press nothing', () => {
  const flat = boxZoom({ left: 150, top: 60, width: 50, height: 3 }, plot, view);
  expect(flat.window).not.toBeNull();
  expect(flat.ends.size).toBe(0);
  const narrow = boxZoom({ left: 150, top: 60, width: 3, height: 50 }, plot, view);
  expect(narrow.window).toBeNull();
  expect(narrow.ends.size).toBe(2);
  expect(boxZoom({ left: 150, top: 60, width: 1, height: 1 }, plot, view)).toEqual({ window: null, ends: new Map() });
});

test('the plot is the one that the hand is in, or the nearest', () => {
  const plots = [{ box }, { box: lower }];
  expect(plotAt(plots, 100)?.box).toBe(box);
  expect(plotAt(plots, 200)?.box).toBe(lower);
  expect(plotAt(plots, 164)?.box).toBe(lower);
  expect(plotAt(plots, 0)?.box).toBe(box);
  expect(plotAt([], 0)).toBeNull();
});
