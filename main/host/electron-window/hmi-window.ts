/**
 * One window of the operator's desk: opened where it was last with the screen it showed, brought back with it when its renderer crashes
 * or hangs. Runs in Electron's main process and touches nothing of the station: polling goes on whatever happens here.
 */
import { BrowserWindow, type WebContents } from 'electron';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { watchHang } from './hang.ts';
import { KIOSK_WINDOW, keepInside } from './kiosk.ts';
import { isHash, type LaidOut } from './layout.ts';
import { RestartPolicy } from './restart.ts';
import { SMALLEST, type WindowState } from './window-state.ts';

/** A page that has not loaded by then never will. Cold start on a slow disk with a virus scanner took 9 s at most. */
const LOAD_LIMIT_MS = 20_000;
/** The HMI's own background at night: dark for a moment by day disturbs nobody, a light flash at night blinds. */
const BACKGROUND = '#23272b';

/** What all windows have in common. */
export interface WindowParts {
  /** Address of the page, without `#`. */
  readonly url: string;
  readonly preload: string;
  /** Missing where the window is an ordinary one. */
  readonly kiosk?: { readonly mayLeave: () => boolean };
  /** Called for every page before it loads. */
  readonly admit: (contents: WebContents) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface HmiWindowOptions extends WindowParts {
  readonly laidOut: LaidOut;
  /** A place on the monitors of now. */
  readonly fit: (state: WindowState) => WindowState;
  /** It has been moved, resized, or shows another screen. */
  readonly onChanged: () => void;
  /** Somebody has closed it. */
  readonly onClosed: () => void;
}

export class HmiWindow {
  readonly #options: HmiWindowOptions;
  readonly #restarts = new RestartPolicy();
  #window: BrowserWindow | undefined;
  #state: LaidOut;
  #isFirst = true;
  #restartTimer: NodeJS.Timeout | undefined;
  #stopWatching: () => void = () => undefined;

  constructor(options: HmiWindowOptions) {
    this.#options = options;
    this.#state = options.laidOut;
  }

  /** Where it is and what it shows; as it was last once it has gone. */
  get state(): LaidOut {
    this.#remember();
    return this.#state;
  }

  /** True for the contents of this window. */
  shows(contents: unknown): boolean {
    return this.#window !== undefined && !this.#window.isDestroyed() && this.#window.webContents === contents;
  }

  open(): void {
    const { kiosk, admit } = this.#options;
    const state = this.#options.fit(this.#state);
    const window = new BrowserWindow({
      ...state.bounds,
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      backgroundColor: BACKGROUND,
      autoHideMenuBar: true,
      ...(kiosk === undefined ? {} : KIOSK_WINDOW),
      webPreferences: { ...PAGE_RIGHTS, preload: this.#options.preload, devTools: kiosk === undefined },
    });
    const lost = this.#window;
    this.#window = window;
    // Only now: were it the last window, the app would quit.
    lost?.destroy();
    admit(window.webContents);
    if (kiosk !== undefined) keepInside(window, kiosk.mayLeave);
    this.#watch(window);
    if (kiosk === undefined && state.isMaximized) window.maximize();
    if (kiosk === undefined && state.isFullScreen) window.setFullScreen(true);
    window.once('ready-to-show', () => window.show());
    window.loadURL(this.#address()).catch((error: unknown) => this.#lost(window, `did not load: ${String(error)}`));
    this.#isFirst = false;
  }

  /** Brings the window in front of the operator. */
  focus(): void {
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Closes it for good. */
  close(): void {
    clearTimeout(this.#restartTimer);
    this.#stopWatching();
    const window = this.#window;
    this.#remember();
    this.#window = undefined;
    if (window !== undefined && !window.isDestroyed()) window.destroy();
  }

  /** A kiosk begins with nobody on duty; one that comes back after a loss does not forget who is. */
  #address(): string {
    const { url, kiosk } = this.#options;
    const query = kiosk === undefined ? '' : this.#isFirst ? '?kiosk=start' : '?kiosk';
    return `${url}${query}${this.#state.hash}`;
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
    window.on('close', () => this.#remember());
    window.on('closed', () => {
      if (this.#window !== window) return;
      clearTimeout(this.#restartTimer);
      this.#stopWatching();
      this.#options.onClosed();
    });
    const changed = () => this.#options.onChanged();
    webContents.on('did-navigate-in-page', changed);
    window.on('resize', changed);
    window.on('move', changed);
    window.on('maximize', changed);
    window.on('unmaximize', changed);
    window.on('enter-full-screen', changed);
    window.on('leave-full-screen', changed);
  }

  #lost(window: BrowserWindow, reason: string): void {
    if (this.#window !== window || window.isDestroyed() || this.#restartTimer !== undefined) return;
    this.#stopWatching();
    this.#remember();
    const delayMs = this.#restarts.delayAfterLoss(this.#options.clock.monotonic());
    this.#options.log.error(() => `window ${reason}; opening it again in ${delayMs} ms`);
    // A hung page would go on eating processor time, and a new window could share its process.
    if (!window.webContents.isCrashed()) window.webContents.forcefullyCrashRenderer();
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = undefined;
      if (this.#window === window && !window.isDestroyed()) this.open();
    }, delayMs);
  }

  #remember(): void {
    const window = this.#window;
    if (window === undefined || window.isDestroyed()) return;
    this.#state = {
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      isFullScreen: window.isFullScreen(),
      hash: hashOf(window.webContents.getURL()) ?? this.#state.hash,
    };
  }
}

const PAGE_RIGHTS = {
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
} as const;

/** The screen in an address of the page; undefined before it has loaded. */
function hashOf(url: string): string | undefined {
  if (!URL.canParse(url) || new URL(url).pathname !== '/index.html') return undefined;
  const { hash } = new URL(url);
  return isHash(hash) ? hash : undefined;
}
