/**
 * Starts the system's Chromium and speaks the DevTools protocol with it over a pipe: when this process dies, however it
 * dies, the pipe closes and Chromium ends itself, so no orphan is left. A DevTools port is opened as well when the
 * command line asks for one (Playwright does), and only on loopback.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // One renderer process per window and no spare one, so that a window's process id can be told.
  '--disable-features=SpareRendererForSitePerProcess,BackForwardCache',
  '--remote-debugging-pipe',
];
const CLOSE_WAIT_MS = 2_000;

interface Waiting {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Incoming {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
}

export class Chromium {
  readonly #process: ChildProcess;
  readonly #toBrowser: Writable;
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #nextId = 0;
  #received = '';

  /** @param options.profile folder that Chromium makes and keeps, as Electron does. */
  constructor(options: { readonly devToolsPort: boolean; readonly profile: string }) {
    const port = options.devToolsPort ? ['--remote-debugging-port=0', '--remote-debugging-address=127.0.0.1'] : [];
    const command = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium';
    const child = spawn(command, [...FLAGS, ...port, `--user-data-dir=${options.profile}`], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#process = child;
    const [, , , toBrowser, fromBrowser] = child.stdio;
    if (!(toBrowser instanceof Writable && fromBrowser instanceof Readable)) throw new Error('chromium has no pipe');
    this.#toBrowser = toBrowser;
    toBrowser.on('error', error => this.#fail(error));
    fromBrowser.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // Playwright waits for exactly this line.
      const line = /^DevTools listening on ws:\S+$/m.exec(text);
      if (line !== null) process.stderr.write(`${line[0]}\n`);
    });
    this.#exited = new Promise(resolve => {
      child.once('error', error => this.#fail(error));
      child.once('close', () => {
        this.#fail(new Error('chromium has ended'));
        resolve();
      });
    });
  }

  /** @throws Error naming the method when Chromium refuses or has ended. */
  send<Result = unknown>(method: string, parameters: object = {}, sessionId?: string): Promise<Result> {
    const id = ++this.#nextId;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve: result => resolve(result as Result), reject });
      this.#toBrowser.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`);
    });
  }

  /** Listens to a DevTools event of one session, or of the browser when `sessionId` is left out. */
  on<Parameters>(method: string, listener: (parameters: Parameters) => void, sessionId = ''): void {
    this.#events.on(`${sessionId}:${method}`, listener);
  }

  /** Ends Chromium and waits until it has gone. */
  async close(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.send('Browser.close').catch(() => this.#process.kill('SIGKILL'));
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), CLOSE_WAIT_MS);
      await this.#exited;
      clearTimeout(timer);
    }
  }

  #take(text: string): void {
    const messages = (this.#received + text).split('\0');
    this.#received = messages.pop() ?? '';
    for (const message of messages) this.#handle(JSON.parse(message) as Incoming);
  }

  #handle(message: Incoming): void {
    if (message.id === undefined) {
      this.#events.emit(`${message.sessionId ?? ''}:${message.method}`, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.result ?? {});
    else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
