/**
 * The files of the repository, without what is installed, built or recorded. Does not ask git: a
 * source archive, or a clone that belongs to another user, is checked the same way.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of the root that .gitignore names. */
const IGNORED_AT_ROOT = new Set(['out', 'dist', 'data', '.git']);

function collect(root, relative, into) {
  for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.name === 'node_modules' || IGNORED_AT_ROOT.has(path)) continue;
    if (entry.isDirectory()) collect(root, path, into);
    else into.push(path);
  }
}

/** Relative paths with forward slashes, sorted. */
export function repositoryFiles(root) {
  /** @type {string[]} */
  const files = [];
  collect(root, '', files);
  return files.sort();
}
