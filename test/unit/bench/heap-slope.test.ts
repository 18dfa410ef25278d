/** The slope of a heap over time. */
import { expect, it } from 'vitest';
import { slopeOf } from '../../bench/hmi/heap-case.ts';

it('is the rise of the line through all points, and nothing where they only go up and down', () => {
  expect(slopeOf([0, 10, 20, 30].map(at => ({ at, mb: 5 + 0.5 * at })))).toBeCloseTo(0.5);
  expect(slopeOf([3, 5, 5, 3].map((mb, i) => ({ at: i * 10, mb })))).toBeCloseTo(0);
});
