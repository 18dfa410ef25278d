/** The built renderer from disk, for both hosts, confined to its folder whatever the address says. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** What a path that names no file comes to; anything else is trouble with the disk. */
const NO_SUCH_FILE: ReadonlySet<unknown> = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']);

export interface StaticFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly type: string;
}

/** The file of a URL path, or null when there is none inside `root`. `pathname` may be hostile. */
export async function readStaticFile(root: string, pathname: string): Promise<StaticFile | null> {
  const path = confinedPath(pathname);
  const type = path === null ? undefined : TYPES[extname(path)];
  if (path === null || type === undefined) return null;
  try {
    const folder = await realpath(root);
    const file = await realpath(join(folder, path));
    // A link inside the folder must not lead out of it.
    if (!file.startsWith(folder + sep)) return null;
    return { body: await readFile(file), type };
  } catch (error) {
    if (error instanceof Error && 'code' in error && NO_SUCH_FILE.has(error.code)) return null;
    throw error;
  }
}

/**
 * The path of a file inside a folder, `/`-separated and relative; null when it could be anything else. Decodes once, so that
 * what is checked is what is opened, then allows only plain segments: letters, digits and `._-`, none that starts with a dot.
 */
export function confinedPath(pathname: string): string | null {
  const decoded = decodeOnce(pathname);
  if (decoded === null || !decoded.startsWith('/')) return null;
  if (decoded === '/') return 'index.html';
  const segments = decoded.split('/').slice(1);
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
