/**
 * Which windows stand on which monitor with which screen, for each set of monitors. Pure: what was stored may be anything. A set of
 * monitors that has never been seen takes over the windows of the last one, so that a monitor that is gone costs no window.
 */
import { overlap, placeWindow, type Rectangle, readWindowState, type WindowState } from './window-state.ts';

/** A window with the screen it shows, as the part of the address from `#` on; empty for the first. */
export interface LaidOut extends WindowState {
  readonly hash: string;
}

/** More than a room has monitors. */
export const MOST_WINDOWS = 8;
const LONGEST_HASH = 300;
/** A window on a monitor that has one already comes up so far from it. */
const STEP = 40;

export interface StoredLayouts {
  /** Of each set of monitors; see `arrangementOf`. */
  readonly windows: Readonly<Record<string, unknown>>;
  /** The set that was there last. */
  readonly last: unknown;
}

/** The windows for the monitors of now; empty where nothing was ever kept. */
export function readLayout({ windows, last }: StoredLayouts, arrangement: string): readonly LaidOut[] {
  const own = Object.hasOwn(windows, arrangement) ? windowsOf(windows[arrangement]) : [];
  if (own.length > 0) return own;
  return typeof last === 'string' && Object.hasOwn(windows, last) ? windowsOf(windows[last]) : [];
}

/** A single window is what earlier versions kept. */
function windowsOf(stored: unknown): readonly LaidOut[] {
  const entries: readonly unknown[] = Array.isArray(stored) ? stored : [stored];
  return entries
    .flatMap(entry => {
      const state = readWindowState(entry);
      return state === undefined ? [] : [{ ...state, hash: readHash(entry) }];
    })
    .slice(0, MOST_WINDOWS);
}

function readHash(stored: unknown): string {
  const hash = typeof stored === 'object' && stored !== null && 'hash' in stored ? stored.hash : '';
  return isHash(hash) ? hash : '';
}

/** The address of a screen: nothing else may follow the page. */
export const isHash = (hash: unknown): hash is string =>
  typeof hash === 'string' && hash.length <= LONGEST_HASH && /^(?:#\/[\w\-./%~!'()*]*)?$/.test(hash);

/** Whether any of it is on a monitor of now. */
export const isInSight = ({ bounds }: WindowState, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some(area => overlap(bounds, area) > 0);

/** The first monitor that has none of the windows. */
export const freeArea = (taken: readonly Rectangle[], workAreas: readonly Rectangle[]): Rectangle | undefined =>
  workAreas.find(area => taken.every(window => overlap(window, area) === 0));

/** Where a further window comes up: filling a monitor that has none, else beside the one it was opened from. */
export function placeFurther(
  opener: Rectangle,
  taken: readonly Rectangle[],
  workAreas: readonly [Rectangle, ...Rectangle[]],
): WindowState {
  const free = freeArea(taken, workAreas);
  const bounds = free ?? { ...opener, x: opener.x + STEP, y: opener.y + STEP };
  return placeWindow({ bounds, isMaximized: free !== undefined, isFullScreen: false }, workAreas);
}
