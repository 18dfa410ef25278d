/** The OPC UA channel against node-opcua's own server in another process: killed, stopped, restarted, distrusted. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '../../main/acquisition/channel.ts';
import { createOpcuaChannel, trustServerCertificate } from '../../main/acquisition/drivers/opcua/opcua-channel.ts';
import type { OpcuaChannel } from '../../main/project/types.ts';
import { COMM_LOSS, CONFIG_ERROR, DEVICE_FAULT, GOOD, qualityClass } from '../../shared/model/quality.ts';
import { ChannelRecorder, opcuaTag, until } from '../kit/channel-recorder.ts';
import { freePort, GC_NAMESPACE, type KitNode, OpcuaTestServer } from '../kit/opcua-server.ts';
import { projectDevice } from '../kit/project-parts.ts';
import { TcpRelay } from '../kit/tcp-relay.ts';
import { waitFor } from '../kit/wait-for.ts';

const NODES: readonly KitNode[] = [
  { name: 'C1', type: 'Double', value: 95.25 },
  { name: 'FAULT', type: 'Boolean', value: true },
  { name: 'RUNS', type: 'UInt64', value: [1, 5] },
  { name: 'TEXT', type: 'String', value: 'hello' },
  { name: 'STILL', type: 'Float', value: 0.5 },
];
const [C1, FAULT, RUNS, TEXT, STILL, UNKNOWN, GARBLED] = [10, 11, 12, 13, 14, 15, 16] as const;
/** Fastest period that the channel samples at. */
const PERIOD_MS = 500;
const TAGS = [
  ...NODES.map((node, at) => opcuaTag(C1 + at, `nsu=${GC_NAMESPACE};s=${node.name}`, PERIOD_MS)),
  opcuaTag(UNKNOWN, `nsu=${GC_NAMESPACE};s=NOBODY`, PERIOD_MS),
  opcuaTag(GARBLED, 'what is this'),
];
const SLOW_TAGS = [opcuaTag(C1, `nsu=${GC_NAMESPACE};s=C1`, 10_000)];
const PASSWORD = 'correct horse';

let root: string;
let data: string;
let port: number;
let server: OpcuaTestServer;
let channel: Channel | null = null;

const startServer = () =>
  OpcuaTestServer.start({ port, pki: join(root, 'server'), user: 'citygate', password: PASSWORD, nodes: NODES });

function config(change: Partial<OpcuaChannel> = {}): OpcuaChannel {
  return {
    id: 'gc',
    protocol: 'opcua',
    host: '127.0.0.1',
    port,
    path: '/gc',
    security: { mode: 'SignAndEncrypt', policy: 'Basic256Sha256' },
    login: { kind: 'user', user: 'citygate' },
    groups: [],
    clockToleranceMs: 60_000,
    recorderMb: 0,
    connectTimeoutMs: 3_000,
    timeoutMs: 2_000,
    devices: [projectDevice({ id: 'GC', channel: 'gc', group: 'GC' })],
    ...change,
  };
}

/** A started channel with its password stored, in the data folder that trusts the server. */
function open(change: Partial<OpcuaChannel> = {}, password: string | null = PASSWORD, tags = TAGS): ChannelRecorder {
  const recorder = new ChannelRecorder(data);
  if (password !== null) recorder.secrets.set('channel/gc', password);
  channel = createOpcuaChannel(config(change), tags, recorder.context);
  channel.start();
  return recorder;
}

const good = (recorder: ChannelRecorder) => () => recorder.of(C1).q === GOOD;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'citygate-opcua-'));
  data = join(root, 'data');
  port = await freePort();
  server = await startServer();
});

afterEach(async () => {
  await channel?.stop();
  channel = null;
});

afterAll(async () => {
  await server.kill();
  rmSync(root, { recursive: true, force: true });
});

