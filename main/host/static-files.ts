/** The built renderer from disk, confined to its folder whatever the request path says. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

/** What a path that names no file comes to; anything else is trouble with the disk. */
const NO_SUCH_FILE: ReadonlySet<unknown> = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG']);

export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
}

/** The file of a URL path, or null when there is none inside `root`. `pathname` may be hostile. */
export async function readStaticFile(root: string, pathname: string): Promise<StaticFile | null> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null; // A malformed escape names no file.
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  const type = TYPES[extname(file)];
  if (!file.startsWith(root + sep) || type === undefined) return null;
  try {
    return { body: await readFile(file), type };
  } catch (error) {
    if (error instanceof Error && 'code' in error && NO_SUCH_FILE.has(error.code)) return null;
    throw error;
  }
}
