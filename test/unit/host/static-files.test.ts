/** Files of the renderer, and nothing else of the machine. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStaticFile } from '../../../main/host/static-files.ts';

describe('readStaticFile', () => {
  let outside: string;
  let root: string;

  beforeAll(() => {
    outside = mkdtempSync(join(tmpdir(), 'citygate-static-'));
    root = join(outside, 'renderer');
    mkdirSync(join(root, 'assets', 'folder.js'), { recursive: true });
    writeFileSync(join(root, 'index.html'), 'index');
    writeFileSync(join(root, 'assets', 'page-x_1.js'), 'code');
    writeFileSync(join(root, 'secret'), 'no type');
    writeFileSync(join(outside, 'secret.json'), 'secret');
    mkdirSync(join(outside, 'renderer-other'));
    writeFileSync(join(outside, 'renderer-other', 'x.js'), 'neighbour');
  });
  afterAll(() => rmSync(outside, { recursive: true, force: true }));

  it('gives the page and its parts with their types', async () => {
    expect(await readStaticFile(root, '/')).toMatchObject({
      type: 'text/html; charset=utf-8',
      body: Buffer.from('index'),
    });
    expect(await readStaticFile(root, '/assets/page%2dx_1.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/../../secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/../renderer-other/x.js',
    '//../secret.json',
    '/%00index.html',
    '/index.html%00.js',
    '/%',
    '/%ff.js',
    '/secret',
    '/missing.js',
    '/assets/folder.js',
    '/index.html/x.js',
    `/${'x'.repeat(5_000)}.js`,
    '',
  ])('invariant 6: gives nothing for "%.60s"', async path => {
    expect(await readStaticFile(root, path)).toBeNull();
  });
});
