/**
 * Several devices and channels at once: a dead unit does not take its line down, a slow or dead channel never delays another
 * (invariant 4 of the architecture). Delays are counted at the healthy device, in requests of its fixed beat.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { type Behaviour, FakeModbusServer, faults, first, forUnit } from '../kit/fake-modbus-server.ts';
import { ModbusRig, type RigOptions } from '../kit/modbus-rig.ts';
import { PythonPeer } from '../kit/python-peer.ts';
import { sleep, waitFor, within } from '../kit/wait-for.ts';

const cleanUps: (() => Promise<void>)[] = [];
/** After all: tests of this file run at the same time. */
async function cleanUpAll(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
}
afterAll(cleanUpAll);

async function serve(framing: 'tcp' | 'rtu'): Promise<FakeModbusServer> {
  const server = await new FakeModbusServer(framing).listen();
  cleanUps.push(() => server.close());
  return server;
}

function rig(options: RigOptions): ModbusRig {
  const made = new ModbusRig(options);
  cleanUps.push(() => made.stop());
  return made;
}

const EIGHT = [31, 32, 33, 41, 51, 52, 53, 61].map(unit => ({ id: `U${unit}`, unit }));

/** One word per device whose number says whose it is. */
function line(server: FakeModbusServer, options: Partial<RigOptions> = {}): ModbusRig {
  server.register = (request, offset) => request.unit * 100 + offset;
  return rig({
    port: server.port,
    framing: server.framing,
    timeoutMs: 150,
    staleAfterMs: 3_000,
    devices: EIGHT,
    tags: EIGHT.map(d => ({ device: d.id, offset: 5, periodMs: 500 })),
    expected: tag => Number(tag.device.slice(1)) * 100 + 5,
    ...options,
  });
}

describe('eight devices on one RTU line', () => {
  it.concurrent.each([
    ['first', 31],
    ['in the middle', 41],
    ['last', 61],
  ])('stay good while the one that is asked %s is dead, and it comes back', async (_place, dead) => {
    const server = await serve('rtu');
    server.behave = forUnit(dead, faults.silence());
    const made = line(server).start();
    const deadHandle = EIGHT.findIndex(d => d.unit === dead);
    const others = EIGHT.map((_, i) => i).filter(i => i !== deadHandle);
    await waitFor('the others', () => others.every(i => made.quality(i) === 'good'), 8_000);
    await waitFor('the dead one offline', () => made.device(`U${dead}`).state === 'offline', 8_000);

    // From here every probe of the dead unit costs the line its connection; no value of the others may be missed for long.
    const bad: string[] = [];
    const until = performance.now() + 4_000;
    while (performance.now() < until) {
      for (const i of others) if (made.quality(i) !== 'good') bad.push(`${EIGHT[i]?.id} ${made.quality(i)}`);
      await sleep(20);
    }
    expect(bad).toEqual([]);
    expect(others.map(i => made.device(EIGHT[i]?.id ?? '').state)).toEqual(others.map(() => 'online'));
    expect(made.quality(deadHandle)).toMatch(/^bad/);
    expect(made.wrong).toEqual([]);

    server.behave = faults.none();
    await waitFor('the dead one back', () => made.quality(deadHandle) === 'good', 12_000);
    expect(made.device(`U${dead}`).state).toBe('online');
    expect(server.sockets.size).toBe(1);
    expect(made.wrong).toEqual([]);
  });

  it('keep their values when one answers for another', async () => {
    const server = await serve('rtu');
    const made = line(server).start();
    await waitFor('all values', () => EIGHT.every((_, i) => made.quality(i) === 'good'), 8_000);
    server.behave = first(6, faults.wrongUnit());
    await sleep(1_500);
    await waitFor('all devices online', () => EIGHT.every(d => made.device(d.id).state === 'online'), 8_000);
    expect(made.wrong).toEqual([]);
  });

  it('are each told from the others when the gateway does not reach one (exception 0x0B)', async () => {
    const server = await serve('rtu');
    server.behave = forUnit(51, faults.exception(0x0b));
    const made = line(server).start();
    await waitFor('the one not reached', () => made.device('U51').state === 'offline', 8_000);
    expect(made.device('U51')).toMatchObject({ cause: 'gateway', detail: expect.stringContaining('0x0b') });
    const others = EIGHT.filter(d => d.unit !== 51);
    await waitFor('the others', () => others.every(d => made.device(d.id).state === 'online'));
    expect(made.quality(EIGHT.findIndex(d => d.unit === 51))).toBe('bad/comm-loss');
    expect(server.accepted).toBe(1);
  });
});

