/**
 * The headless host against hostile clients (security.md 6.7): pages of other origins, re-bound names, paths that climb, bodies
 * that lie, frames without meaning, clients that stop reading. The station must answer in its envelope or drop them, and live.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type HttpHost, openHttpHost } from '../../main/host/http.ts';
import { createLog } from '../../main/platform/log.ts';
import { type Station, startStation } from '../../main/station.ts';
import type { Envelope } from '../../shared/rpc/error.ts';
import { FakeModbusServer } from '../kit/fake-modbus-server.ts';
import { writeProject } from '../kit/project-builder.ts';
import { rawHttp, requestText } from '../kit/raw-http.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const TAGS = 2_000;
const temporaryFolder = useTemporaryFolders();
const logged: string[] = [];
let device: FakeModbusServer;
let station: Station;
let host: HttpHost;
let port: number;

beforeAll(async () => {
  device = await new FakeModbusServer().listen();
  const folder = temporaryFolder();
  const root = join(folder, 'page');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(root, 'assets/app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '{"secret":1}');
  writeFileSync(join(folder, 'page-secret.json'), '{"secret":2}');
  const project = writeProject(join(folder, 'project'), {
    channels: [{ id: 'plc', port: device.port, devices: [{ id: 'PLC', unit: 1 }] }],
    tags: Array.from({ length: TAGS }, (_, offset) => ({ name: `T-${offset}`, device: 'PLC', offset })),
  });
  const log = createLog('test', { level: 'warn', write: line => void logged.push(line) });
  host = await openHttpHost({ port: 0, root, log });
  port = Number(new URL(host.url).port);
  station = await startStation({ projectDirectory: project, dataDirectory: join(folder, 'data'), log });
  host.serve(station);
});

afterAll(async () => {
  await host?.close();
  await station?.stop();
  await device?.close();
  expect(logged.filter(line => / error /.test(line))).toEqual([]);
});

const post = (name: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${host.url}/rpc/${name}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

async function errorOf(response: Response): Promise<Extract<Envelope<unknown>, { ok: false }>['error']> {
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const envelope = (await response.json()) as Envelope<unknown>;
  if (envelope.ok) throw new Error('the call was answered');
  return envelope.error;
}

async function isAlive(): Promise<boolean> {
  const response = await post('station.describe', '{}');
  return response.status === 200 && ((await response.json()) as Envelope<unknown>).ok;
}

describe('who may call', () => {
  it('answers a script that sends no Origin', async () => {
    const response = await post('tags.read', '{"tags":["T-5"]}');
    expect(response.status).toBe(200);
    const { ok, value } = (await response.json()) as { ok: boolean; value: unknown };
    expect(ok).toBe(true);
    expect(value).toMatchObject([{ tag: 'T-5' }]);
  });

  it('answers its own page, by either name of the loopback', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = {
        host: `${name}:${port}`,
        origin: `http://${name}:${port}`,
        'content-type': 'application/json',
        'content-length': '2',
      };
      expect((await rawHttp(port, requestText('POST /rpc/station.describe', headers, '{}'))).status).toBe(200);
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
    const response = await post('station.describe', '{}', { origin: own });
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({ code: 'forbidden', zh: { message: expect.stringContaining('拒绝') } });
    await expect(WsClient.connect(host.url, { headers: { origin: own } })).rejects.toThrow('403');
  });

  it('refuses the same address with another port or scheme', async () => {
    for (const origin of [`http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`, `http://localhost:${port}.evil`]) {
      expect((await post('tags.list', '{}', { origin })).status).toBe(403);
      await expect(WsClient.connect(host.url, { headers: { origin } })).rejects.toThrow('403');
    }
  });

  it.each(['evil.example', 'rebound.evil.example:PORT', '127.0.0.1', '127.0.0.1:1', '127.0.0.1:PORT.evil', '[::1]:PORT', ''])(
    'refuses Host "%s", as after DNS re-binding, with 403',
    async name => {
      const headers = { host: name.replace('PORT', String(port)), 'content-type': 'application/json', 'content-length': '2' };
      expect((await rawHttp(port, requestText('POST /rpc/tags.list', headers, '{}'))).status).toBe(403);
      expect((await rawHttp(port, requestText('GET /', { host: headers.host }))).status).toBe(403);
      // The client library replaces an empty name by the right one.
      if (name !== '') await expect(WsClient.connect(host.url, { headers: { host: headers.host } })).rejects.toThrow(/40[03]/);
    },
  );

  it('refuses a request without Host', async () => {
    expect([400, 403]).toContain((await rawHttp(port, 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n')).status);
    expect([400, 403]).toContain((await rawHttp(port, 'GET / HTTP/1.0\r\n\r\n')).status);
  });

  it('refuses calls that a browser marks as coming from another site', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await post('tags.list', '{}', { 'sec-fetch-site': site })).status).toBe(403);
    }
    expect((await post('tags.list', '{}', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('lets a link from elsewhere open the page, and nothing more', async () => {
    const link = { host: `127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await rawHttp(port, requestText('GET /', link))).status).toBe(200);
    const call = { ...link, 'content-type': 'application/json', 'content-length': '2' };
    expect((await rawHttp(port, requestText('POST /rpc/tags.list', call, '{}'))).status).toBe(403);
    expect((await rawHttp(port, requestText('GET /rpc/tags.list', link))).status).toBe(405);
  });

  it('gives no other origin leave to read', async () => {
    const response = await fetch(`${host.url}/rpc/tags.list`, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('files', () => {
  it('come with the policy that allows no script from elsewhere', async () => {
    const page = await fetch(`${host.url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>page</title>');
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await fetch(`${host.url}/assets/app.js`)).headers.get('content-type')).toContain('text/javascript');
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
    const answer = await rawHttp(port, requestText(`GET ${path}`, { host: `127.0.0.1:${port}` }));
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret"');
    expect(answer.body).not.toContain('root:');
    expect(await isAlive()).toBe(true);
  });

  it('answer an absolute request target by its path alone', async () => {
    const answer = await rawHttp(port, requestText('GET http://evil.example/secret.json', { host: `127.0.0.1:${port}` }));
    expect(answer.status).toBe(404);
  });

  it('are read only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect((await fetch(`${host.url}/index.html`, { method })).status).toBe(405);
    }
    const head = await fetch(`${host.url}/`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('calls', () => {
  it('must be POST', async () => {
    const response = await fetch(`${host.url}/rpc/tags.list`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await errorOf(response)).code).toBe('bad-input');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'must be JSON, not "%s"',
    async type => {
      const headers = { host: `127.0.0.1:${port}`, 'content-type': type, 'content-length': '2' };
      const answer = await rawHttp(port, requestText('POST /rpc/tags.list', headers, '{}'));
      expect(answer.status).toBe(415);
      expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    },
  );

  it.each(['{', '{"tags":', 'tags', '{"tags":[NaN]}', "{'tags':[]}", '\u0000'])('that are not JSON are bad input: %s', async body => {
    const response = await post('tags.read', body);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error).toMatchObject({ code: 'bad-input', retry: 'never' });
    expect(error.zh.message).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['tags.read', '{}', 400, 'bad-input'],
    ['tags.read', '{"tags":"T-1"}', 400, 'bad-input'],
    ['tags.read', '{"tags":[1]}', 400, 'bad-input'],
    ['tags.read', '{"tags":[""]}', 400, 'bad-input'],
    ['tags.read', '{"tags":[],"more":1}', 400, 'bad-input'],
    ['tags.read', '[]', 400, 'bad-input'],
    ['tags.read', 'null', 400, 'bad-input'],
    ['tags.read', '7', 400, 'bad-input'],
    ['tags.read', '{"__proto__":{"tags":["T-1"]}}', 400, 'bad-input'],
    ['tags.read', '{"tags":["nobody"]}', 404, 'unknown-tag'],
    ['tags.read', '{"tags":["__proto__"]}', 404, 'unknown-tag'],
    ['tags.list', '{"x":1}', 400, 'bad-input'],
    ['events.recent', '{"limit":0}', 400, 'bad-input'],
    ['events.recent', '{"limit":1e99}', 400, 'bad-input'],
    ['history.recent', '{"tags":["T-1"],"from":"now"}', 400, 'bad-input'],
    ['scenes.read', '{"id":"../station.yaml"}', 404, 'unknown-scene'],
    ['tags', '{}', 404, 'unknown-method'],
    ['nothing', '{}', 404, 'unknown-method'],
    ['', '{}', 404, 'unknown-method'],
    ['__proto__', '{}', 404, 'unknown-method'],
    ['constructor', '{}', 404, 'unknown-method'],
    ['toString', '{}', 404, 'unknown-method'],
    ['tags%2Elist', '{}', 404, 'unknown-method'],
    ['tags.list/', '{}', 404, 'unknown-method'],
  ])('%s with %s is answered with %i %s in both languages', async (name, body, status, code) => {
    const response = await post(name, body);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error.code).toBe(code);
    for (const text of [error.message, error.hint]) expect(text.length).toBeGreaterThan(5);
    expect(error.message).not.toMatch(/[\u4e00-\u9fff]/);
    expect(error.zh.message).toMatch(/[\u4e00-\u9fff]/);
    expect(error.zh.hint).toMatch(/[\u4e00-\u9fff]/);
    expect(JSON.stringify(error)).not.toMatch(/\bat .*\.ts:|node_modules/);
  });

  it('take nesting of any depth for what it is: bad input', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect((await post('tags.read', `{"tags":${deep}}`)).status).toBe(400);
    expect(await isAlive()).toBe(true);
  });

  it('with a body above the limit are refused with 413, the length told or not', async () => {
    const big = `{"tags":["${'x'.repeat(5 * 1024 * 1024)}"]}`;
    const headers = { host: `127.0.0.1:${port}`, 'content-type': 'application/json' };
    const told = await rawHttp(port, requestText('POST /rpc/tags.read', { ...headers, 'content-length': String(big.length) }, big));
    expect(told.status).toBe(413);
    expect(JSON.parse(told.body)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    const chunk = `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`;
    const untold = await rawHttp(port, requestText('POST /rpc/tags.read', { ...headers, 'transfer-encoding': 'chunked' }, chunk));
    expect(untold.status).toBe(413);
    expect(await isAlive()).toBe(true);
  });

  it('whose sender goes away half-way leave nothing behind', async () => {
    const headers = { host: `127.0.0.1:${port}`, 'content-type': 'application/json', 'content-length': '1000' };
    for (let i = 0; i < 20; i++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise<void>(resolve => socket.write(requestText('POST /rpc/tags.read', headers, '{"tags":'), () => resolve()));
      socket.destroy();
    }
    expect(await isAlive()).toBe(true);
  });
});

describe('WebSocket clients', () => {
  it.each(['/', '/wsx', '/ws/', '/rpc/tags.list', '//', '///', '/%zz'])('are refused at %s', async path => {
    await expect(WsClient.connect(host.url, { path })).rejects.toThrow(/40[04]|hang up/);
    expect(await isAlive()).toBe(true);
  });

  it.each([
    ['text that is not JSON', 'hello'],
    ['bytes without magic', new Uint8Array(64).fill(0x55)],
    ['an empty binary frame', new Uint8Array(0)],
    ['a header that is cut off', Uint8Array.from([0xc1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f])],
    ['a header that is not JSON', Uint8Array.from([0xc1, 0, 0, 0, 2, 0, 0, 0, 0x7b, 0x7b])],
    ['an array outside the frame', binary('{"x":{"$a":[3,0,4000000]}}')],
    ['an unknown array kind', binary('{"x":{"$a":[9,0,0]}}')],
    ['a misplaced array', binary('{"x":{"$a":[3,4,0]}}')],
    ['deep nesting', binary('['.repeat(100_000) + ']'.repeat(100_000))],
  ])('that send %s are closed, or ignored, and the station lives', async (_name, data) => {
    const client = await WsClient.connect(host.url);
    client.sendRaw(data);
    await sleep(50);
    if (client.closeCode !== null) expect(client.closeCode).toBe(1_007);
    await client.close();
    expect(await isAlive()).toBe(true);
  });

  it.each([
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    '{"kind":"call"}',
    '{"kind":"call","id":-1,"method":"tags.list","input":{}}',
    '{"kind":"call","id":1.5,"method":"tags.list","input":{}}',
    '{"kind":"call","id":1,"method":{},"input":{}}',
    '{"kind":"ack","id":99,"seq":1}',
    '{"kind":"close","id":99}',
    '{"kind":"shutdown","id":1}',
    '{"kind":"__proto__","id":1}',
  ])('that send %s are ignored and may go on', async text => {
    const client = await WsClient.connect(host.url);
    client.sendRaw(text);
    client.send({ kind: 'call', id: 4711, method: 'station.describe', input: {} });
    const { reply } = await client.next('reply', m => m.id === 4711);
    expect(reply.ok).toBe(true);
    await client.close();
  });

  it('that are refused and keep their half of the connection open do not hold up the end of the host', async () => {
    const brief = await openHttpHost({ port: 0, root: temporaryFolder(), log: createLog('brief') });
    const briefPort = Number(new URL(brief.url).port);
    const socket = connect({ port: briefPort, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    const ended = new Promise(resolve => socket.once('end', resolve));
    socket.resume();
    socket.write(`GET /ws HTTP/1.1\r\nhost: evil\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`);
    await within('the refusal', ended);
    const idle = connect(briefPort, '127.0.0.1');
    idle.on('error', () => undefined);
    await new Promise<void>(resolve => idle.once('connect', () => resolve()));
    await within('the end of the host', brief.close(), 1_000);
    socket.destroy();
    idle.destroy();
  });

  it('that send more than the limit are dropped', async () => {
    const client = await WsClient.connect(host.url);
    client.sendRaw('x'.repeat(5 * 1024 * 1024));
    await waitFor('the connection to be closed', () => client.closeCode !== null);
    expect(await isAlive()).toBe(true);
  });

  it('cannot open streams or calls without end', async () => {
    const client = await WsClient.connect(host.url);
    for (let id = 1; id <= 40; id++) client.send({ kind: 'open', id, method: 'tags', input: { tags: ['T-1'] } });
    const { error } = await client.next('ended');
    expect(error).toMatchObject({ code: 'busy', retry: 'backoff' });
    expect(client.messages.filter(m => m.kind === 'ended')).toHaveLength(8);
    await client.close();
  });

  it('that stop reading are dropped before they grow the memory of the station', async () => {
    const client = await WsClient.connect(host.url);
    client.socket.pause();
    const before = process.memoryUsage().rss;
    let most = before;
    // Every list is about 500 kB; unlimited, 1,000 of them would be 500 MB.
    for (let id = 1; id <= 1_000 && client.socket.readyState === WebSocket.OPEN; id++) {
      client.send({ kind: 'call', id, method: 'tags.list', input: {} });
      if (id % 10 === 0) await sleep(5);
      most = Math.max(most, process.memoryUsage().rss);
    }
    client.socket.resume();
    await waitFor('the client to be dropped', () => client.closeCode !== null, 10_000);
    expect(client.closeCode).toBe(1_006);
    expect(most - before).toBeLessThan(300 * 1024 * 1024);
    expect(await isAlive()).toBe(true);
  });

  it('that do not acknowledge get one item and no more, while the others get theirs', async () => {
    const lazy = await WsClient.connect(host.url);
    const eager = await WsClient.connect(host.url);
    lazy.send({ kind: 'open', id: 1, method: 'tags', input: {} });
    eager.send({ kind: 'open', id: 1, method: 'tags', input: {} });
    eager.listen(m => {
      if (m.kind === 'item') eager.send({ kind: 'ack', id: m.id, seq: m.seq });
    });
    device.register = (_request, offset) => (offset + Math.round(performance.now())) & 0xffff;
    await waitFor('several items', () => eager.messages.filter(m => m.kind === 'item').length >= 4, 8_000);
    expect(lazy.messages.filter(m => m.kind === 'item')).toHaveLength(1);
    expect(lazy.messages.filter(m => m.kind === 'beat').length).toBeGreaterThan(1);
    await lazy.close();
    await eager.close();
  });
});

describe('before the station runs', () => {
  it('calls are told to come back and WebSockets are refused with 503', async () => {
    const early = await openHttpHost({ port: 0, root: temporaryFolder(), log: createLog('early', { level: 'error', write: () => undefined }) });
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
    await expect(openHttpHost({ port, root: '/', log: createLog('x') })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
      zh: { message: expect.stringContaining('占用') },
    });
  });
});

function binary(header: string): Uint8Array {
  const bytes = Buffer.alloc(Math.ceil((8 + header.length) / 8) * 8);
  bytes[0] = 0xc1;
  bytes.writeUInt32LE(header.length, 4);
  bytes.write(header, 8, 'latin1');
  return new Uint8Array(bytes);
}
