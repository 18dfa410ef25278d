/**
 * Electron's `app`: paths, readiness, the single-instance lock and the order in which an app quits
 * (before-quit → windows close → will-quit → quit). Owns the Chromium that all windows share.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { Chromium } from './chromium.ts';
import { InstanceLock } from './instance-lock.ts';

/** An event that a listener may refuse. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** What app needs of a window to quit; window.ts registers itself here. */
export interface Closable {
  /** True when the window has closed; false when a listener refused. */
  tryClose(): boolean;
  destroy(): void;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
}

export class App extends EventEmitter {
  readonly windows = new Set<Closable>();
  readonly commandLine = { appendSwitch: () => undefined, hasSwitch: () => false, getSwitchValue: () => '' };
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>();
  readonly #lock = new InstanceLock();
  #appPath = process.cwd();
  #manifest: Manifest = {};
  #chromium: Chromium | undefined;
  #isReady = false;
  #isQuitting = false;
  #announceReady: () => void = () => undefined;
  readonly #ready = new Promise<void>(resolve => {
    this.#announceReady = resolve;
  });

  get chromium(): Chromium {
    if (this.#chromium === undefined) throw new Error('electron stand-in: the app is not ready yet');
    return this.#chromium;
  }

  get name(): string {
    return this.#manifest.name ?? 'Electron';
  }

  useAppPath(path: string): void {
    this.#appPath = extname(path) === '' ? path : dirname(path);
    this.#manifest = JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8')) as Manifest;
  }

  /** Called once the app's own module has been loaded. */
  start(): void {
    if (this.#isQuitting) return;
    this.#chromium = new Chromium({
      devToolsPort: process.argv.some(text => text.startsWith('--remote-debugging-port')),
      profile: join(this.getPath('userData'), 'chromium'),
    });
    this.#chromium.send('Browser.getVersion').then(
      () => {
        this.#isReady = true;
        this.emit('ready', {}, {});
        this.#announceReady();
      },
      (error: unknown) => {
        process.stderr.write(`electron stand-in: ${String(error)}\n`);
        process.exit(1);
      },
    );
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.quit());
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getVersion(): string {
    return this.#manifest.version ?? '0.0.0';
  }

  getName(): string {
    return this.name;
  }

  getLocale(): string {
    return 'zh-CN';
  }

  getPath(name: string): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    if (name === 'appData') return appData;
    if (name === 'temp') return tmpdir();
    if (name === 'home') return homedir();
    if (name === 'exe') return process.execPath;
    return name === 'userData' || name === 'sessionData'
      ? join(appData, this.name)
      : join(this.getPath('userData'), name);
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    return this.#lock.request({
      folder: this.getPath('userData'),
      data,
      onSecond: second => this.emit('second-instance', {}, second.argv, second.cwd, second.data),
    });
  }

  releaseSingleInstanceLock(): void {
    this.#lock.release();
  }

  quit(): void {
    if (this.#isQuitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    if (![...this.windows].every(window => window.tryClose())) {
      this.#isQuitting = false;
      return;
    }
    this.emit('will-quit', new PreventableEvent());
    this.exit(0);
  }

  exit(code = 0): void {
    this.#isQuitting = true;
    for (const window of this.windows) window.destroy();
    this.emit('quit', {}, code);
    this.#lock.release();
    const chromiumGone = this.#chromium?.close() ?? Promise.resolve();
    void chromiumGone.finally(() => process.exit(code));
  }

  /** A window has gone; without a listener Electron quits when it was the last. */
  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#isQuitting) return;
    if (!this.emit('window-all-closed')) this.quit();
  }

  setAppUserModelId(): void {
    // Windows only.
  }

  enableSandbox(): void {
    // Windows of the stand-in are always sandboxed from Node.
  }
}

export const app = new App();
