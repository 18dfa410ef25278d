/** Which part is built again after which change. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuilt, sourceHashes } from '../../../scripts/lib/source-hash.mjs';

let root;
function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'citygate-hash-'));
  for (const file of ['main/a.ts', 'preload/index.ts', 'renderer/main.tsx', 'shared/tag.ts']) write(file, 'a');
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function changedBy(path) {
  const before = sourceHashes(root).parts;
  write(path, 'b');
  const after = sourceHashes(root).parts;
  return Object.keys(after).filter(part => after[part] !== before[part]);
}

it('builds only the part whose folder changed', () => {
  expect(changedBy('renderer/main.tsx')).toEqual(['renderer']);
  expect(changedBy('main/new/file.ts')).toEqual(['main']);
});

it('builds everything after a change in shared/ or in the manifest', () => {
  expect(changedBy('shared/tag.ts')).toEqual(['main', 'preload', 'renderer']);
  expect(changedBy('package.json')).toEqual(['main', 'preload', 'renderer']);
});

it('does not build for a text, a type cache or an installed package', () => {
  for (const path of ['main/README.md', 'main/main.tsbuildinfo', 'main/node_modules/x.js']) {
    expect(changedBy(path)).toEqual([]);
  }
});

it('takes a record torn by a crash for no build', () => {
  write('out/build.json', '{"sourceHash":');
  expect(isBuilt(root)).toBe(false);
  write('out/build.json', JSON.stringify({ sourceHash: sourceHashes(root).sourceHash }));
  expect(isBuilt(root)).toBe(true);
});
