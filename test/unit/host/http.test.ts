/** The headless host on a real socket: hostile requests are answered or dropped, and the host lives on. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpHost, openHttpHost } from '../../../main/host/http.ts';
import { createLog } from '../../../main/platform/log.ts';

const log = createLog('http', { level: 'error', write: () => undefined });
const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

describe('openHttpHost', () => {
  let root: string;
  let host: HttpHost;
  let port: number;
  let received: unknown[];

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'citygate-http-'));
    writeFileSync(join(root, 'index.html'), 'page');
    received = [];
    host = await openHttpHost({ port: 0, root, log });
    port = Number(new URL(host.url).port);
  });
  afterEach(async () => {
    await host.close();
    rmSync(root, { recursive: true, force: true });
  });

  const serve = () =>
    host.serve({
      dispatcher: {
        call: async (method, input) => ({ ok: true, value: { method, input, v: Float64Array.of(1, Number.NaN) } }),
        open: () => {
          throw new Error('not asked for');
        },
      },
      openSession: () => ({ receive: m => received.push(m) > 0, close: () => undefined }),
    });

  /** First line of the answer to a request written by hand; empty when the host just closed. */
  const raw = async (line: string, headers = ''): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', data => {
      text += data.toString('latin1');
      socket.end();
    });
    socket.write(`${line}\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`);
    await once(socket, 'close');
    return text.split('\r\n')[0] ?? '';
  };
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it('answers calls as JSON with no number as null, and says that it is starting until it serves', async () => {
    expect((await post('/rpc/tags.list', '{}')).status).toBe(503);
    serve();
    const response = await post('/rpc/tags.list', '{"a":1}');
    expect(await response.json()).toEqual({ ok: true, value: { method: 'tags.list', input: { a: 1 }, v: [1, null] } });
  });

  it('serves the page, and 404 for what is not there', async () => {
    expect(await (await fetch(host.url)).text()).toBe('page');
    expect((await fetch(`${host.url}/x.js`)).status).toBe(404);
    expect((await fetch(`${host.url}/index.html/x.js`)).status).toBe(404);
  });

  it.each([
    ['a foreign Origin', { origin: 'http://evil.example' }],
    ['the Origin null of a sandboxed page', { origin: 'null' }],
    ['https on its own address', { origin: 'https://127.0.0.1' }],
  ])('invariant 6: refuses a call from %s', async (_what, headers) => {
    serve();
    const response = await post('/rpc/tags.list', '{}', headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  it.each([
    ['GET // HTTP/1.1', UPGRADE],
    ['GET //[ HTTP/1.1', UPGRADE],
    ['GET http://[ HTTP/1.1', UPGRADE],
    ['GET /other HTTP/1.1', UPGRADE],
    ['GET // HTTP/1.1', ''],
    ['GET //[ HTTP/1.1', ''],
    ['POST //[/rpc/tags.list HTTP/1.1', 'content-type: application/json\r\ncontent-length: 0\r\n'],
  ])('invariant 6: survives the request line "%s" and refuses it', async (line, headers) => {
    serve();
    expect(await raw(line, headers)).toMatch(/^HTTP\/1\.1 40[45] /);
    expect((await post('/rpc/tags.list', '{}')).status).toBe(200);
  });

  it.each([
    ['a length that is told', true],
    ['a length that is not told', false],
  ])('invariant 6: refuses a body that is too large, of %s, with an answer', async (_what, told) => {
    serve();
    const bytes = new Uint8Array(5 * 1024 * 1024).fill(32);
    const body = told ? bytes : new Blob([bytes]).stream();
    const response = await fetch(`${host.url}/rpc/tags.list`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    expect((await post('/rpc/tags.list', '{}')).status).toBe(200);
  });

  it('says port-in-use in both languages when another program has the port, and leaves it alone', async () => {
    await expect(openHttpHost({ port, root, log })).rejects.toMatchObject({
      code: 'port-in-use',
      zh: { message: `端口 ${port} 已被其他程序占用。` },
    });
    expect((await fetch(host.url)).status).toBe(200);
  });
});
