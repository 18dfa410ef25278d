/** Where the window is put, whatever was stored and whatever displays are there today. */
import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  placeWindow,
  readWindowState,
  type WindowState,
} from '../../../../main/host/electron-window/window-state.ts';

const LEFT = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 2560, height: 1440 };
const state = (x: number, y: number, width = 1280, height = 800): WindowState => ({
  bounds: { x, y, width, height },
  isMaximized: false,
  isFullScreen: false,
});

describe('placeWindow', () => {
  it('keeps a place that is on a screen', () => {
    expect(placeWindow(state(100, 50), [LEFT])).toEqual(state(100, 50));
    expect(placeWindow(state(2000, 100), [LEFT, RIGHT])).toEqual(state(2000, 100));
  });

  it('moves a window that hangs over an edge back onto its screen', () => {
    expect(placeWindow(state(1500, 700), [LEFT]).bounds).toEqual({ x: 640, y: 280, width: 1280, height: 800 });
    expect(placeWindow(state(-300, -20), [LEFT]).bounds).toEqual({ x: 0, y: 0, width: 1280, height: 800 });
  });

  it('centres a window whose screen has gone', () => {
    expect(placeWindow(state(3000, 100), [LEFT]).bounds).toEqual(LEFT);
  });

  it('shrinks a window that is larger than the screen and grows one that is unreadably small', () => {
    expect(placeWindow(state(0, 0, 5000, 4000), [LEFT]).bounds).toEqual(LEFT);
    expect(placeWindow(state(10, 10, 50, 40), [LEFT]).bounds).toEqual({ x: 10, y: 10, width: 1024, height: 640 });
  });

  it('fills a full-HD screen the first time and stays inside a smaller one', () => {
    expect(placeWindow(undefined, [LEFT]).bounds).toEqual(LEFT);
    const small = { x: 0, y: 24, width: 1280, height: 776 };
    expect(placeWindow(undefined, [small]).bounds).toEqual(small);
  });
});

describe('readWindowState', () => {
  it('reads back what was stored', () => {
    expect(readWindowState(JSON.parse(JSON.stringify(state(5, 6))))).toEqual(state(5, 6));
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { bounds: null },
    { bounds: { x: 0, y: 0, width: 100 } },
    { bounds: { x: 0.5, y: 0, width: 100, height: 100 } },
    { bounds: { x: '0', y: 0, width: 100, height: 100 } },
    { bounds: { x: 1e300, y: 0, width: 100, height: 100 } },
  ])('ignores %j', stored => {
    expect(readWindowState(stored)).toBeUndefined();
  });
});

describe('arrangementOf', () => {
  it('does not depend on the order of the displays', () => {
    expect(arrangementOf([{ bounds: LEFT }, { bounds: RIGHT }])).toBe(
      arrangementOf([{ bounds: RIGHT }, { bounds: LEFT }]),
    );
  });
});
