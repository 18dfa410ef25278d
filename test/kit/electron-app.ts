/**
 * Starts Citygate's desktop application for a test: in Electron where there is one (ELECTRON_BIN, or the downloaded
 * executable and a display), else in the stand-in. Playwright drives both alike. Every run has its own folders.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { CitygateBridge } from '../../shared/rpc/bridge.ts';
import type { Envelope } from '../../shared/rpc/error.ts';

export const root = join(import.meta.dirname, '../..');
const LAUNCH_LIMIT_MS = 30_000;
const EXIT_LIMIT_MS = 10_000;
/** Far above the ids that the page's own client has reached by then. */
const FIRST_TEST_CALL_ID = 1_000_000_000;

/** Electron's executable, or the stand-in's. */
export function electronExecutable(): string {
  const named = process.env['ELECTRON_BIN'];
  if (named !== undefined) return named;
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const hasDisplay = process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  if (existsSync(pathFile) && hasDisplay) {
    const downloaded = join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
    if (existsSync(downloaded)) return downloaded;
  }
  return join(import.meta.dirname, 'electron-stand-in/electron');
}

export const isStandIn = electronExecutable().endsWith('electron-stand-in/electron');

/** Folders of one desk: its preferences and its station's data. Outlives a run, so that a test can start again. */
export interface Desk {
  readonly config: string;
  readonly data: string;
  remove(): void;
}

export function createDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'citygate-desk-'));
  const desk = { config: join(folder, 'config'), data: join(folder, 'data') };
  mkdirSync(desk.config);
  return { ...desk, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export function environmentOf(desk: Desk): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(inherited), XDG_CONFIG_HOME: desk.config, APPDATA: desk.config };
}

export class DesktopApp {
  readonly electron: ElectronApplication;
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | null>;
  #log = '';

  private constructor(electron: ElectronApplication) {
    this.electron = electron;
    // Playwright forgets the process once it has ended.
    const child = electron.process();
    this.#process = child;
    child.stderr?.on('data', (text: Buffer) => {
      this.#log += text.toString();
    });
    this.#exit = new Promise(resolve => {
      child.once('exit', resolve);
    });
  }

  /** @param args Citygate's own options; `--data` of the desk unless given. */
  static async launch(desk: Desk, args: readonly string[] = []): Promise<DesktopApp> {
    const data = args.includes('--data') ? [] : ['--data', desk.data];
    const electron = await _electron.launch({
      executablePath: electronExecutable(),
      args: [root, ...data, ...args],
      env: environmentOf(desk),
      timeout: LAUNCH_LIMIT_MS,
    });
    return new DesktopApp(electron);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Everything the program has written to stderr. */
  get log(): string {
    return this.#log;
  }

  async firstWindow(): Promise<Page> {
    const page = await this.electron.firstWindow({ timeout: LAUNCH_LIMIT_MS });
    await page.waitForURL(url => url.pathname.endsWith('.html'));
    await page.waitForLoadState('load');
    return page;
  }

  /** Quits as an operator does; resolves with the exit code. */
  async quit(): Promise<number | null> {
    await this.electron.close();
    return this.#exit;
  }

  /** Resolves with the exit code; rejects when the process is still there after 10 s. */
  async exited(): Promise<number | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`still running; its log:\n${this.#log}`)), EXIT_LIMIT_MS);
    });
    return Promise.race([this.#exit, late]).finally(() => clearTimeout(timer));
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

let lastCallId = FIRST_TEST_CALL_ID;

/** Calls a method of the station from inside the page, over the bridge. Typed arrays come back as arrays. */
export async function callFromPage(page: Page, method: string, input: unknown): Promise<Envelope<unknown>> {
  return page.evaluate(
    ({ id, method: name, input: values }) =>
      new Promise<Envelope<unknown>>(resolve => {
        const { citygate } = window as Window & typeof globalThis & { citygate: CitygateBridge };
        const plain = (_key: string, value: unknown) =>
          ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
        const stop = citygate.listen(message => {
          if (message.kind !== 'reply' || message.id !== id) return;
          stop();
          resolve(JSON.parse(JSON.stringify(message.reply, plain)) as Envelope<unknown>);
        });
        citygate.send({ kind: 'call', id, method: name, input: values });
      }),
    { id: ++lastCallId, method, input },
  );
}
