/** What belongs to the desktop and not to Chromium: displays, dialogs, menus. Nobody sees it; it remembers and logs. */
import { EventEmitter } from 'node:events';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Display {
  readonly id: number;
  readonly bounds: Rectangle;
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
}

const SCREEN: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };

export class Screen extends EventEmitter {
  /** STAND_IN_DISPLAYS: JSON list of rectangles; one full-HD display without it. */
  getAllDisplays(): readonly Display[] {
    const rectangles = JSON.parse(process.env['STAND_IN_DISPLAYS'] ?? JSON.stringify([SCREEN])) as Rectangle[];
    return rectangles.map((bounds, index) => ({ id: index + 1, bounds, workArea: bounds, scaleFactor: 1 }));
  }
  getPrimaryDisplay(): Display {
    return this.getAllDisplays()[0] ?? { id: 1, bounds: SCREEN, workArea: SCREEN, scaleFactor: 1 };
  }
  getDisplayMatching(wanted: Rectangle): Display {
    const contains = (display: Display) =>
      wanted.x >= display.bounds.x && wanted.x < display.bounds.x + display.bounds.width;
    return this.getAllDisplays().find(contains) ?? this.getPrimaryDisplay();
  }
}

export const screen = new Screen();
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' });
export const powerMonitor = new EventEmitter();
export const dialog = {
  showErrorBox: (title: string, content: string): void => {
    process.stderr.write(`[dialog] ${title}\n${content}\n`);
  },
};
export const Menu = { setApplicationMenu: (): void => undefined };
