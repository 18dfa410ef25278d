/** Which windows come up on which monitor, whatever was kept and whatever monitors are there today. */
import { describe, expect, it } from 'vitest';
import { freeArea, isHash, isInSight, placeFurther, readLayout } from '../../../../main/host/electron-window/layout.ts';

const LEFT = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 2560, height: 1440 };
const state = (x: number) => ({
  bounds: { x, y: 40, width: 1280, height: 800 },
  isMaximized: false,
  isFullScreen: false,
});

describe('a layout', () => {
  const wall = [
    { ...state(0), hash: '#/scenes/metering' },
    { ...state(2000), hash: '#/alarms' },
  ];

  it('is that of the monitors of now', () => {
    expect(readLayout({ windows: { two: wall, one: [wall[0]] }, last: 'one' }, 'two')).toEqual(wall);
  });

  it('of the monitors that were there last is taken over by new ones, with every window', () => {
    expect(readLayout({ windows: { two: wall }, last: 'two' }, 'one')).toEqual(wall);
    expect(readLayout({ windows: { two: wall }, last: undefined }, 'one')).toEqual([]);
  });

  it('of one window, as earlier versions kept it, is read with the first screen', () => {
    expect(readLayout({ windows: { one: state(5) }, last: null }, 'one')).toEqual([{ ...state(5), hash: '' }]);
  });

  it.each([[undefined], ['x'], [[null, 3, { bounds: 1 }]], [{}]])('of %j is none', stored => {
    expect(readLayout({ windows: { one: stored }, last: 'constructor' }, 'one')).toEqual([]);
  });

  it('holds eight windows at most, and no address but of a screen', () => {
    const many = Array.from({ length: 20 }, () => ({ ...state(0), hash: 'https://evil.example/' }));
    const read = readLayout({ windows: { one: many }, last: null }, 'one');
    expect(read).toHaveLength(8);
    expect(new Set(read.map(({ hash }) => hash))).toEqual(new Set(['']));
  });
});

describe('an address of a screen', () => {
  it.each(['', '#/', '#/scenes/filtering', '#/alarms/active/PT-1303%2FHH'])('is %j', hash => {
    expect(isHash(hash)).toBe(true);
  });

  it.each(['#x', '#/a b', '#/<script>', 'index.html', `#/${'a'.repeat(400)}`, 7])('is not %j', hash => {
    expect(isHash(hash)).toBe(false);
  });
});

describe('a further window', () => {
  it('fills a monitor that has none', () => {
    const place = placeFurther(LEFT, [LEFT], [LEFT, RIGHT]);
    expect(place).toEqual({ bounds: RIGHT, isMaximized: true, isFullScreen: false });
  });

  it('stands a little beside its opener where every monitor has one, and never off the screen', () => {
    const opener = { x: 100, y: 50, width: 1280, height: 800 };
    expect(placeFurther(opener, [opener], [LEFT]).bounds).toEqual({ ...opener, x: 140, y: 90 });
    expect(placeFurther(LEFT, [LEFT], [LEFT]).bounds).toEqual(LEFT);
  });
});

describe('monitors', () => {
  it('are free while no window is on them', () => {
    expect(freeArea([{ ...LEFT, x: 100 }], [LEFT, RIGHT])).toBeUndefined();
    expect(freeArea([LEFT], [LEFT, RIGHT])).toBe(RIGHT);
  });

  it('that have gone show nothing of a window that was theirs', () => {
    expect(isInSight(state(2000), [LEFT])).toBe(false);
    expect(isInSight(state(1900), [LEFT])).toBe(true);
  });
});
