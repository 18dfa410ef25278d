/**
 * Who may reach the headless host, and which files it gives (security.md 6.7): pages of other origins, re-bound names, paths
 * that climb out of their folder. A foreign page must not read or call, a script and the station's own page must.
 */
import { describe, expect, it } from 'vitest';
import { openHttpHost } from '../../main/host/http.ts';
import { createLog } from '../../main/platform/log.ts';
import type { ErrorBody } from '../../shared/rpc/error.ts';
import { errorOf, useHttpBench } from '../kit/http-bench.ts';
import { rawHttp, requestText } from '../kit/raw-http.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { within } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();
const bench = useHttpBench();
/** The whole of it: one source more in any part is a hole. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A refused upgrade says why, as every refused call does. */
async function expectRefusedSocket(headers: Readonly<Record<string, string>>): Promise<void> {
  const upgrade = { host: `127.0.0.1:${bench.port}`, connection: 'Upgrade', upgrade: 'websocket', ...headers };
  const answer = await rawHttp(bench.port, requestText('GET /ws', upgrade));
  expect(answer.status).toBe(403);
  const { ok, error } = JSON.parse(answer.body) as { ok: boolean; error: ErrorBody };
  expect([ok, error.code]).toEqual([false, 'forbidden']);
  // The names of the header fields apart, Chinese stays Chinese.
  expect(error.zh.message.replace(/Host|Origin|Citygate/g, '')).not.toMatch(/[a-z]/i);
}