const SICK: readonly (readonly [string, () => Behaviour])[] = [
  ['silent', faults.silence],
  ['slower than its period', () => faults.late(140)],
  ['answering too late', () => faults.late(400)],
  ['babbling', faults.garbage],
  ['closing at once', faults.closeAtOnce],
  ['resetting in the middle of a frame', faults.resetMidFrame],
];

describe('a healthy channel beside a sick one', () => {
  it.concurrent.each(SICK)('is read at its full beat while the other is %s', async (_name, sickness) => {
    const scheduler = new Scheduler(systemClock);
    const [healthy, sick] = [await new FakeModbusServer().listen(), await new FakeModbusServer().listen()];
    const options = (server: FakeModbusServer) => ({
      port: server.port,
      framing: 'tcp' as const,
      scheduler,
      devices: [{ id: 'D', unit: 1 }],
      tags: [{ device: 'D', offset: 40, periodMs: 100 }],
    });
    const [well, ill] = [new ModbusRig(options(healthy)), new ModbusRig(options(sick))];
    sick.behave = sickness();
    try {
      well.start();
      ill.start();
      await waitFor('the first value', () => well.quality() === 'good');
      const before = healthy.requests.length;
      await sleep(3_000);
      const asked = healthy.requests.slice(before);
      // 30 beats in 3 s. A third may be missing on a crowded machine; a channel that waits for the other's deadline loses more.
      expect(asked.length).toBeGreaterThanOrEqual(20);
      expect(asked.length).toBeLessThanOrEqual(33);
      expect(well.quality()).toBe('good');
      expect(well.device('D').timeouts).toBe(0);
      expect([...well.wrong, ...ill.wrong]).toEqual([]);
    } finally {
      await well.stop();
      await ill.stop();
      scheduler.stop();
      await healthy.close();
      await sick.close();
    }
  });
});

describe('a host whose queue is full', () => {
  it('is called unreachable within the connect deadline and leaves no socket when stopped meanwhile', async () => {
    await cleanUpAll();
    const peer = await PythonPeer.fullBacklog();
    cleanUps.push(() => peer.stop());
    const options = {
      port: peer.port,
      framing: 'tcp',
      devices: [{ id: 'D', unit: 1 }],
      tags: [{ device: 'D', offset: 0 }],
    } as const;
    const made = rig({ ...options, connectTimeoutMs: 300 }).start();
    await waitFor('the device offline', () => made.device('D').state === 'offline', 2_000);
    expect(made.device('D').cause).toBe('timeout');
    await made.stop();

    const sockets = () =>
      process.getActiveResourcesInfo().filter(r => r === 'TCPSocketWrap' || r === 'TCPConnectWrap').length;
    await waitFor('the sockets before', () => sockets() === 0, 1_000);
    const early = rig({ ...options, connectTimeoutMs: 20_000 }).start();
    await waitFor('the attempt', () => sockets() > 0, 1_000);
    await within('stop', early.stop(), 500);
    await waitFor('no socket of the attempt', () => sockets() === 0, 1_000);
    expect(early.changes.map(c => c.state)).toEqual(['connecting']);
  });
});

describe('a dead unit behind a serial server with one connection to give', () => {
  const devices = [31, 32].map(unit => ({ id: `U${unit}`, unit }));

  it.concurrent('is looked for without a new connection, because it can be asked what it does not owe yet', async () => {
    const server = await serve('rtu');
    server.behave = forUnit(32, faults.silence());
    const tags = devices.flatMap(({ id }) => [0, 9].map(offset => ({ device: id, offset, periodMs: 500 })));
    const made = line(server, { devices, tags, expected: () => Number.NaN }).start();
    await waitFor('the dead one lost', () => made.device('U32').state === 'offline', 8_000);
    await sleep(6_000);
    expect(server.accepted).toBe(1);
    expect(made.isGood([0, 1])).toBe(true);
  });
});