describe('OPC UA channel', () => {
  test('an unknown server certificate is refused with its thumbprint, and heals once a person trusts it', async () => {
    const recorder = open();
    await until('untrusted', () => recorder.last === 'offline/certificate-untrusted', 15_000);
    expect(recorder.changes.at(-1)?.detail).toMatch(/[0-9A-F]{40}.*pki\/trusted\/certs/);
    expect(recorder.of(C1).q).toBe(COMM_LOSS);
    trustServerCertificate(data, server.certificate);
    await until('online', () => recorder.last === 'online/none', 8_000);
    expect(readdirSync(join(data, 'pki', 'rejected'))).toEqual([]);
    expect(statSync(join(data, 'pki', 'own', 'private', 'private_key.pem')).mode & 0o077).toBe(0);
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'offline', 'online']);
  });

  test('values arrive with quality by severity and the time of their source', async () => {
    const recorder = open();
    await until('good', good(recorder), 8_000);
    await until('all nodes', () => recorder.of(TEXT).exact === 'hello', 3_000);
    expect(recorder.of(TEXT)).toMatchObject({ v: Number.NaN, q: GOOD });
    expect([recorder.of(C1).v, recorder.of(FAULT).v, recorder.of(RUNS).v]).toEqual([95.25, 1, 2 ** 32 + 5]);
    const time = Date.now() - 60_000;
    server.set({ name: 'C1', type: 'Double', value: 94.5, status: 'GoodOverload', time });
    await until('new value', () => recorder.of(C1).v === 94.5, 3_000);
    expect(recorder.of(C1)).toMatchObject({ q: GOOD, t: time });
    server.set({ name: 'C1', type: 'Double', value: 90, status: 'UncertainSensorNotAccurate', time: time + 1 });
    await until('uncertain', () => recorder.of(C1).v === 90, 3_000);
    expect(qualityClass(recorder.of(C1).q)).toBe('uncertain');
    server.set({ name: 'C1', type: 'Double', value: 1, status: 'BadSensorFailure', time: time + 2 });
    await until('bad', () => recorder.of(C1).q === DEVICE_FAULT, 3_000);
    expect(recorder.of(C1).v).toBeNaN();
    server.set({ name: 'C1', type: 'Double', value: 95.25, status: 'Good', time: time + 3 });
    await until('good again', good(recorder), 3_000);
  });

  test('an unknown node spoils only its own tag, and the device says which', async () => {
    const recorder = open();
    await until('good', good(recorder), 8_000);
    expect([recorder.of(UNKNOWN).q, recorder.of(GARBLED).q]).toEqual([CONFIG_ERROR, CONFIG_ERROR]);
    expect(recorder.of(STILL).q).toBe(GOOD);
    await until('online', () => recorder.last === 'online/none', 3_000);
    expect(recorder.changes.at(-1)?.detail).toContain('2 of 7 nodes refused');
    expect(channel?.status()[0]).toMatchObject({
      state: 'online',
      tagCount: 7,
      endpoint: `opc.tcp://127.0.0.1:${port}/gc`,
    });
  });

  test('an unchanged value stays confirmed while the subscription lives', async () => {
    const recorder = open();
    await until('good', good(recorder), 8_000);
    const { updates } = recorder.of(STILL);
    let oldestMs = 0;
    await until(
      'three keep-alives',
      () => {
        oldestMs = Math.max(oldestMs, performance.now() - recorder.of(STILL).freshAt);
        return recorder.of(STILL).confirms >= 3;
      },
      8_000,
    );
    expect(recorder.of(STILL)).toMatchObject({ updates, q: GOOD });
    expect(recorder.of(UNKNOWN).confirms).toBe(0);
    expect(oldestMs).toBeLessThan(3_000);
  });

  test('a wrong password is told as such and heals when the right one is stored', async () => {
    const recorder = open({}, 'wrong');
    await until('denied', () => recorder.last === 'offline/access-denied', 8_000);
    recorder.secrets.set('channel/gc', PASSWORD);
    await until('online', () => recorder.last === 'online/none', 8_000);
    expect(recorder.lines.join('\n')).not.toContain(PASSWORD);
  });

  test('without a stored password nothing is tried, least of all as anonymous; storing it heals', async () => {
    const recorder = open({}, null);
    expect(recorder.last).toBe('offline/no-secret');
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(channel?.status()[0]).toMatchObject({ requests: 0, cause: 'no-secret' });
    expect(await server.sessions()).toBe(0);
    recorder.secrets.set('channel/gc', PASSWORD);
    await until('online', () => recorder.last === 'online/none', 8_000);
  });

  test('a server that stops answering is noticed by the watchdog, and heals when it goes on', async () => {
    const recorder = open();
    await until('good', good(recorder), 8_000);
    server.signal('SIGSTOP');
    await until('lost', () => recorder.of(C1).q === COMM_LOSS, 6_000);
    expect(recorder.of(STILL).q).toBe(COMM_LOSS);
    server.signal('SIGCONT');
    await until('good again', good(recorder), 12_000);
    await until('online', () => recorder.last === 'online/none', 3_000);
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online', 'offline', 'online']);
  });

  test('a link that freezes is called dead by the watchdog long before a request times out, and heals when it thaws', async () => {
    const relay = await TcpRelay.to(port);
    try {
      // With this time-out no request fails by itself during the test: only the watchdog can tell.
      const recorder = open({ port: relay.port, timeoutMs: 20_000 });
      await until('good', good(recorder), 8_000);
      relay.freeze();
      await until('lost', () => recorder.of(C1).q === COMM_LOSS, 8_000);
      expect(recorder.last).toBe('offline/watchdog');
      expect(recorder.changes.at(-1)?.detail).toMatch(/^no publish response for \d+ ms$/);
      for (const handle of [C1, FAULT, RUNS, STILL]) expect(recorder.of(handle).q).toBe(COMM_LOSS);
      relay.thaw();
      await until('good again', good(recorder), 12_000);
      await until('online', () => recorder.last === 'online/none', 3_000);
      expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online', 'offline', 'online']);
    } finally {
      await channel?.stop();
      await relay.close();
    }
  });

  test('a client thread that hangs is called dead by the watchdog, ended and started again', async () => {
    let worker: Worker | undefined;
    process.once('worker', started => {
      worker = started;
    });
    // A slow subscription, so that the missing answers to pings are noticed before the missing publish responses.
    const recorder = open({ timeoutMs: 500 }, PASSWORD, SLOW_TAGS);
    await until('good', good(recorder), 8_000);
    // What a hung thread looks like from here: it is there and says nothing, whatever it is told.
    worker?.removeAllListeners('message');
    await until('lost', () => recorder.of(C1).q === COMM_LOSS, 8_000);
    expect(recorder.last).toBe('offline/watchdog');
    expect(recorder.changes.at(-1)?.detail).toMatch(/^no answer for \d+ ms$/);
    await until('good again', good(recorder), 12_000);
  });

  test('a killed server is lost at once with one event, and comes back after its restart', async () => {
    const recorder = open();
    await until('good', good(recorder), 8_000);
    const killed = server.kill();
    await until('lost', () => recorder.of(C1).q === COMM_LOSS, 2_000);
    await killed;
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(recorder.changes.map(change => change.state)).toEqual(['connecting', 'online', 'offline']);
    expect(channel?.status()[0]?.cause).toBe('refused');
    server = await startServer();
    await until('good again', good(recorder), 8_000);
  });

  test('twelve losses in a row leave neither sessions nor handles behind', async () => {
    const handles = () =>
      process.getActiveResourcesInfo().filter(kind => kind !== 'Timeout' && kind !== 'Immediate').length;
    const relay = await TcpRelay.to(port);
    try {
      const recorder = open({ port: relay.port });
      await until('good', good(recorder), 8_000);
      const before = handles();
      for (let flap = 0; flap < 12; flap++) {
        relay.cut();
        await until(`lost ${flap}`, () => recorder.of(C1).q === COMM_LOSS, 3_000);
        await until(`good again ${flap}`, good(recorder), 12_000);
        await until('online', () => recorder.last === 'online/none', 3_000);
      }
      expect(handles()).toBeLessThanOrEqual(before);
      // The server frees what was cut off when its time is over.
      await waitFor('only our session', async () => (await server.sessions()) <= 1, 25_000);
      expect(recorder.last).toBe('online/none');
    } finally {
      await channel?.stop();
      await relay.close();
    }
  }, 120_000);

  test('a worker that dies takes only its device offline and is started again', async () => {
    let worker: Worker | undefined;
    process.once('worker', started => {
      worker = started;
    });
    const recorder = open();
    await until('good', good(recorder), 8_000);
    await worker?.terminate();
    await until('lost', () => recorder.of(C1).q === COMM_LOSS, 1_000);
    expect(recorder.last).toBe('offline/internal');
    await until('good again', good(recorder), 8_000);
  });

  test('a server that does not trust our certificate is told as such, with the file that it has to trust', async () => {
    const options = { port: await freePort(), pki: join(root, 'careful'), user: 'u', password: 'p', nodes: [] };
    const careful = await OpcuaTestServer.start({ ...options, acceptsClients: false });
    trustServerCertificate(data, careful.certificate);
    const recorder = open({ port: options.port });
    try {
      await until('denied', () => recorder.last === 'offline/access-denied', 8_000);
    } finally {
      await careful.kill();
    }
    expect(recorder.changes.at(-1)?.detail).toContain('citygate.pem');
  });

  test('a peer that accepts and says nothing is a timeout; a port where nobody listens is refused', async () => {
    const silent = createServer(socket => void socket.resume().on('error', () => socket.destroy()));
    const silentPort = await freePort();
    await new Promise<void>(resolve => void silent.listen(silentPort, '127.0.0.1', resolve));
    const recorder = open({ port: silentPort, connectTimeoutMs: 1_000, timeoutMs: 500 });
    await until('timeout', () => recorder.last === 'offline/timeout', 8_000);
    await channel?.stop();
    await new Promise(resolve => silent.close(resolve));
    const other = open({ port: silentPort });
    await until('refused', () => other.last === 'offline/refused', 8_000);
  });

  test('stop() ends session and thread within 3 s, twice if asked, and leaves no handle', async () => {
    const handles = () =>
      process.getActiveResourcesInfo().filter(kind => kind !== 'Timeout' && kind !== 'Immediate').length;
    const before = handles();
    // A session whose thread was ended in an earlier test lives on in the server until it times out.
    const sessionsBefore = await server.sessions();
    const recorder = open();
    await until('good', good(recorder), 8_000);
    const startedAt = performance.now();
    await Promise.all([channel?.stop(), channel?.stop()]);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(handles()).toBeLessThanOrEqual(before);
    expect(await server.sessions()).toBeLessThanOrEqual(sessionsBefore);
    const { confirms } = recorder.of(STILL);
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(recorder.of(STILL).confirms).toBe(confirms);
  });
});
