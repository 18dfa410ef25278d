/**
 * Electron's `webContents`: one page with its preload, its navigation events and its renderer process. Navigation is
 * decided at the paused request, before anything leaves: without a listener that refuses, the page really goes there.
 */
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { app, PreventableEvent } from './app.ts';
import type { Chromium } from './chromium.ts';
import { createCloneCodec } from './clone-codec.ts';
import { ipcMain } from './ipc.ts';
import { fromWire, type PausedRequest, serveScheme, toWire } from './scheme.ts';
import { session } from './session.ts';
import { type TargetOwner, Targets } from './targets.ts';
import { pageWorldSource, preloadWorldSource } from './worlds.ts';

const PRELOAD_WORLD = 'electron-preload';
const BINDING = '__electronSend';
const codec = createCloneCodec();
const all = new Set<WebContents>();
let targets: Targets | undefined;
let lastId = 0;

interface WindowOpenDetails {
  readonly url: string;
  readonly frameName: string;
}
export interface WebPreferences {
  readonly preload?: string;
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
}

/** Electron's main frame object: one per page, its address read live. */
class MainFrame {
  readonly parent = null;
  readonly #contents: WebContents;
  constructor(contents: WebContents) {
    this.#contents = contents;
  }
  get top(): MainFrame {
    return this;
  }
  get url(): string {
    return this.#contents.getURL();
  }
  get origin(): string {
    const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(this.url);
    return parts?.[1] ?? 'null';
  }
}

export class WebContents extends EventEmitter implements TargetOwner {
  readonly id = ++lastId;
  readonly session = session.defaultSession;
  readonly mainFrame = new MainFrame(this);
  readonly ready: Promise<void>;
  readonly #preferences: WebPreferences;
  readonly #onGone: () => void;
  #chromium: Chromium = app.chromium;
  #targetId = '';
  #sessionId = '';
  #preloadContext: number | undefined;
  #url = 'about:blank';
  #expectedUrl: string | undefined;
  #openHandler: ((details: WindowOpenDetails) => { action: 'allow' | 'deny' }) | undefined;
  #openAnswer: 'allow' | 'deny' | undefined;
  #rendererPid = 0;
  #isCrashed = false;
  #isDestroyed = false;