describe('who may call', () => {
  it('answers a script that sends no Origin', async () => {
    const response = await bench.post('tags.read', '{"tags":["T-5"]}');
    expect(response.status).toBe(200);
    const { ok, value } = (await response.json()) as { ok: boolean; value: unknown };
    expect(ok).toBe(true);
    expect(value).toMatchObject([{ tag: 'T-5' }]);
  });

  it('answers its own page, by either name of the loopback', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = {
        host: `${name}:${bench.port}`,
        origin: `http://${name}:${bench.port}`,
        'content-type': 'application/json',
        'content-length': '2',
      };
      expect((await rawHttp(bench.port, requestText('POST /rpc/station.describe', headers, '{}'))).status).toBe(200);
    }
  });

  it.each([
    'http://evil.example',
    'https://127.0.0.1',
    'http://127.0.0.1',
    'null',
    'file://',
    'http://127.0.0.1.evil.example',
    '',
  ])('refuses Origin "%s" with 403 on a call and on the WebSocket', async origin => {
    const own = origin === 'http://127.0.0.1' ? 'http://127.0.0.1:1' : origin;
    const response = await bench.post('station.describe', '{}', { origin: own });
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({
      code: 'forbidden',
      zh: { message: expect.stringContaining('拒绝') },
    });
    await expectRefusedSocket({ origin: own });
    await expect(WsClient.connect(bench.url, { headers: { origin: own } })).rejects.toThrow('403');
  });

  it('refuses the same address with another port or scheme', async () => {
    for (const origin of [
      `http://127.0.0.1:${bench.port + 1}`,
      `https://127.0.0.1:${bench.port}`,
      `http://localhost:${bench.port}.evil`,
    ]) {
      expect((await bench.post('tags.list', '{}', { origin })).status).toBe(403);
      await expect(WsClient.connect(bench.url, { headers: { origin } })).rejects.toThrow('403');
    }
  });

  it.each([
    'evil.example',
    'rebound.evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1:PORT.evil',
    '[::1]:PORT',
    '',
  ])('refuses Host "%s", as after DNS re-binding, with 403', async name => {
    const headers = {
      host: name.replace('PORT', String(bench.port)),
      'content-type': 'application/json',
      'content-length': '2',
    };
    expect((await rawHttp(bench.port, requestText('POST /rpc/tags.list', headers, '{}'))).status).toBe(403);
    expect((await rawHttp(bench.port, requestText('GET /', { host: headers.host }))).status).toBe(403);
    // The client library replaces an empty name by the right one.
    if (name !== '')
      await expect(WsClient.connect(bench.url, { headers: { host: headers.host } })).rejects.toThrow(/40[03]/);
  });

  it('refuses a request without Host', async () => {
    expect([400, 403]).toContain((await rawHttp(bench.port, 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n')).status);
    expect([400, 403]).toContain((await rawHttp(bench.port, 'GET / HTTP/1.0\r\n\r\n')).status);
  });

  it('refuses calls that a browser marks as coming from another site', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await bench.post('tags.list', '{}', { 'sec-fetch-site': site })).status).toBe(403);
    }
    expect((await bench.post('tags.list', '{}', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('lets a link from elsewhere open the page, and nothing more', async () => {
    const link = { host: `127.0.0.1:${bench.port}`, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await rawHttp(bench.port, requestText('GET /', link))).status).toBe(200);
    const call = { ...link, 'content-type': 'application/json', 'content-length': '2' };
    expect((await rawHttp(bench.port, requestText('POST /rpc/tags.list', call, '{}'))).status).toBe(403);
    expect((await rawHttp(bench.port, requestText('GET /rpc/tags.list', link))).status).toBe(405);
  });

  it('gives no other origin leave to read', async () => {
    const response = await fetch(`${bench.url}/rpc/tags.list`, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('files', () => {
  it('come with the policy that allows no script from elsewhere', async () => {
    const page = await fetch(`${bench.url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('content-security-policy')).toBe(POLICY);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await fetch(`${bench.url}/assets/app.js`)).headers.get('content-type')).toContain('text/javascript');
  });

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/%2e%2e%2fsecret.json',
    '/assets/../../secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..\\secret.json',
    '/..%5csecret.json',
    '/%252e%252e%252fsecret.json',
    '/../page-secret.json',
    '/..%2fpage-secret.json',
    '/....//secret.json',
    '/.%00./secret.json',
    '/secret.json%00.html',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/file:///etc/passwd',
    '/%c0%ae%c0%ae/secret.json',
    '/%',
    '/%zz',
    '//',
    '///',
    '/\\',
    '/index.html/x.js',
    '/assets',
    '/LONG.js',
    '/DEEP/b.js',
  ])('are not served from outside their folder: GET %s', async shown => {
    const path = shown.replace('LONG', 'a'.repeat(300)).replace('DEEP', 'a/'.repeat(3_000));
    const answer = await rawHttp(bench.port, requestText(`GET ${path}`, { host: `127.0.0.1:${bench.port}` }));
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret"');
    expect(answer.body).not.toContain('root:');
    expect(await bench.isAlive()).toBe(true);
  });

  it('answer an absolute request target by its path alone', async () => {
    const answer = await rawHttp(
      bench.port,
      requestText('GET http://evil.example/secret.json', { host: `127.0.0.1:${bench.port}` }),
    );
    expect(answer.status).toBe(404);
  });

  it('are read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect((await fetch(`${bench.url}/index.html`, { method })).status).toBe(405);
    }
    const head = await fetch(`${bench.url}/`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('before the station runs', () => {
  it('calls are told to come back and WebSockets are refused with 503', async () => {
    const early = await openHttpHost({
      port: 0,
      root: temporaryFolder(),
      log: createLog('early', { level: 'error', write: () => undefined }),
    });
    try {
      const response = await fetch(`${early.url}/rpc/tags.list`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      expect(response.status).toBe(503);
      expect(await errorOf(response)).toMatchObject({ code: 'busy', retry: 'backoff' });
      await expect(WsClient.connect(early.url)).rejects.toThrow('503');
    } finally {
      await within('close', early.close());
    }
  });

  it('a port that is taken is told in both languages', async () => {
    await expect(openHttpHost({ port: bench.port, root: '/', log: createLog('x') })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(bench.port)),
      zh: { message: expect.stringContaining('占用') },
    });
  });
});
