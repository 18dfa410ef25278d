/** The app:// scheme: what it serves and what no spelling of a path gets out of it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePathOf, serveApp } from '../../../main/host/electron-scheme.ts';

const parent = mkdtempSync(join(tmpdir(), 'citygate-scheme-'));
const folder = join(parent, 'renderer');
const get = (url: string, method = 'GET') => serveApp({ url, method }, { folder });

beforeAll(() => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.json'), '{"secret":true}');
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  writeFileSync(join(folder, 'assets', 'page-x_1.js'), '1;');
  writeFileSync(join(folder, 'station.db'), 'not for pages');
  symlinkSync(join(parent, 'secret.json'), join(folder, 'link.json'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe('app://citygate/', () => {
  it('serves the page at its root and by name', async () => {
    for (const url of ['app://citygate/', 'app://citygate', 'app://citygate/index.html', 'app://citygate/?lang=en#x']) {
      const response = await get(url);
      expect([url, response.status, await response.text()]).toEqual([url, 200, '<title>page</title>']);
    }
  });

  it('gives every answer the security policy, also a refusal', async () => {
    for (const url of [
      'app://citygate/',
      'app://citygate/assets/page-x_1.js',
      'app://citygate/missing.js',
      'app://other/',
    ]) {
      const { headers } = await get(url);
      // The whole of it: one source more in any part is a hole.
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('names the type of a file', async () => {
    expect((await get('app://citygate/')).headers.get('content-type')).toBe('text/html; charset=utf-8');
    const script = await get('app://citygate/assets/page-x_1.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://citygate/../secret.json',
    'app://citygate/%2e%2e/secret.json',
    'app://citygate/..%2fsecret.json',
    'app://citygate/assets/..%2f..%2fsecret.json',
    'app://citygate/%252e%252e%252fsecret.json',
    'app://citygate/..%5csecret.json',
    'app://citygate/..\\secret.json',
    'app://citygate//secret.json',
    'app://citygate/%2fetc/passwd',
    'app://citygate/C:%5cWindows%5cwin.ini',
    'app://citygate/index.html%00.js',
    'app://citygate/%',
    'app://citygate/%c0%ae%c0%ae/secret.json',
    'app://citygate/.%2e/secret.json',
    'app://citygate/assets/',
    'app://citygate/link.json',
    'app://citygate/station.db',
    'app://citygate.evil/index.html',
    'app://evil/index.html',
    'file:///etc/passwd',
    'https://citygate/index.html',
  ])('does not serve %s', async url => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('only reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await get('app://citygate/', method)).status).toBe(405);
  });

  it('turns an address into a path without leading slash', () => {
    expect(filePathOf('app://citygate/assets/page-x_1.js')).toBe('assets/page-x_1.js');
    expect(filePathOf('nonsense')).toBeNull();
  });
});
