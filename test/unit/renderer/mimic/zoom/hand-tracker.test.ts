import { expect, test } from 'vitest';
import { HandTracker } from '../../../../../renderer/mimic/zoom/hand-tracker.ts';

test('a hand on the ground pushes the scene once it has moved more than it trembles', () => {
  const hands = new HandTracker();
  hands.down(1, [100, 100], true);
  expect([hands.move(1, [104, 103]), hands.isMoving]).toEqual([null, false]);
  expect(hands.move(1, [110, 100])).toMatchObject({ by: [10, 0], ratio: 1 });
  expect(hands.move(1, [111, 100])).toMatchObject({ by: [1, 0], ratio: 1 });
  expect(hands.isMoving).toBe(true);
  hands.up(1);
  expect([hands.move(1, [200, 100]), hands.isMoving]).toEqual([null, false]);
});

test('a hand on something that is pressed or dragged by itself leaves the scene where it is', () => {
  const hands = new HandTracker();
  hands.down(1, [100, 100], false);
  expect(hands.move(1, [200, 200])).toBeNull();
});

test('two fingers zoom about their middle and push, wherever they are put, and what is left of them pushes on', () => {
  const hands = new HandTracker();
  expect(hands.down(1, [100, 100], false)).toBe(false);
  expect(hands.down(2, [200, 100], true)).toBe(true);
  expect(hands.move(2, [300, 100])).toEqual({ by: [50, 0], about: [150, 100], ratio: 2 });
  expect(hands.move(1, [200, 100])).toEqual({ by: [50, 0], about: [200, 100], ratio: 0.5 });
  // A palm that comes down as well changes nothing.
  expect(hands.down(3, [0, 0], true)).toBe(false);
  expect(hands.move(3, [50, 50])).toBeNull();
  hands.up(1);
  expect(hands.move(2, [310, 100])).toMatchObject({ by: [10, 0], ratio: 1 });
});

test('fingers that meet in one point do not make the scene vanish', () => {
  const hands = new HandTracker();
  hands.down(1, [100, 100], true);
  hands.down(2, [200, 100], true);
  expect(hands.move(2, [100, 100])?.ratio).toBeGreaterThan(0);
  expect(Number.isFinite(hands.move(2, [160, 100])?.ratio)).toBe(true);
});
