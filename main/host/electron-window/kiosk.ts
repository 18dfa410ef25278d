/**
 * The window of a station's HMI computer: no frame, no menu, no way to the operating system, the browser's tools or another zoom. Pure
 * but for the listeners it sets. Whoever may leave is asked of `mayLeave`: accounts will answer for the engineer; until there
 * are any, nobody may, and the program ends through the operating system alone.
 */
import type { BrowserWindow, Input } from 'electron';

type KeyInput = Pick<Input, 'type' | 'key' | 'control' | 'meta' | 'alt' | 'shift'>;

/** Reload, tools, address, print and zoom of Chromium, closing and quitting, further windows of the browser. */
const WITH_CONTROL = new Set([
  'r',
  'w',
  'q',
  'n',
  't',
  'u',
  'o',
  's',
  'p',
  'j',
  'h',
  'd',
  'l',
  '+',
  '-',
  '=',
  '_',
  '0',
]);
const WITH_CONTROL_AND_SHIFT = new Set(['i', 'j', 'c', 'r', 'n', 't', 'delete', 'w', 'q', '+', '_']);
const WITH_ALT = new Set(['f4', ' ', 'home', 'd', 'f', 'tab', 'escape']);

/** True for a key that would lead out of the screens. The screens' own keys pass, F5 and F11 among them. */
export function isWayOut({ key, control, meta, alt, shift }: KeyInput): boolean {
  const name = key.toLowerCase();
  if (name === 'f12' || name === 'contextmenu') return name === 'f12';
  if (meta) return true;
  if (control && shift && WITH_CONTROL_AND_SHIFT.has(name)) return true;
  if (control && (WITH_CONTROL.has(name) || name === 'f4' || name === 'f5')) return true;
  return alt && WITH_ALT.has(name);
}

/** What a kiosk's window is made with. */
export const KIOSK_WINDOW = { kiosk: true, frame: false, closable: false, minimizable: false } as const;

type Watched = Pick<BrowserWindow, 'on' | 'webContents'>;

/** Keeps whoever stands before it inside. The application itself closes a window by destroying it. */
export function keepInside(window: Watched, mayLeave: () => boolean): void {
  window.on('close', event => {
    if (!mayLeave()) event.preventDefault();
  });
  window.webContents.on('before-input-event', (event, input) => {
    if (isWayOut(input) && !mayLeave()) event.preventDefault();
  });
  // Two fingers would zoom the page out of its frame.
  void window.webContents.setVisualZoomLevelLimits(1, 1);
}
