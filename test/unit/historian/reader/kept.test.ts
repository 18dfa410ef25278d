/** What reader threads keep stays within its bounds. */
import { expect, it } from 'vitest';
import { Kept } from '../../../../main/historian/reader/kept.ts';

it('gives up what was used longest ago as soon as all together weigh too much', () => {
  const kept = new Kept<string, number>(10, value => value);
  const made: string[] = [];
  const get = (key: string, weight: number): number =>
    kept.get(key, () => {
      made.push(key);
      return weight;
    });
  get('a', 4);
  get('b', 4);
  get('a', 4);
  get('c', 4);
  get('a', 4);
  get('b', 4);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('keeps the newest even when it alone weighs too much', () => {
  const kept = new Kept<string, number>(10, value => value);
  kept.get('heavy', () => 11);
  expect(kept.get('heavy', () => 0)).toBe(11);
});
