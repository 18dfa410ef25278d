/**
 * A Modbus master against devices that lie, stall, cut and babble (protocols.md §4, the rows that concern reads). For every
 * row: no wrong value, no hang, no leaked connection, and a clean recovery as soon as the device behaves.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { FakeModbusServer, faults, first } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { TestLink, type TestLinkOptions } from '../kit/test-link.ts';
import { BOTH, RTU_ONLY, TCP_ONLY } from '../kit/torture-rows.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function serve(framing: 'tcp' | 'rtu'): Promise<FakeModbusServer> {
  const server = await new FakeModbusServer(framing).listen();
  cleanUps.push(() => server.close());
  return server;
}

function rigFor(server: FakeModbusServer, options: Partial<RigOptions> = {}): ModbusRig {
  const rig = new ModbusRig({
    port: server.port,
    framing: server.framing,
    devices: [{ id: 'D', unit: 7 }],
    tags: [
      { device: 'D', offset: 100 },
      { device: 'D', offset: 109 },
    ],
    ...options,
  });
  cleanUps.push(() => rig.stop());
  return rig;
}

function linkTo(server: FakeModbusServer, options: Partial<TestLinkOptions> = {}): TestLink {
  const link = new TestLink({ framing: server.framing, port: server.port, ...options });
  cleanUps.push(async () => link.close());
  return link;
}

const READ = { unit: 7, table: 'holding', offset: 100, count: 10 } as const;

describe.each([
  ['Modbus TCP', 'tcp', [...BOTH, ...TCP_ONLY]],
  ['RTU over TCP', 'rtu', [...BOTH, ...RTU_ONLY]],
] as const)('a %s link', (_name, framing, rows) => {
  it.each(rows)('turns $name into "$becomes" and never into a wrong value', async ({ fault, becomes, link: left }) => {
    const server = await serve(framing);
    server.behave = fault();
    const link = linkTo(server);
    await link.connect();
    const isRight = (data: Buffer): boolean =>
      Array.from({ length: 10 }, (_, i) => data.readUInt16BE(i * 2)).every((v, i) => v === 100 + i);
    const outcome = link.read(READ).then(
      data => (isRight(data) ? 'right' : 'WRONG'),
      (error: unknown) => (error instanceof Error && 'reason' in error ? error.reason : String(error)),
    );
    expect(await within('the read', outcome, 2_000)).toBe(becomes);
    server.behave = faults.none();
    const goesOn = becomes === 'right' || left === 'goes on' || (left === undefined && framing === 'rtu');
    if (goesOn) {
      // Another length, so that no old answer can be meant.
      const next = await within('the next read', link.read({ ...READ, offset: 300, count: 7 }), 2_000);
      expect(Array.from({ length: 7 }, (_, i) => next.readUInt16BE(i * 2))).toEqual([
        300, 301, 302, 303, 304, 305, 306,
      ]);
      expect(server.accepted).toBe(1);
      return;
    }
    await waitFor('the connection to be dropped', () => server.sockets.size === 0, 1_000);
    await expect(link.read(READ)).rejects.toMatchObject({ name: 'LinkFault' });
  });

  it.each([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 127,
  ])('reports exception %i and keeps the connection (01)', async code => {
    const server = await serve(framing);
    server.behave = first(1, faults.exception(code));
    const link = linkTo(server);
    await link.connect();
    // 10 and 11 are the gateway's word about a device behind it.
    const reason = code === 10 || code === 11 ? 'gateway' : 'exception';
    await expect(link.read(READ)).rejects.toMatchObject({ reason, exceptionCode: code });
    expect((await link.read(READ)).readUInt16BE(0)).toBe(100);
    expect(server.accepted).toBe(1);
  });

  it('refuses requests that no device could answer, without sending them (24)', async () => {
    const server = await serve(framing);
    const link = linkTo(server);
    await link.connect();
    for (const count of [0, 126, 200])
      await expect(link.read({ ...READ, count })).rejects.toThrow('cannot be one request');
    await expect(link.read({ ...READ, table: 'coil', count: 2_001 })).rejects.toThrow('cannot be one request');
    await expect(link.read({ ...READ, offset: 65_530, count: 7 })).rejects.toThrow('cannot be one request');
    expect((await link.read({ ...READ, offset: 65_411, count: 125 })).readUInt16BE(248)).toBe(65_535);
    expect(await link.read({ ...READ, table: 'coil', offset: 0, count: 2_000 })).toHaveLength(250);
    expect(server.requests).toHaveLength(2);
  });

  it('settles a pending read when it is closed (33/34)', async () => {
    const server = await serve(framing);
    server.behave = faults.silence();
    const link = linkTo(server);
    await link.connect();
    const read = link.read(READ);
    link.close();
    await expect(within('the read', read, 100)).rejects.toMatchObject({ reason: 'closed' });
    await waitFor('the socket to end', () => server.sockets.size === 0, 1_000);
  });

  it('leaves no socket behind when nobody answers the connect (Z)', async () => {
    const server = await serve(framing);
    const { port } = server;
    await server.close();
    const link = new TestLink({ framing, port, connectTimeoutMs: 200, timeoutMs: 100 });
    await expect(within('connect', link.connect(), 1_000)).rejects.toMatchObject({ reason: 'refused' });
    const far = new TestLink({ framing, host: '192.0.2.1', port: 502, connectTimeoutMs: 150 });
    await expect(within('connect', far.connect(), 2_000)).rejects.toMatchObject({ name: 'LinkFault' });
  });

  it('takes nothing from bytes that arrive before anything was asked', async () => {
    const server = await serve(framing);
    server.banner = Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n');
    const link = linkTo(server);
    await link.connect();
    if (framing === 'rtu') {
      // A serial server may greet whoever connects; the line behind it is sound.
      await sleep(20);
      expect((await link.read(READ)).readUInt16BE(0)).toBe(100);
      return;
    }
    await waitFor('the connection to be dropped', () => server.sockets.size === 0, 1_000);
    await expect(link.read(READ)).rejects.toMatchObject({ name: 'LinkFault' });
  });
});

describe.each([
  ['Modbus TCP', 'tcp', [...BOTH, ...TCP_ONLY]],
  ['RTU over TCP', 'rtu', [...BOTH, ...RTU_ONLY]],
] as const)('a %s channel', (_name, framing, rows) => {
  it.concurrent.each(rows)('recovers from $name with the right values and one connection', async ({ fault }) => {
    const server = await new FakeModbusServer(framing).listen();
    const rig = new ModbusRig({
      port: server.port,
      framing,
      devices: [{ id: 'D', unit: 7 }],
      tags: [
        { device: 'D', offset: 100 },
        { device: 'D', offset: 109 },
      ],
    });
    try {
      rig.start();
      await waitFor('the first value', () => rig.quality() === 'good');
      server.behave = first(1, fault());
      const before = server.requests.length;
      await waitFor('the request that meets the fault', () => server.requests.length > before);
      const good = rig.goodSamples[1] ?? 0;
      await waitFor('fresh values', () => (rig.goodSamples[1] ?? 0) > good + 1 && rig.device('D').state === 'online');
      expect(rig.wrong).toEqual([]);
      expect([rig.value(0), rig.value(1)]).toEqual([100, 109]);
      expect(server.sockets.size).toBe(1);
    } finally {
      await rig.stop();
      await server.close();
    }
  });

  it('never attributes a late reply to another request (09, 12, T02)', async () => {
    const server = await serve(framing);
    // Same unit, function and length for three blocks: only the guard can tell their replies apart.
    const rig = rigFor(server, {
      tags: [10, 110, 210].map(offset => ({ device: 'D', offset, periodMs: 100 })),
    }).start();
    await waitFor('the first values', () => rig.goodSamples.every(n => n > 0));
    let request = 0;
    server.behave = exchange => (++request % 3 === 0 ? faults.late(220)(exchange) : faults.none()(exchange));
    await sleep(2_500);
    server.behave = faults.none();
    await waitFor('fresh values', () => rig.device('D').state === 'online' && rig.quality(2) === 'good', 8_000);
    expect(rig.wrong).toEqual([]);
    expect(server.sockets.size).toBe(1);
  });

  it('asks one thing at a time (25)', async () => {
    const server = await serve(framing);
    let inFlight = 0;
    let most = 0;
    server.behave = ({ socket, right }) => {
      most = Math.max(most, ++inFlight);
      setTimeout(() => {
        inFlight--;
        socket.write(right);
      }, 20);
    };
    const tags = Array.from({ length: 10 }, (_, i) => ({ device: 'D', offset: i * 200 }));
    const rig = rigFor(server, { tags }).start();
    await waitFor('every block twice', () => rig.goodSamples.every(n => n >= 2));
    expect(most).toBe(1);
    expect(rig.device('D').timeouts).toBe(0);
    expect(rig.wrong).toEqual([]);
  });

  it('keeps reading a device that closes after each reply, without hammering it (22)', async () => {
    const server = await serve(framing);
    server.behave = faults.closeAfterReply();
    const tags = [10, 210, 410].map(offset => ({ device: 'D', offset, periodMs: 500 }));
    const rig = rigFor(server, { tags }).start();
    await waitFor('every block', () => rig.goodSamples.every(n => n >= 2), 8_000);
    const before = server.requests.length;
    await sleep(2_000);
    // 3 blocks × 4 beats, twice that for a retry each and again as much for a beat at the border.
    expect(server.requests.length - before).toBeLessThan(48);
    expect(tags.map((_, i) => rig.quality(i))).toEqual(['good', 'good', 'good']);
    expect(rig.wrong).toEqual([]);
    expect(server.sockets.size).toBeLessThanOrEqual(1);
  });

  it('gets along with a device that closes as soon as it is asked, without hammering it', async () => {
    const server = await serve(framing);
    server.behave = faults.closeAtOnce();
    const rig = rigFor(server).start();
    await waitFor('the device to be given up', () => rig.device('D').state === 'offline', 8_000);
    expect(rig.device('D').cause).toMatch(/closed|reset/);
    expect(server.accepted).toBeLessThan(10);
    expect(rig.quality()).toMatch(/^bad/);
    server.behave = faults.none();
    await waitFor('the device to be back', () => rig.device('D').state === 'online', 8_000);
    expect(rig.wrong).toEqual([]);
  });

  it('says offline with the reason and loses its values when nothing listens, and finds the device again', async () => {
    const server = await serve(framing);
    const rig = rigFor(server).start();
    await waitFor('the first value', () => rig.quality() === 'good');
    const { port } = server;
    await server.close();
    await waitFor('comm-loss', () => rig.quality() === 'bad/comm-loss', 3_000);
    expect(rig.device('D')).toMatchObject({ state: 'offline', cause: 'refused' });
    expect(rig.value()).toBeNaN();
    const again = await new FakeModbusServer(framing).listen(port);
    cleanUps.push(() => again.close());
    await waitFor('fresh values', () => rig.quality() === 'good', 10_000);
    expect(rig.changes.map(c => c.state)).toEqual(['connecting', 'online', 'offline', 'online']);
    expect(rig.wrong).toEqual([]);
  });

  it('calls a half-open device lost within its deadline and never shows an old value as good (23)', async () => {
    const server = await serve(framing);
    const rig = rigFor(server, { staleAfterMs: 1_500 }).start();
    await waitFor('the first value', () => rig.quality() === 'good');
    server.behave = faults.silence();
    const spent = performance.now();
    await waitFor('the value to be bad', () => rig.quality() !== 'good', 4_000);
    // Deadline 1.5 s plus the promised 1 s (issue, item 5).
    expect(performance.now() - spent).toBeLessThan(2_500);
    await waitFor('the device to be offline', () => rig.device('D').state === 'offline', 4_000);
    expect(rig.quality()).toBe('bad/comm-loss');
    expect(rig.device('D').cause).toBe('timeout');
    server.behave = faults.none();
    await waitFor('fresh values', () => rig.quality() === 'good', 8_000);
    expect(rig.device('D').state).toBe('online');
    expect(rig.wrong).toEqual([]);
    expect(server.sockets.size).toBe(1);
  });

  it('spoils only the block that the device refuses, and heals it (01)', async () => {
    const server = await serve(framing);
    const rig = rigFor(server, { tags: [10, 510].map(offset => ({ device: 'D', offset })) }).start();
    await waitFor('both values', () => rig.quality(0) === 'good' && rig.quality(1) === 'good');
    server.behave = exchange =>
      exchange.request.offset >= 500 ? faults.exception(2)(exchange) : faults.none()(exchange);
    await waitFor('the refused block', () => rig.quality(1) === 'bad/device-fault');
    await waitFor('the device degraded', () => rig.device('D').state === 'degraded');
    expect(rig.device('D').detail).toContain('holding:510');
    const good = rig.goodSamples[0] ?? 0;
    await waitFor('the other block to go on', () => (rig.goodSamples[0] ?? 0) > good + 2);
    expect(server.accepted).toBe(1);
    server.behave = faults.none();
    await waitFor('both values again', () => rig.quality(1) === 'good' && rig.device('D').state === 'online');
    expect(rig.wrong).toEqual([]);
  });

  it('leaves nothing behind when stopped, also while it connects', async () => {
    const server = await serve(framing);
    const rig = rigFor(server).start();
    await waitFor('the first value', () => rig.quality() === 'good');
    await rig.stop();
    await waitFor('the socket to end', () => server.sockets.size === 0, 1_000);
    const requests = server.requests.length;
    await sleep(300);
    expect(server.requests).toHaveLength(requests);

    const early = rigFor(server).start();
    await early.stop();
    await sleep(200);
    expect(server.sockets.size).toBe(0);
    expect(early.changes.filter(c => c.state !== 'connecting')).toEqual([]);
  });
});
