/** Equality of figures that were added up in different orders. */
import { expect } from 'vitest';

const RELATIVE = 1e-9;

export function isClose(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= RELATIVE * Math.max(1, Math.abs(a), Math.abs(b));
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const apart = Array.from(expected).findIndex((value, i) => !isClose(actual[i] ?? Number.POSITIVE_INFINITY, value));
  const message = `${what}, place ${apart}: ${actual[apart]} instead of ${expected[apart]}`;
  expect(apart, message).toBe(-1);
  expect(actual.length, what).toBe(expected.length);
}
