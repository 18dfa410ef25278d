/**
 * Where a window was, and whether that place still exists. Pure: takes what was stored (which anybody may have
 * edited) and the displays of today, gives bounds that are on a screen. Lengths are device-independent pixels.
 */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rectangle;
  readonly isMaximized: boolean;
  readonly isFullScreen: boolean;
}

/** The HMI is drawn for full HD; below this size nothing can be read. */
export const SMALLEST = { width: 1024, height: 640 } as const;
const PREFERRED = { width: 1920, height: 1080 } as const;

/** A name for a set of displays, so that each arrangement remembers its own place. */
export function arrangementOf(displays: readonly { readonly bounds: Rectangle }[]): string {
  const names = displays.map(({ bounds: { x, y, width, height } }) => `${width}x${height}@${x},${y}`);
  return names.toSorted().join(' ');
}

/** The stored state if it is one; undefined for anything else. */
export function readWindowState(stored: unknown): WindowState | undefined {
  if (typeof stored !== 'object' || stored === null || !('bounds' in stored)) return undefined;
  const bounds = readRectangle(stored.bounds);
  if (bounds === undefined) return undefined;
  return {
    bounds,
    isMaximized: 'isMaximized' in stored && stored.isMaximized === true,
    isFullScreen: 'isFullScreen' in stored && stored.isFullScreen === true,
  };
}

function readRectangle(stored: unknown): Rectangle | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const number = (key: string) => {
    const value: unknown = Reflect.get(stored, key);
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : Number.NaN;
  };
  const rectangle = { x: number('x'), y: number('y'), width: number('width'), height: number('height') };
  return Object.values(rectangle).some(Number.isNaN) ? undefined : rectangle;
}

/** Bounds that fit into one of the work areas: as stored where possible, else moved and shrunk, else centred. */
export function placeWindow(
  state: WindowState | undefined,
  workAreas: readonly [Rectangle, ...Rectangle[]],
): WindowState {
  if (state === undefined) return { bounds: centred(workAreas[0]), isMaximized: false, isFullScreen: false };
  const area = workAreas.toSorted((a, b) => overlap(state.bounds, b) - overlap(state.bounds, a))[0] ?? workAreas[0];
  const isLost = overlap(state.bounds, area) === 0;
  return { ...state, bounds: isLost ? centred(area) : fitted(state.bounds, area) };
}

function centred(area: Rectangle): Rectangle {
  const width = Math.min(PREFERRED.width, area.width);
  const height = Math.min(PREFERRED.height, area.height);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height };
}

function fitted(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, SMALLEST.width), area.width);
  const height = Math.min(Math.max(bounds.height, SMALLEST.height), area.height);
  const x = Math.min(Math.max(bounds.x, area.x), area.x + area.width - width);
  const y = Math.min(Math.max(bounds.y, area.y), area.y + area.height - height);
  return { x, y, width, height };
}

/** Area that two rectangles share. */
export function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
