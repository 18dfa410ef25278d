/** Which of the targets around a finger are meant. */
import { describe, expect, it } from 'vitest';
import { distanceTo, meantBy } from '../../../../renderer/touch/finger.ts';

const target = (name: string, left: number, top: number, width: number, height: number) => ({
  name,
  box: { left, top, width, height },
});
const names = (found: readonly { readonly name: string }[]): readonly string[] => found.map(({ name }) => name);

describe('a finger', () => {
  it('means a large target that it is on, whatever small one stands beside it', () => {
    const targets = [target('pump', 0, 0, 60, 60), target('value', 62, 20, 80, 18)];
    expect(names(meantBy({ x: 50, y: 30 }, targets))).toEqual(['pump']);
  });

  it('means a small target also from beside it', () => {
    const targets = [target('value', 100, 100, 80, 18)];
    expect(names(meantBy({ x: 110, y: 140 }, targets))).toEqual(['value']);
    expect(meantBy({ x: 110, y: 142 }, targets)).toEqual([]);
  });

  it('may mean each of several small targets, the nearest first', () => {
    const rows = [target('P', 0, 0, 200, 18), target('T', 0, 28, 200, 18), target('Q', 0, 56, 200, 18)];
    expect(names(meantBy({ x: 100, y: 34 }, rows))).toEqual(['T', 'P', 'Q']);
  });

  it('does not mean the ground around a target that it is on', () => {
    const targets = [target('separator', 0, 0, 200, 200), target('level', 20, 100, 60, 18)];
    expect(names(meantBy({ x: 40, y: 110 }, targets))).toEqual(['level']);
    expect(names(meantBy({ x: 150, y: 20 }, targets))).toEqual(['separator']);
  });
});

describe('the distance', () => {
  it('is to the nearest edge, and none inside', () => {
    const { box } = target('a', 10, 10, 20, 20);
    expect(distanceTo({ x: 15, y: 15 }, box)).toBe(0);
    expect(distanceTo({ x: 33, y: 34 }, box)).toBe(5);
  });
});
