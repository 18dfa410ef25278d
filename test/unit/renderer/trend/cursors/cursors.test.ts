/** The two cursors: how they are put, moved and taken away, what is read of them, and where their flags stand. */
import { describe, expect, test } from 'vitest';
import {
  cursorNear,
  moved,
  NO_CURSORS,
  put,
  readCursors,
  seenIn,
  spanBetween,
  turned,
  without,
} from '../../../../../renderer/trend/cursors/cursors.ts';
import { flagPlaces } from '../../../../../renderer/trend/cursors/flag-places.ts';

const both = put(put(NO_CURSORS, 100), 500);

describe('cursors', () => {
  test('are put A first, then B, and then the nearer one is moved', () => {
    expect(both).toEqual({ a: 100, b: 500, active: 'b' });
    expect(put(both, 450)).toEqual({ a: 100, b: 450, active: 'b' });
    expect(put(both, 200)).toEqual({ a: 200, b: 500, active: 'a' });
  });

  test('leave the other as the first when one is taken away', () => {
    expect(without(both, 'a')).toEqual({ a: 500, b: null, active: 'a' });
    expect(without(both, 'b')).toEqual({ a: 100, b: null, active: 'a' });
    expect(without(put(NO_CURSORS, 1), 'a')).toEqual(NO_CURSORS);
  });

  test('are moved by keys in turn, and only where there are two', () => {
    expect(turned(both).active).toBe('a');
    expect(turned(turned(both)).active).toBe('b');
    expect(turned(put(NO_CURSORS, 1)).active).toBe('a');
    expect(moved(both, 'a', 7)).toEqual({ a: 7, b: 500, active: 'a' });
  });

  test('that are out of sight read nothing, stay where they are, and are the first to be put anew', () => {
    const window = { from: 50, to: 400 };
    const seen = seenIn(both, window);
    expect(seen).toEqual({ a: 100, b: null, active: 'a' });
    expect(readCursors(seen, null)).toEqual({ a: 100, b: null });
    expect(put(both, 300, seen)).toEqual({ a: 100, b: 300, active: 'b' });
    expect(seenIn(both, { from: 600, to: 700 })).toEqual({ a: null, b: null, active: 'b' });
    expect(put(both, 650, seenIn(both, { from: 600, to: 700 }))).toEqual({ a: 650, b: 500, active: 'a' });
    expect(seenIn(both, { from: 100, to: 500 })).toEqual(both);
    expect(readCursors(seenIn(both, { from: 200, to: 600 }), 250)).toEqual({ a: 250, b: 500 });
  });

  test('are read with the pointer in the place of the one that is missing', () => {
    expect(readCursors(NO_CURSORS, 9)).toEqual({ a: 9, b: null });
    expect(readCursors(put(NO_CURSORS, 100), 9)).toEqual({ a: 100, b: 9 });
    expect(readCursors(put(NO_CURSORS, 100), null)).toEqual({ a: 100, b: null });
    expect(readCursors(both, 9)).toEqual({ a: 100, b: 500 });
  });

  test('have a span between them whichever is first, and none at one instant', () => {
    expect(spanBetween({ a: 500, b: 100 })).toEqual({ from: 100, to: 500 });
    expect(spanBetween({ a: 5, b: 5 })).toBeNull();
    expect(spanBetween({ a: 5, b: null })).toBeNull();
  });

  test('are taken by a hand that is near, the nearer of both', () => {
    const near = (x: number) => cursorNear(both, time => time, { x, reach: 6 });
    expect([near(104), near(497), near(300)]).toEqual(['a', 'b', null]);
    expect(cursorNear(NO_CURSORS, time => time, { x: 0, reach: 6 })).toBeNull();
  });
});

describe('flags', () => {
  const room = { flag: 100, words: 150, width: 1_000 };
  const at = (...xs: number[]) =>
    flagPlaces(
      xs.map(x => ({ x })),
      room,
    );

  test('stand over their cursors with the words between them where there is room', () => {
    expect(at(300, 700)).toMatchObject({ anchors: ['middle', 'middle'], words: 500, isBetween: true });
  });

  test('turn away from each other where they would touch, whichever is A', () => {
    expect(at(300, 350).anchors).toEqual(['end', 'start']);
    expect(at(350, 300).anchors).toEqual(['start', 'end']);
    expect(at(300, 300).anchors).toEqual(['end', 'start']);
  });

  test('have the words beside them where there is none between, on the side that has room', () => {
    expect(at(300, 450)).toMatchObject({ isBetween: false });
    expect(at(300, 450).words).toBeGreaterThan(500);
    expect(at(880, 980).words).toBeLessThan(800);
  });

  test('stay on the screen at its edges', () => {
    expect(at(10).anchors).toEqual(['start']);
    expect(at(990).anchors).toEqual(['end']);
    expect(at(500)).toMatchObject({ anchors: ['middle'], words: null, isBetween: false });
  });

  test('of two that are close at an edge stand beside each other within the screen, the earlier on the left', () => {
    const room = { flag: 120, words: 150, width: 1_000 };
    const startsOf = (xs: readonly [number, number]): readonly number[] => {
      const { anchors, shifts } = flagPlaces(
        xs.map(x => ({ x })),
        room,
      );
      return xs.map((x, i) => x + (shifts[i] ?? 0) - (anchors[i] === 'end' ? 120 : 0));
    };
    expect(startsOf([985, 995])).toEqual([755, 875]);
    expect(startsOf([995, 985])).toEqual([875, 755]);
    expect(startsOf([4, 10])).toEqual([4, 124]);
    expect(startsOf([500, 510])).toEqual([380, 510]);
  });
});
