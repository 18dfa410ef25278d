/**
 * Tells which part of the program must be built again: one SHA-256 per part over its sources,
 * the manifest and the build script itself. Runs on Node ≥ 20 before anything is installed, so
 * it imports only Node built-ins. If a source folder is missing from SOURCES, an edit there
 * starts the station with yesterday's program.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Source folders and files of each part, relative to the repository. */
export const SOURCES = {
  main: ['main', 'shared'],
  preload: ['preload', 'shared'],
  renderer: ['renderer', 'shared'],
};
const COMMON = ['package.json', 'package-lock.json', 'scripts/build.mjs'];

function collect(root, relative, into) {
  for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
    const path = `${relative}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') collect(root, path, into);
    } else if (!entry.name.endsWith('.tsbuildinfo') && !entry.name.endsWith('.md')) into.push(path);
  }
}

/** Files of one part, sorted, so that the hash does not depend on the order of the file system. */
export function sourceFiles(root, part) {
  const files = COMMON.filter(file => existsSync(join(root, file)));
  for (const folder of SOURCES[part]) if (existsSync(join(root, folder))) collect(root, folder, files);
  return files.sort();
}

/** Hash of one part's sources: equal hashes mean an equal bundle. */
export function partHash(root, part) {
  const hash = createHash('sha256');
  for (const file of sourceFiles(root, part)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Hashes of all parts and the one over them all, as written to out/build.json. */
export function sourceHashes(root) {
  const parts = Object.fromEntries(Object.keys(SOURCES).map(part => [part, partHash(root, part)]));
  const sourceHash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return { sourceHash, parts };
}

/** Reads out/build.json; undefined when there is none or it cannot be read as JSON. */
export function readBuild(root) {
  const path = join(root, 'out/build.json');
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // torn by a crash: build again
    throw error;
  }
}

/** True when out/ holds exactly what the present sources would give. */
export function isBuilt(root) {
  return readBuild(root)?.sourceHash === sourceHashes(root).sourceHash;
}
