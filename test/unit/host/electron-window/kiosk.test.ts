/** Keys at a kiosk: those of the screens pass, those that lead to the browser's tools or the operating system do not. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { isWayOut, keepInside } from '../../../../main/host/electron-window/kiosk.ts';

const NONE = { type: 'keyDown', control: false, alt: false, shift: false, meta: false } as const;

/** `Ctrl+Shift+I` as Electron tells of it. */
function input(name: string) {
  const [key = '', ...held] = name.split('+').toReversed();
  return {
    ...NONE,
    key: key === 'plus' ? '+' : key,
    control: held.includes('Ctrl'),
    alt: held.includes('Alt'),
    shift: held.includes('Shift'),
    meta: held.includes('Meta'),
  };
}

describe('a kiosk', () => {
  const OUT = [
    'Ctrl+R',
    'Ctrl+Shift+R',
    'Ctrl+F5',
    'F12',
    'Ctrl+Shift+I',
    'Ctrl+Shift+J',
    'Ctrl+W',
    'Ctrl+Q',
    'Ctrl+N',
    'Alt+F4',
  ];
  it.each([
    ...OUT,
    'Ctrl+-',
    'Ctrl+plus',
    'Ctrl+=',
    'Ctrl+0',
    'Ctrl+P',
    'Ctrl+O',
    'Alt+Home',
    'Meta+r',
    'Alt+Tab',
  ])('does not take %s', name => {
    expect(isWayOut(input(name))).toBe(true);
  });

  it.each([
    'F1',
    'F5',
    'F11',
    'Shift+F9',
    'Ctrl+K',
    'Alt+ArrowLeft',
    'Alt+ArrowUp',
    'a',
    '?',
    ' ',
    'Escape',
    'Ctrl+C',
    'Ctrl+V',
  ])('takes %s', name => {
    expect(isWayOut(input(name))).toBe(false);
  });

  /** A window with what it was told, and what listeners refused. */
  function kept(mayLeave: boolean) {
    const webContents = Object.assign(new EventEmitter(), { setVisualZoomLevelLimits: () => Promise.resolve() });
    const window = Object.assign(new EventEmitter(), { webContents });
    keepInside(window as EventEmitter as BrowserWindow, () => mayLeave);
    const isRefused = (emitter: EventEmitter, name: string, ...details: unknown[]): boolean => {
      let refused = false;
      emitter.emit(name, { preventDefault: () => (refused = true) }, ...details);
      return refused;
    };
    return {
      closes: !isRefused(window, 'close'),
      reloads: !isRefused(webContents, 'before-input-event', input('Ctrl+R')),
      finds: !isRefused(webContents, 'before-input-event', input('Ctrl+K')),
    };
  }

  it('is left by nobody who may not', () => {
    expect(kept(false)).toEqual({ closes: false, reloads: false, finds: true });
  });

  it('lets go whoever may leave', () => {
    expect(kept(true)).toEqual({ closes: true, reloads: true, finds: true });
  });
});
