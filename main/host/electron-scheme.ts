/**
 * `app://citygate/`: the only origin that a window of Citygate ever shows. Serves files of the renderer's folder, with
 * the security policy as headers, and nothing else: a path that leaves the folder in any spelling is answered 404.
 * Runs in Electron's main process. If a header is lost here, no page of ours is protected.
 */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';

export const APP_SCHEME = 'app';
const APP_HOST = 'citygate';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** To be registered before the app is ready. */
export const APP_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
};

function securityHeaders(contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

/** A whole page or style made by main itself, with the same protection as a file. */
export function generatedResponse(text: string, kind: 'html' | 'css'): Response {
  return new Response(text, { headers: securityHeaders(MIME_TYPES[`.${kind}`] ?? 'text/plain') });
}

function refusal(status: 404 | 405): Response {
  return new Response('', { status, headers: securityHeaders('text/plain; charset=utf-8') });
}

/**
 * The path of a file inside the renderer's folder, `/`-separated and relative; null when the address is not one of
 * ours. Decodes once, so that what is checked is what is opened, then allows only plain segments.
 */
export function filePathOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST) return null;
  const decoded = decodeOnce(pathname);
  if (decoded === null) return null;
  if (decoded === '' || decoded === '/') return 'index.html';
  const segments = decoded.split('/').slice(1);
  // Letters, digits and `._-` only: no back-slash, colon, NUL or percent sign, and no segment that starts with a dot.
  return segments.every(segment => /^[\w-][\w.-]*$/.test(segment)) ? segments.join('/') : null;
}

function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

async function serveFile(folder: string, path: string): Promise<Response> {
  const contentType = MIME_TYPES[extname(path)];
  if (contentType === undefined) return refusal(404);
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    // A link inside the folder must not lead out of it.
    if (!file.startsWith(root + sep)) return refusal(404);
    return new Response(new Uint8Array(await readFile(file)), { headers: securityHeaders(contentType) });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return refusal(404);
    throw error;
  }
}

export interface SchemeOptions {
  /** The built renderer. */
  readonly folder: string;
  /** Pages that main makes itself, by path without the leading slash. */
  readonly generated?: ReadonlyMap<string, () => Response>;
}

/** Answers one request for an app:// address. Never throws for anything that a page can ask. */
export async function serveApp(request: { readonly url: string; readonly method: string }, options: SchemeOptions) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const path = filePathOf(request.url);
  if (path === null) return refusal(404);
  const generated = options.generated?.get(path);
  return generated === undefined ? serveFile(options.folder, path) : generated();
}

/** Lets `app://citygate/` be loaded. Call once, after the app is ready. */
export function handleAppScheme(protocol: Pick<Protocol, 'handle'>, options: SchemeOptions): void {
  protocol.handle(APP_SCHEME, request => serveApp(request, options));
}
