/**
 * The two halves of Electron's contextBridge, injected into every document before its own scripts: `pageWorld` runs
 * beside the page, `preloadWorld` in an isolated world with the preload. They share only the DOM, so they talk over a
 * detached element that the page cannot get hold of; CustomEvent details are structured-cloned between worlds by
 * Chromium itself. Functions cross as numbers. Both are turned into source text and must use nothing from outside.
 */
import type { CloneCodec } from './clone-codec.ts';

type Shape =
  | { readonly fn: number }
  | { readonly entries: readonly (readonly [string, Shape])[] }
  | { readonly value: unknown };

function pageWorld(greeting: string): void {
  document.addEventListener(
    greeting,
    event => {
      const line = event instanceof MouseEvent ? event.relatedTarget : null;
      if (line !== null) connect(line);
    },
    { once: true },
  );

  function connect(line: EventTarget): void {
    let lastNumber = 0;
    const callbacks = new Map<number, (...values: unknown[]) => unknown>();
    let answer: { value?: unknown; error?: string; promise?: number } = {};
    const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
    const tell = (kind: string, detail: unknown) => line.dispatchEvent(new CustomEvent(kind, { detail }));
    const detailOf = (event: Event) => (event as CustomEvent).detail;

    const pack = (value: unknown) => {
      if (typeof value !== 'function') return { value };
      callbacks.set(++lastNumber, value as (...values: unknown[]) => unknown);
      return { callback: lastNumber };
    };
    const unpack = (packed: { fn?: number; value?: unknown }) =>
      packed.fn === undefined ? packed.value : functionOf(packed.fn);

    function functionOf(fn: number): (...values: unknown[]) => unknown {
      return (...values) => {
        tell('call', { fn, values: values.map(pack) });
        const given = answer;
        if (given.error !== undefined) throw new Error(given.error);
        if (given.promise === undefined) return unpack(given.value as { fn?: number; value?: unknown });
        const { promise } = given;
        return new Promise((resolve, reject) => promises.set(promise, { resolve, reject }));
      };
    }
    function build(shape: Shape): unknown {
      if ('fn' in shape) return Object.freeze(functionOf(shape.fn));
      if ('value' in shape) return shape.value;
      return Object.freeze(Object.fromEntries(shape.entries.map(([key, item]) => [key, build(item)])));
    }

    line.addEventListener('answer', event => {
      answer = detailOf(event);
    });
    line.addEventListener('settled', event => {
      const { promise, value, error } = detailOf(event);
      if (error === undefined) promises.get(promise)?.resolve(unpack(value));
      else promises.get(promise)?.reject(new Error(error));
      promises.delete(promise);
    });
    line.addEventListener('callback', event => {
      const { callback, values } = detailOf(event);
      callbacks.get(callback)?.(...values.map(unpack));
    });
    line.addEventListener('expose', event => {
      const { key, shape } = detailOf(event);
      const value = build(shape);
      Object.defineProperty(window, key, { value, enumerable: true, configurable: false, writable: false });
    });
  }
}

interface WorldPort {
  readonly codec: CloneCodec;
  readonly send: (text: string) => void;
  readonly runPreload: (require: (name: string) => unknown, module: { exports: object }, process: object) => void;
}

function preloadWorld(greeting: string, port: WorldPort): void {
  if (window.top !== window) return;
  const line = document.createElement('i');
  document.dispatchEvent(new MouseEvent(greeting, { relatedTarget: line }));
  const tell = (kind: string, detail: unknown) => line.dispatchEvent(new CustomEvent(kind, { detail }));
  let lastNumber = 0;
  const functions = new Map<number, (...values: unknown[]) => unknown>();
  const listeners = new Map<string, ((...values: unknown[]) => void)[]>();
  const invoked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

  const register = (value: unknown) => {
    functions.set(++lastNumber, value as (...values: unknown[]) => unknown);
    return { fn: lastNumber };
  };
  const shapeOf = (value: unknown): Shape => {
    if (typeof value === 'function') return register(value);
    const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? { entries: Object.entries(value).map(([key, item]) => [key, shapeOf(item)] as const) } : { value };
  };
  const pack = (value: unknown) => (typeof value === 'function' ? register(value) : { value });
  const unpack = (packed: { callback?: number; value?: unknown }) => {
    const { callback } = packed;
    if (callback === undefined) return packed.value;
    return (...values: unknown[]) => tell('callback', { callback, values: values.map(pack) });
  };

  line.addEventListener('call', event => {
    const { fn, values } = (event as CustomEvent).detail;
    try {
      const result = functions.get(fn)?.(...values.map(unpack));
      if (!(result instanceof Promise)) return void tell('answer', { value: pack(result) });
      const promise = ++lastNumber;
      tell('answer', { promise });
      result.then(
        value => tell('settled', { promise, value: pack(value) }),
        (error: unknown) => tell('settled', { promise, error: textOf(error) }),
      );
    } catch (error) {
      tell('answer', { error: textOf(error) });
    }
  });

  const ipcRenderer = {
    on(channel: string, listener: (...values: unknown[]) => void) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off(channel: string, listener: (...values: unknown[]) => void) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter(known => known !== listener),
      );
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: (...values: unknown[]) => void) => ipcRenderer.off(channel, listener),
    send: (channel: string, ...values: unknown[]) => port.send(port.codec.encode({ kind: 'send', channel, values })),
    invoke: (channel: string, ...values: unknown[]) =>
      new Promise((resolve, reject) => {
        invoked.set(++lastNumber, { resolve, reject });
        port.send(port.codec.encode({ kind: 'invoke', id: lastNumber, channel, values }));
      }),
  };
  const receive = (text: string) => {
    const message = port.codec.decode(text) as { id?: number; channel: string; values: unknown[]; error?: string };
    if (message.id === undefined) {
      for (const listener of listeners.get(message.channel) ?? []) listener({ ports: [] }, ...message.values);
      return;
    }
    const call = invoked.get(message.id);
    invoked.delete(message.id);
    if (message.error === undefined) call?.resolve(message.values[0]);
    else call?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.error}`));
  };
  Object.defineProperty(globalThis, '__electronReceive', { value: receive });

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => tell('expose', { key, shape: shapeOf(api) }),
  };
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name} (the preload is sandboxed)`);
  };
  port.runPreload(
    require,
    { exports: {} },
    { platform: 'linux', versions: {}, sandboxed: true, contextIsolated: true },
  );
}

/** Source for the page's world. `greeting` is a name the page cannot guess. */
export function pageWorldSource(greeting: string): string {
  return `(${pageWorld.toString()})(${JSON.stringify(greeting)});`;
}

/** Source for the isolated world: the preload script with the `require` that a sandboxed preload gets. */
export function preloadWorldSource(options: {
  readonly greeting: string;
  readonly binding: string;
  readonly codecSource: string;
  readonly preload: string;
  readonly preloadPath: string;
}): string {
  return `(${preloadWorld.toString()})(${JSON.stringify(options.greeting)}, {
    codec: (${options.codecSource})(),
    send: text => globalThis[${JSON.stringify(options.binding)}](text),
    runPreload: (require, module, process) => { const exports = module.exports;
${options.preload}
    },
  });
//# sourceURL=${options.preloadPath}`;
}
