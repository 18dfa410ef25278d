/**
 * What a page asks its station for and is told, counted inside the page before the product's own scripts hear of it. The function is
 * sent to the page as its text and knows nothing around it.
 */

export interface PageTraffic {
  /** Binary messages: streams of values, and histories. */
  items: number;
  /** Questions for the history of pens, since the start. */
  asked: number;
  /** How many there had been when a measurement began. */
  before: number;
  /** Those that wait for their answer. */
  readonly waiting: Set<number>;
}

declare global {
  interface Window {
    pageTraffic: PageTraffic;
  }
}

/** Before the page's own scripts. */
export function installTraffic(): void {
  const traffic: PageTraffic = { items: 0, asked: 0, before: 0, waiting: new Set() };
  window.pageTraffic = traffic;
  const HEAD = 200;
  const idIn = (text: string): number => Number(/"id":(\d+)/.exec(text)?.[1] ?? Number.NaN);
  const headOf = (data: unknown): string => {
    if (typeof data === 'string') return data.slice(0, HEAD);
    if (!(data instanceof ArrayBuffer)) return '';
    return String.fromCharCode(...new Uint8Array(data, 8, Math.min(HEAD, data.byteLength - 8)));
  };
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') traffic.items++;
        if (traffic.waiting.size > 0) {
          const head = headOf(data);
          if (head.includes('"reply"')) traffic.waiting.delete(idIn(head));
        }
      });
    }
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (typeof data === 'string' && data.includes('"history.trend"')) {
        traffic.asked++;
        traffic.waiting.add(idIn(data));
      }
      super.send(data);
    }
  };
}

/** What is waited for; the page allows no code from texts. */
export type Wanted =
  /** A screen with all its values. */
  | { readonly kind: 'scene'; readonly id: string }
  /** As soon as its symbols are in the document. */
  | { readonly kind: 'symbols'; readonly id: string }
  | { readonly kind: 'plate'; readonly id: string }
  | { readonly kind: 'palette'; readonly id: string }
  /** The answer to what was asked for since `before`, of the plots of all pens. */
  | { readonly kind: 'trend' };

export interface Reacted {
  /** From the press or key until it was there, ms. */
  readonly thereMs: number;
  /** Until the frame that shows it had been painted, ms. */
  readonly paintedMs: number;
}

/** In the page: from the next press or key until what is wanted; null after the limit. */
export function reactionTo({
  wanted,
  limitMs,
}: {
  readonly wanted: Wanted;
  readonly limitMs: number;
}): Promise<Reacted | null> {
  const has = (selector: string): boolean => document.querySelector(selector) !== null;
  const isThere = (): boolean => {
    if (wanted.kind === 'trend') {
      const { asked, before, waiting } = window.pageTraffic;
      return asked > before && waiting.size === 0 && has('[data-testid="trend-plots"][data-state="ready"]');
    }
    if (wanted.kind === 'plate') {
      const plate = `[data-testid="plate:${wanted.id}"]`;
      return has(plate) && !has(`${plate} [data-quality="bad"]`);
    }
    if (wanted.kind === 'palette') return has(`html[data-theme="${wanted.id}"]`);
    const scene = `[data-scene="${wanted.id}"]`;
    return has(scene) && (wanted.kind === 'symbols' || !has(`${scene} [data-reason="not-read-yet"]`));
  };
  return new Promise(resolve => {
    const begin = (event: Event): void => {
      for (const name of ['keydown', 'click']) window.removeEventListener(name, begin, true);
      const from = event.timeStamp;
      const look = (): void => {
        if (isThere()) {
          const thereMs = performance.now() - from;
          requestAnimationFrame(() => setTimeout(() => resolve({ thereMs, paintedMs: performance.now() - from })));
        } else if (performance.now() - from > limitMs) resolve(null);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    for (const name of ['keydown', 'click']) window.addEventListener(name, begin, true);
  });
}
