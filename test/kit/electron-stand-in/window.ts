/** Electron's `BrowserWindow`: bounds, states and closing. Headless Chromium has no desktop, so states are remembered. */
import { EventEmitter } from 'node:events';
import { app, type Closable, PreventableEvent } from './app.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface WindowOptions extends Partial<Rectangle> {
  readonly title?: string;
  readonly kiosk?: boolean;
  readonly webPreferences?: WebPreferences;
}

const windows = new Set<BrowserWindow>();
let focusedId: number | undefined;

export class BrowserWindow extends EventEmitter implements Closable {
  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].find(window => window.id === focusedId) ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find(window => window.webContents === contents) ?? null;
  }

  readonly webContents: WebContents;
  #bounds: Rectangle;
  #title: string;
  #isMaximized = false;
  #isMinimized = false;
  #isFullScreen = false;
  #isVisible = false;
  #isDestroyed = false;
  readonly #isKiosk: boolean;

  constructor(options: WindowOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? app.name;
    this.#isKiosk = options.kiosk === true;
    this.webContents = new WebContents(options.webPreferences ?? {}, { width, height }, () => this.#closed());
    this.webContents.on('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.on('-close-asked', () => this.close());
    windows.add(this);
    app.windows.add(this);
  }

  get id(): number {
    return this.webContents.id;
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  getBounds(): Rectangle {
    return this.#bounds;
  }
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.webContents.resizeTo(this.#bounds).catch(() => undefined);
    this.emit('move');
    this.emit('resize');
  }
  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#isMaximized = false;
    this.emit('unmaximize');
  }
  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }
  show(): void {
    this.#isVisible = true;
    this.focus();
  }
  focus(): void {
    focusedId = this.id;
    this.emit('focus');
  }
  setFullScreen(isFullScreen: boolean): void {
    this.#isFullScreen = isFullScreen;
    this.emit(isFullScreen ? 'enter-full-screen' : 'leave-full-screen');
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  isFullScreen(): boolean {
    return this.#isFullScreen;
  }
  isKiosk(): boolean {
    return this.#isKiosk;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isFocused(): boolean {
    return focusedId === this.id;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  removeMenu(): void {
    // There is none.
  }

  close(): void {
    this.tryClose();
  }

  tryClose(): boolean {
    if (this.#isDestroyed) return true;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
    return this.#isDestroyed;
  }

  destroy(): void {
    this.webContents.destroy();
  }

  #closed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this);
    if (focusedId === this.id) focusedId = undefined;
    this.emit('closed');
    app.windowClosed(this);
  }
}
