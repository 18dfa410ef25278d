import { describe, expect, test } from 'vitest';
import { inReadingOrder } from '../../../../shared/scene/reading-order.ts';

const drawn = (item: string, x: number, y: number) => ({
  item,
  area: [x - 20, y - 20, 40, 40] as const,
  line: y,
  isRow: false,
});
const row = (item: string, x: number, y: number) => ({
  item,
  area: [x, y - 12, 180, 12] as const,
  line: y - 6,
  isRow: true,
});

describe('the reading order', () => {
  test('follows one line of a process after the other, however near they are', () => {
    const runs = [drawn('A2', 200, 180), drawn('B2', 200, 100), drawn('A1', 100, 180), drawn('B1', 100, 100)];
    expect(inReadingOrder(runs, [])).toEqual(['B1', 'B2', 'A1', 'A2']);
    // A branch reaches from one line to the next: there is no gap between them any more.
    expect(inReadingOrder([...runs, drawn('branch', 300, 140)], [])).toEqual(['B1', 'B2', 'branch', 'A1', 'A2']);
  });

  test('reads tables side by side one after the other', () => {
    const tables = [row('b1', 220, 100), row('a1', 0, 100), row('b2', 220, 122), row('a2', 0, 122)];
    expect(inReadingOrder(tables, [])).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  test('stays on a panel until all of it has been read', () => {
    const all = [row('far 1', 500, 100), row('near', 0, 160), row('far 2', 500, 200)];
    expect(inReadingOrder(all, [])).toEqual(['far 1', 'near', 'far 2']);
    expect(inReadingOrder(all, [[490, 80, 220, 140]])).toEqual(['near', 'far 1', 'far 2']);
  });

  test('draws what lies within something larger after it', () => {
    const tank = { ...drawn('tank', 100, 100), area: [40, 40, 120, 120] as const };
    expect(inReadingOrder([drawn('level', 100, 80), tank], [])).toEqual(['tank', 'level']);
  });
});
