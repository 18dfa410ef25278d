/**
 * Backup addresses, and links that have died without telling: who is asked instead, and within what time the loss is known. Outages
 * are in modbus-outages.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { withEnds } from '../kit/ends.ts';
import { FakeModbusServer, faults } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { PythonPeer } from '../kit/python-peer.ts';
import { TcpRelay } from '../kit/tcp-relay.ts';
import { expectOneEventPerChange } from '../kit/torture-checks.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const BLACK_HOLE = { host: '192.0.2.1', port: 502 };
const TAGS = [{ device: 'D', offset: 100, periodMs: 100 }];

const rigAt = (port: number, options: Partial<RigOptions> = {}): ModbusRig =>
  new ModbusRig({
    port,
    framing: 'tcp',
    timeoutMs: 200,
    connectTimeoutMs: 400,
    devices: [{ id: 'D', unit: 7 }],
    tags: TAGS,
    ...options,
  });

const online = (rig: ModbusRig) => () => rig.device('D').state === 'online' && rig.quality() === 'good';
const endpointOf = (rig: ModbusRig): number => Number(/:(\d+)\//.exec(rig.device('D').endpoint)?.[1]);

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = await new FakeModbusServer().listen();
  const { port } = server;
  await server.close();
  return port;
}

describe('a backup address', () => {
  it.concurrent('is used when the first one refuses, and the device is not called lost for it', () =>
    withEnds(async ({ add }) => {
      const backup = add(await new FakeModbusServer().listen());
      const rig = add(rigAt(await freePort(), { backup: { host: '127.0.0.1', port: backup.port } }));
      rig.start();
      await waitFor('the values', online(rig), 2_000);
      expect(endpointOf(rig)).toBe(backup.port);
      expect(rig.changes.map(c => c.state)).toEqual(['connecting', 'online']);
    }));

  it.concurrent('is used when nobody answers the connect, from the other side of a black hole or a full queue', () =>
    withEnds(async ({ add }) => {
      const backup = add(await new FakeModbusServer().listen());
      const full = add(await PythonPeer.fullBacklog());
      const address = { host: '127.0.0.1', port: backup.port };
      const behindQueue = add(rigAt(full.port, { backup: address }));
      const behindHole = add(rigAt(BLACK_HOLE.port, { host: BLACK_HOLE.host, backup: address }));
      behindQueue.start();
      behindHole.start();
      await waitFor('both', () => online(behindQueue)() && online(behindHole)(), 3_000);
      expect(backup.sockets.size).toBe(2);
    }));

  it.concurrent('is used when the first one accepts and says nothing', () =>
    withEnds(async ({ add }) => {
      const [first, backup] = [add(await new FakeModbusServer().listen()), add(await new FakeModbusServer().listen())];
      first.behave = faults.silence();
      const rig = add(rigAt(first.port, { backup: { host: '127.0.0.1', port: backup.port } }));
      rig.start();
      await waitFor('the values', online(rig), 5_000);
      expect(endpointOf(rig)).toBe(backup.port);
      expect([first.sockets.size, backup.sockets.size]).toEqual([0, 1]);
    }));

  it.concurrent('takes over from a link that has died without telling, stays, and gives back when it fails itself', () =>
    withEnds(async ({ add }) => {
      const [first, backup] = [add(await new FakeModbusServer().listen()), add(await new FakeModbusServer().listen())];
      const relay = add(await TcpRelay.to(first.port));
      const rig = add(rigAt(relay.port, { backup: { host: '127.0.0.1', port: backup.port } }));
      rig.start();
      await waitFor('the first', online(rig));
      expect(endpointOf(rig)).toBe(relay.port);
      relay.freeze();
      await waitFor('the backup', () => endpointOf(rig) === backup.port && online(rig)(), 8_000);
      relay.thaw();
      // What works is not left.
      await sleep(1_500);
      expect([endpointOf(rig), rig.quality()]).toEqual([backup.port, 'good']);
      await backup.close();
      await waitFor('the first again', () => endpointOf(rig) === relay.port && online(rig)(), 4_000);
      expectOneEventPerChange(rig);
      expect(rig.wrong).toEqual([]);
    }));

  it.concurrent('that refuses like the first one: one event, and ever rarer attempts at both', () =>
    withEnds(async ({ add }) => {
      const rig = add(rigAt(await freePort(), { backup: { host: '127.0.0.1', port: await freePort() } }));
      rig.start();
      await waitFor('the loss', () => rig.device('D').state === 'offline');
      await sleep(4_000);
      expect(rig.changes.map(c => `${c.state} ${c.cause}`)).toEqual(['connecting none', 'offline refused']);
    }));
});

describe('a device behind a black hole', () => {
  it.concurrent('is lost within the connect deadline, told once, and sought on', () =>
    withEnds(async ({ add }) => {
      const rig = add(rigAt(BLACK_HOLE.port, { host: BLACK_HOLE.host, connectTimeoutMs: 300 }));
      rig.start();
      await waitFor('the loss', () => rig.device('D').state === 'offline', 1_000);
      // Some networks answer for addresses that they know nobody has.
      expect(rig.device('D').cause).toMatch(/timeout|unreachable|refused/);
      await sleep(3_000);
      expect(rig.changes.map(c => c.state)).toEqual(['connecting', 'offline']);
      expect(rig.quality()).toBe('bad/comm-loss');
    }));
});

describe('a link that has died without telling', () => {
  const TIMEOUT_MS = 300;
  /** What is promised, and what a crowded machine may add. */
  const PROMISED_MS = 2 * TIMEOUT_MS + 1_000;
  const SLACK_MS = 150;
  const cases = [100, 1_000, 60_000].flatMap(periodMs => [0, 300, 600, 900].map(afterMs => ({ periodMs, afterMs })));

  it('is noticed within two timeouts and a second, however seldom its tags are read', () =>
    withEnds(async ({ add }) => {
      const noticed = cases.map(async ({ periodMs, afterMs }) => {
        const server = add(await new FakeModbusServer().listen());
        const relay = add(await TcpRelay.to(server.port));
        const tags = [{ device: 'D', offset: 100, periodMs }];
        const rig = add(rigAt(relay.port, { timeoutMs: TIMEOUT_MS, staleAfterMs: 180_000, tags }));
        rig.start();
        await waitFor('the value', () => rig.quality() === 'good');
        await sleep(2_000);
        // A moment after an answer, when the next question is farthest away.
        const seen = server.requests.length;
        await waitFor('a question', () => server.requests.length > seen, 3_000);
        await sleep(afterMs % periodMs);
        relay.freeze();
        const frozenAt = performance.now();
        await waitFor('no good value', () => rig.quality() === 'bad/comm-loss', 6_000);
        const tookMs = performance.now() - frozenAt;
        expect(rig.device('D')).toMatchObject({ state: 'offline', cause: 'timeout' });
        return { periodMs, afterMs, tookMs };
      });
      const late = (await Promise.all(noticed)).filter(n => n.tookMs > PROMISED_MS + SLACK_MS);
      expect(late).toEqual([]);
    }));
});
