/** Deadlines by handle: what has passed, and the earliest that may pass. */
import { expect, it } from 'vitest';
import { Deadlines } from '../../../main/tags/deadlines.ts';

it('has passed at the deadline, not after it, and stays passed until cleared or restarted', () => {
  const deadlines = new Deadlines([100, 200, Number.POSITIVE_INFINITY]);
  expect(deadlines.earliest).toBe(Number.POSITIVE_INFINITY);
  for (const h of [0, 1, 2]) deadlines.restart(h, 1_000);
  expect(deadlines.earliest).toBe(1_100);
  expect(deadlines.passed(1_099)).toEqual([]);
  expect(deadlines.passed(1_100)).toEqual([0]);
  expect(deadlines.passed(1_200)).toEqual([0, 1]);
  deadlines.clear(0);
  deadlines.restart(1, 1_200);
  expect(deadlines.passed(1e9)).toEqual([1]);
});

it('never takes the earliest for later than it is, and corrects it when it was too early', () => {
  const deadlines = new Deadlines([100, 200]);
  deadlines.restart(0, 0);
  deadlines.restart(1, 0);
  deadlines.restart(0, 500);
  expect(deadlines.earliest).toBe(100);
  expect(deadlines.passed(150)).toEqual([]);
  expect(deadlines.earliest).toBe(200);
});
