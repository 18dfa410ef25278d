/** The leader joins the edges of ring and plate with horizontal and vertical legs only. */
import { describe, expect, it } from 'vitest';
import { leaderPoints, pathOf } from '../../../../renderer/faceplates/desk/leader.ts';

const ring = { left: 100, top: 100, width: 40, height: 40 };

describe('leaderPoints', () => {
  it.each([
    ['straight down to a plate below', { left: 50, top: 300, width: 400, height: 300 }, 'M120.0 140.0L120.0 300.0'],
    ['straight up to a plate above', { left: 50, top: 0, width: 400, height: 60 }, 'M120.0 100.0L120.0 60.0'],
    ['straight across to a plate beside', { left: 300, top: 50, width: 400, height: 300 }, 'M140.0 120.0L300.0 120.0'],
    [
      'round a corner to a plate farther off',
      { left: 300, top: 200, width: 400, height: 300 },
      'M140.0 120.0L316.0 120.0L316.0 200.0',
    ],
    [
      'straight down where they face each other in part only',
      { left: 110, top: 200, width: 400, height: 300 },
      'M126.0 140.0L126.0 200.0',
    ],
    ['to the left', { left: 0, top: 200, width: 90, height: 300 }, 'M100.0 120.0L74.0 120.0L74.0 200.0'],
  ])('goes %s', (_how, plate, path) => {
    expect(pathOf(leaderPoints(ring, plate))).toBe(path);
  });
});
