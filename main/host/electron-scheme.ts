/**
 * `app://citygate/`: the only origin that a window of Citygate ever shows. Serves files of the renderer's folder, with
 * the security policy as headers, and nothing else: a path that leaves the folder in any spelling is answered 404.
 * Runs in Electron's main process. If a header is lost here, no page of ours is protected.
 */
import type { CustomScheme, Protocol } from 'electron';
import { pageHeaders } from './page-headers.ts';
import { confinedPath, readStaticFile } from './static-files.ts';

export const APP_SCHEME = 'app';
const APP_HOST = 'citygate';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** To be registered before the app is ready. */
export const APP_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

/** A whole page or style made by main itself, with the same protection as a file. */
export function generatedResponse(text: string, kind: 'html' | 'css'): Response {
  return new Response(text, { headers: pageHeaders(`text/${kind}; charset=utf-8`) });
}

function refusal(status: 404 | 405): Response {
  return new Response('', { status, headers: pageHeaders('text/plain; charset=utf-8') });
}

/** The path of an address of ours, `/`-separated and relative; null when it is not one. */
export function filePathOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST) return null;
  return confinedPath(pathname === '' ? '/' : pathname);
}

async function serveFile(folder: string, path: string): Promise<Response> {
  const file = await readStaticFile(folder, `/${path}`);
  return file === null ? refusal(404) : new Response(file.body, { headers: pageHeaders(file.type) });
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
