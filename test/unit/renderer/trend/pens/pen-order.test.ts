/** Pens change places, make way, and find one on the plot that they are dropped on. */
import { describe, expect, it } from 'vitest';
import { placedAt, slotOnPlot, stepped } from '../../../../../renderer/trend/pens/pen-order.ts';
import type { PenSet } from '../../../../../renderer/trend/pens/pen-set.ts';

/** One letter a place, `-` for none, a small one for one that is hidden. */
const setOf = (letters: string): PenSet =>
  Array.from(letters, letter =>
    letter === '-' ? null : { tag: letter.toUpperCase(), isHidden: letter !== letter.toUpperCase() },
  );
const textOf = (pens: PenSet): string =>
  pens.map(pen => (pen === null ? '-' : pen.isHidden ? pen.tag.toLowerCase() : pen.tag)).join('');

describe('a pen that is put at a place', () => {
  it.each([
    ['ABCD----', 'A', 2, 'CBAD----', 'changes places'],
    ['ABCD----', 'A', 5, '-BCD-A--', 'goes to a free one'],
    ['AbCD----', 'B', 1, 'ABCD----', 'is seen'],
    ['ABCD----', 'X', 1, 'AXCDB---', 'makes the other move up'],
    ['ABCDEFGH', 'X', 7, 'ABCDEFGX', 'takes the place where there is no other'],
    ['--------', 'X', 3, '---X----', 'is the first'],
    ['AB--EF--', 'X', 4, 'AB-EXF--', 'sends the other to the nearest free place'],
  ])('%s %s → %i: %s (%s)', (before, tag, slot, after) => {
    expect(textOf(placedAt(setOf(before), tag, slot))).toBe(after);
  });
});

describe('a pen that is moved by keys', () => {
  it.each([
    ['ABCD----', 'B', -1, 'BACD----'],
    ['ABCD----', 'A', -1, 'ABCD----'],
    ['ABC-----', 'C', 1, 'AB-C----'],
    ['ABCDEFGH', 'H', 1, 'ABCDEFGH'],
    ['ABCD----', 'X', 1, 'ABCD----'],
  ] as const)('%s %s %i: %s', (before, tag, by, after) => {
    expect(textOf(stepped(setOf(before), tag, by))).toBe(after);
  });
});

describe('the place on a plot', () => {
  it('is a free one beside its pens, else that of the last of them', () => {
    expect(slotOnPlot(setOf('A-CD----'), [0])).toBe(1);
    expect(slotOnPlot(setOf('-BCD----'), [1])).toBe(0);
    expect(slotOnPlot(setOf('ABCD----'), [2, 3])).toBe(3);
    expect(slotOnPlot(setOf('ABCD----'), [])).toBeNull();
  });
});
