/**
 * The operator's window: opened where it was last, brought back when its renderer crashes or hangs. Runs in Electron's
 * main process and touches nothing of the station: polling goes on whatever happens here.
 */
import { BrowserWindow, type Display, type WebContents } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { watchHang } from './electron-hang.ts';
import { RestartPolicy } from './electron-restart.ts';
import { arrangementOf, placeWindow, readWindowState, SMALLEST, type WindowState } from './window-state.ts';

/** A page that has not loaded by then never will. Cold start on a slow disk with a virus scanner took 9 s at most. */
const LOAD_LIMIT_MS = 20_000;
const SAVE_DELAY_MS = 500;
/** The HMI's own background at night: dark for a moment by day disturbs nobody, a light flash at night blinds. */
const BACKGROUND = '#23272b';

/** Machine preferences by key; the content is hostile until validated. */
export interface PreferenceStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export interface HmiWindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly store: PreferenceStore;
  readonly displays: () => Display[];
  /** Called for every page before it loads. */
  readonly admit: (contents: WebContents) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export class HmiWindow {
  readonly #options: HmiWindowOptions;
  readonly #restarts = new RestartPolicy();
  #window: BrowserWindow | undefined;
  #restartTimer: NodeJS.Timeout | undefined;
  #saveTimer: NodeJS.Timeout | undefined;
  #stopWatching: () => void = () => undefined;

  constructor(options: HmiWindowOptions) {
    this.#options = options;
  }

  open(): void {
    const state = this.#place();
    const window = new BrowserWindow({
      ...state.bounds,
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        // A hidden window must still know at once that a value has gone stale.
        backgroundThrottling: false,
        // After a restart at night nobody has touched the window yet, and an alarm must be heard.
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    const lost = this.#window;
    this.#window = window;
    // Only now: were it the last window, the app would quit.
    lost?.destroy();
    this.#options.admit(window.webContents);
    this.#watch(window);
    if (state.isMaximized) window.maximize();
    if (state.isFullScreen) window.setFullScreen(true);
    window.once('ready-to-show', () => window.show());
    window.loadURL(this.#options.url).catch((error: unknown) => this.#lost(window, `did not load: ${String(error)}`));
  }

  /** Brings the window in front of the operator. */
  focus(): void {
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Remembers where the window is and closes it for good. */
  close(): void {
    clearTimeout(this.#restartTimer);
    this.#stopWatching();
    const window = this.#window;
    this.#window = undefined;
    if (window === undefined || window.isDestroyed()) return;
    this.#save(window);
    window.destroy();
  }

  #watch(window: BrowserWindow): void {
    const { webContents } = window;
    const loadTimer = setTimeout(() => this.#lost(window, 'took too long to load'), LOAD_LIMIT_MS);
    this.#stopWatching = () => clearTimeout(loadTimer);
    webContents.on('did-finish-load', () => {
      if (this.#window !== window) return;
      this.#stopWatching();
      this.#stopWatching = watchHang(webContents, this.#options.clock, () => this.#lost(window, 'does not answer'));
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) =>
      this.#lost(window, `renderer ended: ${reason} (${exitCode})`),
    );
    window.on('unresponsive', () => this.#lost(window, 'does not answer to the operator'));
    window.on('close', () => this.#save(window));
    window.on('closed', () => {
      if (this.#window !== window) return;
      clearTimeout(this.#restartTimer);
      this.#stopWatching();
    });
    const saveSoon = () => {
      clearTimeout(this.#saveTimer);
      this.#saveTimer = setTimeout(() => this.#save(window), SAVE_DELAY_MS);
    };
    window.on('resize', saveSoon);
    window.on('move', saveSoon);
    window.on('maximize', saveSoon);
    window.on('unmaximize', saveSoon);
    window.on('enter-full-screen', saveSoon);
    window.on('leave-full-screen', saveSoon);
  }

  #lost(window: BrowserWindow, reason: string): void {
    if (this.#window !== window || window.isDestroyed() || this.#restartTimer !== undefined) return;
    this.#stopWatching();
    this.#save(window);
    const delayMs = this.#restarts.delayAfterLoss(this.#options.clock.monotonic());
    this.#options.log.error(() => `window ${reason}; opening it again in ${delayMs} ms`);
    // A hung page would go on eating processor time, and a new window could share its process.
    if (!window.webContents.isCrashed()) window.webContents.forcefullyCrashRenderer();
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      if (this.#window === window && !window.isDestroyed()) this.open();
    }, delayMs);
  }

  #place(): WindowState {
    const [first, ...others] = this.#options.displays().map(display => display.workArea);
    if (first === undefined) return placeWindow(undefined, [{ x: 0, y: 0, ...SMALLEST }]);
    return placeWindow(readWindowState(this.#stored()[this.#arrangement()]), [first, ...others]);
  }

  #arrangement(): string {
    return arrangementOf(this.#options.displays());
  }

  #stored(): Record<string, unknown> {
    const stored = this.#options.store.get('windows');
    return typeof stored === 'object' && stored !== null ? { ...stored } : {};
  }

  #save(window: BrowserWindow): void {
    clearTimeout(this.#saveTimer);
    if (window.isDestroyed()) return;
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
    };
    try {
      this.#options.store.set('windows', { ...this.#stored(), [this.#arrangement()]: state });
    } catch (error) {
      // A full or read-only disk must not take the picture away.
      this.#options.log.warn(() => `window place not remembered: ${String(error)}`);
    }
  }
}
