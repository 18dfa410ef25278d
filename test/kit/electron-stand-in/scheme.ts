/**
 * Electron's `protocol`: custom schemes. Chromium cannot be taught a scheme from outside, so `app://host/path` travels
 * as `https://host.app.electron.invalid/path` over an intercepted origin; the app itself only ever sees `app://`.
 */
import type { Chromium } from './chromium.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** A request as DevTools pauses it. */
export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    /** From `#` on. */
    readonly urlFragment?: string;
    readonly method: string;
    readonly headers: Record<string, string>;
  };
}

const WIRE_SUFFIX = 'electron.invalid';
const schemes = new Set<string>();
const handlers = new Map<string, SchemeHandler>();

export const protocol = {
  registerSchemesAsPrivileged(list: readonly { readonly scheme: string }[]): void {
    for (const { scheme } of list) schemes.add(scheme);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** The address Chromium is told. */
export function toWire(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (parts === null || !schemes.has(parts[1] ?? '')) return url;
  return new URL(`https://${parts[2]}.${parts[1]}.${WIRE_SUFFIX}${parts[3]}`).href;
}

/** The address the app is told. */
export function fromWire(url: string): string {
  const parts = /^https:\/\/([^/?#]+)\.([a-z0-9-]+)\.electron\.invalid(.*)$/i.exec(url);
  return parts === null ? url : `${parts[2]}://${parts[1]}${parts[3]}`;
}

/** Answers a paused request from the scheme's handler. False when the request is not for a custom scheme. */
export async function serveScheme(
  paused: PausedRequest,
  sender: { chromium: Chromium; sessionId: string },
): Promise<boolean> {
  const url = fromWire(paused.request.url);
  if (url === paused.request.url) return false;
  const handler = handlers.get(url.slice(0, url.indexOf(':')));
  const send = (method: string, parameters: object) =>
    sender.chromium.send(method, { requestId: paused.requestId, ...parameters }, sender.sessionId);
  if (handler === undefined) {
    await send('Fetch.failRequest', { errorReason: 'NameNotResolved' });
    return true;
  }
  try {
    const { method, headers } = paused.request;
    const response = await handler(new Request(url, { method, headers }));
    const body = method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
    await send('Fetch.fulfillRequest', {
      responseCode: response.status,
      responseHeaders,
      body: body.toString('base64'),
    });
  } catch (error) {
    process.stderr.write(`electron stand-in: the handler of ${url} failed: ${String(error)}\n`);
    await send('Fetch.failRequest', { errorReason: 'Failed' });
  }
  return true;
}
