/**
 * The headless host against clients that send nonsense, too much, or stop reading: it answers in its envelope or drops them,
 * in bounded memory, and the station lives on.
 */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openHttpHost } from '../../main/host/http.ts';
import { createLog } from '../../main/platform/log.ts';
import { errorOf, useHttpBench } from '../kit/http-bench.ts';
import { rawHttp, requestText } from '../kit/raw-http.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';
import { WsClient } from '../kit/ws-client.ts';

const temporaryFolder = useTemporaryFolders();
const bench = useHttpBench();

describe('calls', () => {
  it('must be POST', async () => {
    const response = await fetch(`${bench.url}/rpc/tags.list`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await errorOf(response)).code).toBe('bad-input');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('of a page must be JSON, not "%s"; a script may send what its tool sets', async type => {
    const host = `127.0.0.1:${bench.port}`;
    const headers = { host, 'content-type': type, 'content-length': '2' };
    const page = { ...headers, origin: `http://${host}` };
    const answer = await rawHttp(bench.port, requestText('POST /rpc/tags.list', page, '{}'));
    expect(answer.status).toBe(415);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    const script = await rawHttp(bench.port, requestText('POST /rpc/tags.list', headers, '{}'));
    expect(script.status).toBe(200);
  });

  it.each([
    '{',
    '{"tags":',
    'tags',
    '{"tags":[NaN]}',
    "{'tags':[]}",
    '\u0000',
  ])('that are not JSON are bad input: %s', async body => {
    const response = await bench.post('tags.read', body);
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
    ['history.trend', '{"tags":["T-1"],"from":0,"to":1e99,"columns":100}', 400, 'bad-input'],
    ['history.raw', '{"tag":"T-1","from":0,"to":1,"limit":65537}', 400, 'bad-input'],
    ['history.raw', '{"tag":"T-1","from":null,"to":1}', 400, 'bad-input'],
    ['history.raw', '{"tag":"__proto__","from":0,"to":1}', 404, 'unknown-tag'],
    ['history.slice', '{"tags":["T-1"],"at":"now"}', 400, 'bad-input'],
    ['history.aggregate', '{"tags":["T-1"],"aggregates":["Average"],"from":0,"to":1,"stepMs":0}', 400, 'bad-input'],
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
    const response = await bench.post(name, body);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error.code).toBe(code);
    for (const text of [error.message, error.hint]) expect(text.length).toBeGreaterThan(5);
    expect(error.message).not.toMatch(/[\u4e00-\u9fff]/);
    expect(error.zh.message).toMatch(/[\u4e00-\u9fff]/);
    expect(error.zh.hint).toMatch(/[\u4e00-\u9fff]/);
    // Whoever calls has no sources at hand.
    if (code === 'bad-input') expect(error.hint).toContain('"properties"');
    expect(JSON.stringify(error)).not.toMatch(/\bat .*\.ts:|node_modules/);
  });

  it('take nesting of any depth for what it is: bad input', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect((await bench.post('tags.read', `{"tags":${deep}}`)).status).toBe(400);
    expect(await bench.isAlive()).toBe(true);
  });

  it('with a body above the limit are refused with 413, the length told or not', async () => {
    const big = `{"tags":["${'x'.repeat(5 * 1024 * 1024)}"]}`;
    const headers = { host: `127.0.0.1:${bench.port}`, 'content-type': 'application/json' };
    const told = await rawHttp(
      bench.port,
      requestText('POST /rpc/tags.read', { ...headers, 'content-length': String(big.length) }, big),
    );
    expect(told.status).toBe(413);
    expect(JSON.parse(told.body)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    const chunk = `${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`;
    const untold = await rawHttp(
      bench.port,
      requestText('POST /rpc/tags.read', { ...headers, 'transfer-encoding': 'chunked' }, chunk),
    );
    expect(untold.status).toBe(413);
    expect(await bench.isAlive()).toBe(true);
  });

  it('whose sender goes away half-way leave nothing behind', async () => {
    const headers = { host: `127.0.0.1:${bench.port}`, 'content-type': 'application/json', 'content-length': '1000' };
    for (let i = 0; i < 20; i++) {
      const socket = connect(bench.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise<void>(resolve =>
        socket.write(requestText('POST /rpc/tags.read', headers, '{"tags":'), () => resolve()),
      );
      socket.destroy();
    }
    expect(await bench.isAlive()).toBe(true);
  });
});

describe('WebSocket clients', () => {
  it.each(['/', '/wsx', '/ws/', '/rpc/tags.list', '//', '///', '/%zz'])('are refused at %s', async path => {
    await expect(WsClient.connect(bench.url, { path })).rejects.toThrow(/40[04]|hang up/);
    expect(await bench.isAlive()).toBe(true);
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
  ])('that send %s are closed with 1007, and the station lives', async (_name, data) => {
    const client = await WsClient.connect(bench.url);
    client.sendRaw(data);
    await waitFor('the connection to be closed', () => client.closeCode !== null);
    expect(client.closeCode).toBe(1_007);
    expect(await bench.isAlive()).toBe(true);
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
    '{"kind":"shutdown","id":1}',
    '{"kind":"__proto__","id":1}',
  ])('that send %s, which is JSON but no message, are closed with 1007', async text => {
    const client = await WsClient.connect(bench.url);
    client.sendRaw(text);
    await waitFor('the connection to be closed', () => client.closeCode !== null);
    expect(client.closeCode).toBe(1_007);
    expect(await bench.isAlive()).toBe(true);
  });

  it.each([
    '{"kind":"ack","id":99,"seq":1}',
    '{"kind":"close","id":99}',
  ])('that send %s for a stream that has ended are ignored and may go on', async text => {
    const client = await WsClient.connect(bench.url);
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
    const client = await WsClient.connect(bench.url);
    client.sendRaw('x'.repeat(5 * 1024 * 1024));
    await waitFor('the connection to be closed', () => client.closeCode !== null);
    expect(await bench.isAlive()).toBe(true);
  });

  it('cannot open streams or calls without end', async () => {
    const client = await WsClient.connect(bench.url);
    for (let id = 1; id <= 40; id++) client.send({ kind: 'open', id, method: 'tags', input: { tags: ['T-1'] } });
    const { error } = await client.next('ended');
    expect(error).toMatchObject({ code: 'busy', retry: 'backoff' });
    expect(client.messages.filter(m => m.kind === 'ended')).toHaveLength(8);
    await client.close();
  });

  it('that stop reading are dropped before they grow the memory of the station', async () => {
    const client = await WsClient.connect(bench.url);
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
    expect(await bench.isAlive()).toBe(true);
  });

  it('that do not acknowledge get one item and no more, while the others get theirs', async () => {
    const lazy = await WsClient.connect(bench.url);
    const eager = await WsClient.connect(bench.url);
    lazy.send({ kind: 'open', id: 1, method: 'tags', input: {} });
    eager.send({ kind: 'open', id: 1, method: 'tags', input: {} });
    eager.listen(m => {
      if (m.kind === 'item') eager.send({ kind: 'ack', id: m.id, seq: m.seq });
    });
    bench.device.register = (_request, offset) => (offset + Math.round(performance.now())) & 0xffff;
    await waitFor('several items', () => eager.messages.filter(m => m.kind === 'item').length >= 4, 8_000);
    expect(lazy.messages.filter(m => m.kind === 'item')).toHaveLength(1);
    expect(lazy.messages.filter(m => m.kind === 'beat').length).toBeGreaterThan(1);
    await lazy.close();
    await eager.close();
  });
});

function binary(header: string): Uint8Array {
  const bytes = Buffer.alloc(Math.ceil((8 + header.length) / 8) * 8);
  bytes[0] = 0xc1;
  bytes.writeUInt32LE(header.length, 4);
  bytes.write(header, 8, 'latin1');
  return new Uint8Array(bytes);
}