  constructor(preferences: WebPreferences, size: { width: number; height: number }, onGone: () => void) {
    super();
    const { nodeIntegration, contextIsolation, sandbox } = preferences;
    if (nodeIntegration === true || contextIsolation === false || sandbox === false)
      throw new Error('electron stand-in: only sandboxed, isolated windows without Node');
    this.#preferences = preferences;
    this.#onGone = onGone;
    all.add(this);
    this.ready = this.#open(size);
    this.ready.catch((error: unknown) => this.#report(error));
    app.emit('web-contents-created', {}, this);
  }

  async loadURL(url: string): Promise<void> {
    await this.ready;
    const wireUrl = toWire(url);
    const { origin } = new URL(wireUrl);
    if (origin !== 'null')
      await session.defaultSession.applyPermissions(this.#chromium, {
        contents: this,
        origin: url,
        wireOrigin: origin,
      });
    this.#expectedUrl = withoutFragment(wireUrl);
    const loaded = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve);
      this.once('destroyed', () => reject(new Error(`the window closed while '${url}' was loading`)));
      this.once('render-process-gone', () => reject(new Error(`the renderer ended while '${url}' was loading`)));
    });
    loaded.catch(() => undefined);
    const { errorText } = await this.#send<{ errorText?: string }>('Page.navigate', { url: wireUrl });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText} loading '${url}'`);
    }
    await loaded;
  }

  reload(): void {
    this.#expectedUrl = withoutFragment(toWire(this.#url));
    this.#send('Page.reload').catch((error: unknown) => this.#report(error));
  }

  send(channel: string, ...values: unknown[]): void {
    this.#push(codec.encode({ channel, values }));
  }

  getURL(): string {
    return this.#url;
  }
  getOSProcessId(): number {
    return this.#isCrashed ? 0 : this.#rendererPid;
  }
  getDevToolsTargetId(): string {
    return this.#targetId;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isCrashed(): boolean {
    return this.#isCrashed;
  }
  isDevToolsOpened(): boolean {
    return false;
  }
  isLoading(): boolean {
    return this.#expectedUrl !== undefined;
  }
  setWindowOpenHandler(handler: (details: WindowOpenDetails) => { action: 'allow' | 'deny' }): void {
    this.#openHandler = handler;
  }
  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }
  setZoomFactor(): void {
    // Nobody looks at it.
  }
  forcefullyCrashRenderer(): void {
    if (this.getOSProcessId() > 0) process.kill(this.#rendererPid, 'SIGKILL');
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const parameters = { expression: code, awaitPromise: true, returnByValue: true, userGesture: true };
    interface Evaluated {
      readonly result: { readonly value?: unknown };
      readonly exceptionDetails?: { readonly text: string };
    }
    const { result, exceptionDetails } = await this.#send<Evaluated>('Runtime.evaluate', parameters);
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value;
  }

  async capturePage(): Promise<{ toPNG(): Buffer }> {
    const { data } = await this.#send<{ data: string }>('Page.captureScreenshot');
    return { toPNG: () => Buffer.from(data, 'base64') };
  }

  async resizeTo(bounds: { width: number; height: number }): Promise<void> {
    await this.ready;
    const { windowId } = await this.#chromium.send<{ windowId: number }>('Browser.getWindowForTarget', {
      targetId: this.#targetId,
    });
    await this.#chromium.send('Browser.setWindowBounds', {
      windowId,
      bounds: { width: bounds.width, height: bounds.height },
    });
  }

  /** Ends the page; `destroyed` follows at once, Chromium's own end a moment later. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.ready
      .then(() => this.#chromium.send('Target.closeTarget', { targetId: this.#targetId }))
      .catch(() => undefined);
    this.gone();
  }

  close(): void {
    this.emit('-close-asked');
  }

  /** The word of the address and that of the new page come on two ways, in either order; the handler is asked with the address. */
  allowsWindow(): boolean {
    const answered = this.#openAnswer ?? this.#openHandler?.({ url: '', frameName: '' }).action ?? 'allow';
    this.#openAnswer = undefined;
    return answered === 'allow';
  }

  crashed(status: string, exitCode: number): void {
    if (this.#isCrashed || this.#isDestroyed) return;
    this.#isCrashed = true;
    this.#preloadContext = undefined;
    this.#expectedUrl = undefined;
    this.emit('render-process-gone', {}, { reason: status === 'killed' ? 'killed' : 'crashed', exitCode });
  }

  gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    all.delete(this);
    this.emit('destroyed');
    this.#onGone();
  }

  #send<Result = unknown>(method: string, parameters: object = {}): Promise<Result> {
    return this.#chromium.send<Result>(method, parameters, this.#sessionId);
  }

  #report(error: unknown): void {
    if (!this.#isDestroyed) process.stderr.write(`electron stand-in: ${String(error)}\n`);
  }

  async #open(size: { width: number; height: number }): Promise<void> {
    targets ??= new Targets(this.#chromium);
    const { targetId, sessionId } = await targets.create(this, size);
    this.#targetId = targetId;
    this.#sessionId = sessionId;
    this.#listen();
    // Order matters: the page's half must listen before the preload's half greets it.
    const greeting = crypto.randomUUID();
    const scripts = [this.#send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldSource(greeting) })];
    if (this.#preferences.preload !== undefined) scripts.push(this.#addPreload(greeting, this.#preferences.preload));
    await Promise.all([
      ...scripts,
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#send('Runtime.addBinding', { name: BINDING, executionContextName: PRELOAD_WORLD }),
      targets.resume(sessionId),
    ]);
  }

  #addPreload(greeting: string, preloadPath: string): Promise<unknown> {
    const preload = readFileSync(preloadPath, 'utf8');
    const codecSource = createCloneCodec.toString();
    const source = preloadWorldSource({ greeting, binding: BINDING, codecSource, preload, preloadPath });
    return this.#send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: PRELOAD_WORLD });
  }

  #listen(): void {
    const on = <Parameters>(method: string, listener: (parameters: Parameters) => void) =>
      this.#chromium.on(method, listener, this.#sessionId);
    interface Context {
      readonly context: { readonly id: number; readonly name: string; readonly auxData: { readonly frameId: string } };
    }
    on<Context>('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === PRELOAD_WORLD && context.auxData.frameId === this.#targetId)
        this.#preloadContext = context.id;
    });
    on('Runtime.executionContextsCleared', () => {
      this.#preloadContext = undefined;
    });
    on<{ name: string; payload: string; executionContextId: number }>('Runtime.bindingCalled', call => {
      if (call.name === BINDING) void this.#receive(call.payload);
    });
    on<PausedRequest>('Fetch.requestPaused', paused => {
      this.#decide(paused).catch((error: unknown) => this.#report(error));
    });
    on<{ frame: { parentId?: string; url: string; urlFragment?: string } }>('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.#url = `${fromWire(frame.url)}${frame.urlFragment ?? ''}`;
      this.#isCrashed = false;
      this.emit('did-navigate', {}, this.#url);
    });
    on<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#targetId) return;
      this.#url = fromWire(url);
      this.emit('did-navigate-in-page', {}, this.#url, true);
    });
    on<{ url: string }>('Page.windowOpen', ({ url }) => {
      this.#openAnswer = this.#openHandler?.({ url: fromWire(url), frameName: '' }).action;
    });
    on('Page.loadEventFired', () => void this.#loaded());
    on<{ exceptionDetails: { text: string; exception?: { description?: string } } }>(
      'Runtime.exceptionThrown',
      thrown => this.#report(thrown.exceptionDetails.exception?.description ?? thrown.exceptionDetails.text),
    );
  }

  async #loaded(): Promise<void> {
    interface Processes {
      readonly processInfo: readonly { readonly type: string; readonly id: number }[];
    }
    const { processInfo } = await this.#chromium.send<Processes>('SystemInfo.getProcessInfo');
    const others = new Set([...all].filter(contents => contents !== this).map(contents => contents.#rendererPid));
    const isMine = ({ type, id }: { type: string; id: number }) =>
      type === 'renderer' && !others.has(id) && !isToolbar(id);
    const mine = processInfo.filter(isMine).map(({ id }) => id);
    // A page that changed origin leaves its old process behind for a moment: the youngest is the living one.
    this.#rendererPid = Math.max(0, ...mine);
    this.#expectedUrl = undefined;
    this.emit('did-finish-load');
  }

  /** Lets a paused request go, serves it, or refuses it as the app's navigation listeners say. */
  async #decide(paused: PausedRequest): Promise<void> {
    if (paused.resourceType === 'Document' && this.#refuses(paused)) {
      await this.#send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
      return;
    }
    if (await serveScheme(paused, { chromium: this.#chromium, sessionId: this.#sessionId })) return;
    await this.#send('Fetch.continueRequest', { requestId: paused.requestId });
  }

  #refuses(paused: PausedRequest): boolean {
    const isMainFrame = paused.frameId === this.#targetId;
    if (isMainFrame && paused.request.url === this.#expectedUrl) return false;
    const url = `${fromWire(paused.request.url)}${paused.request.urlFragment ?? ''}`;
    const isRefused = (name: string) => {
      const event = Object.assign(new PreventableEvent(), {
        url,
        isMainFrame,
        isSameDocument: false,
        frame: this.mainFrame,
      });
      this.emit(name, event, url, false, isMainFrame);
      return event.defaultPrevented;
    };
    if (paused.redirectedRequestId !== undefined) return isRefused('will-redirect');
    if (isRefused('will-frame-navigate')) return true;
    return isMainFrame && isRefused('will-navigate');
  }

  async #receive(text: string): Promise<void> {
    const message = codec.decode(text) as { kind: string; id?: number; channel: string; values: unknown[] };
    const event = { sender: this, senderFrame: this.mainFrame, processId: this.#rendererPid, frameId: 1 };
    if (message.kind === 'send') {
      ipcMain.emit(message.channel, event, ...message.values);
      return;
    }
    const { id, channel } = message;
    try {
      this.#push(codec.encode({ id, channel, values: [await ipcMain.call(channel, event, message.values)] }));
    } catch (error) {
      this.#push(codec.encode({ id, channel, values: [], error: String(error) }));
    }
  }

  #push(text: string): void {
    if (this.#preloadContext === undefined || this.#isDestroyed) return;
    const expression = `__electronReceive(${JSON.stringify(text)})`;
    // The page may go in this very moment; Electron drops such a message without a word, too.
    this.#send('Runtime.evaluate', { expression, contextId: this.#preloadContext }).catch(() => undefined);
  }
}

/** As a request has it. */
const withoutFragment = (url: string): string => url.split('#')[0] ?? url;

/** Chromium draws its own toolbar with a renderer, too (Linux; elsewhere the youngest is taken). */
function isToolbar(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, 'utf8').includes('--top-chrome-webui');
}

export const webContents = {
  getAllWebContents: (): WebContents[] => [...all],
  fromId: (id: number): WebContents | undefined => [...all].find(contents => contents.id === id),
  fromDevToolsTargetId: (targetId: string): WebContents | undefined =>
    [...all].find(contents => contents.getDevToolsTargetId() === targetId),
};
