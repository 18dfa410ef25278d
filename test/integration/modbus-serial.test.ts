/**
 * The Modbus driver on serial ports of this computer: pseudo terminals with libmodbus at the other end. Adapters are
 * pulled out, ports belong to somebody else, neighbours die, strangers talk. What needs a real line (a wrong baud rate or parity,
 * collisions of bits) cannot be seen on a pseudo terminal.
 */
import { chmodSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SerialTransport } from '../../main/acquisition/drivers/modbus/wire/serial-transport.ts';
import { withCrc } from '../../main/simulator/servers/rtu-bus.ts';
import { type LibmodbusPeer, useLibmodbus } from '../kit/libmodbus-peer.ts';
import { startMbpoll } from '../kit/mbpoll.ts';
import { openFiles } from '../kit/open-files.ts';
import { PeerRig, type PeerRigOptions, serialChannel } from '../kit/peer-rig.ts';
import { SerialBus } from '../kit/serial-bus.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const libmodbus = useLibmodbus();
const temporaryFolder = useTemporaryFolders();
const cleanUps: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const BACK_MS = 10_000;
/** Nobody of this process and no other user: what a port with owner-only rights refuses. */
const NOBODY = 65_534;

async function openBus(): Promise<SerialBus> {
  const folder = temporaryFolder();
  // Whoever tries a port must get as far as the port itself.
  chmodSync(folder, 0o711);
  const bus = await SerialBus.open(folder);
  cleanUps.push(() => bus.close());
  return bus;
}

/** Unit 3 on its own line: register n holds n. */
async function oneDevice(): Promise<{ bus: SerialBus; rig: PeerRig; path: string }> {
  const bus = await openBus();
  const path = await bus.plug('near');
  const peer = await libmodbus.rtu({ path: await bus.plug('far'), unit: 3 });
  cleanUps.push(() => peer.process.stop());
  const rig = rigFor({
    channel: serialChannel({ path, devices: [{ id: 'D', unit: 3 }] }),
    tags: [20, 420].map(offset => ({ device: 'D', offset })),
  });
  return { bus, rig, path };
}

function rigFor(options: PeerRigOptions): PeerRig {
  const rig = new PeerRig({ expected: tag => tag.offset, ...options });
  cleanUps.push(() => rig.stop());
  return rig;
}

const portsOpen = (): number => openFiles(/^\/dev\/pts\//).length;

const settingsOf = (path: string) =>
  ({ path, baudRate: 19_200, parity: 'none', dataBits: 8, stopBits: 1, raisesRts: false }) as const;

async function openPort(path: string): Promise<SerialTransport> {
  const port = new SerialTransport(settingsOf(path));
  await port.open({ onData: () => undefined, onEnd: () => undefined });
  return port;
}

describe('a serial port', () => {
  it('is gone with its adapter, said so once each time, and used again when it is back under the same name', async () => {
    const before = portsOpen();
    const { bus, rig } = await oneDevice();
    rig.start();
    await waitFor('the first values', () => rig.isGood());
    for (const outMs of [300, 3_000]) {
      rig.changes.length = 0;
      await bus.unplug('near');
      await waitFor('the device lost', () => rig.device('D').state === 'offline', 2_000);
      expect(rig.device('D')).toMatchObject({ cause: 'no-port', detail: expect.stringContaining('near') });
      expect([rig.quality(0), rig.quality(1)]).toEqual(['bad/comm-loss', 'bad/comm-loss']);
      expect(portsOpen()).toBe(before);
      await sleep(outMs);
      await bus.plug('near');
      await waitFor('the values again', () => rig.isGood(), BACK_MS);
      // A request that was on its way when the adapter went may have been told first.
      const states = rig.changes.map(change => change.state).filter(state => state !== 'degraded');
      expect(states).toEqual(['offline', 'online']);
      expect(portsOpen()).toBe(before + 1);
    }
    expect(rig.wrong).toEqual([]);
    await rig.stop();
    await waitFor('the port closed', () => portsOpen() === before, 1_000);
  });

  it('that has vanished when it is opened anew after a silence is told so at once', async () => {
    const bus = await openBus();
    const path = await bus.plug('near');
    const peer = await libmodbus.rtu({ path: await bus.plug('far'), unit: 3 });
    cleanUps.push(() => peer.process.stop());
    const channel = serialChannel({ path, devices: [{ id: 'D', unit: 3 }] });
    const rig = rigFor({ channel, tags: [20, 420].map(offset => ({ device: 'D', offset })) }).start();
    await waitFor('the first values', () => rig.isGood());
    // The open port still works: nothing but the silence tells of it.
    peer.process.freeze();
    rmSync(path);
    await waitFor('the device lost', () => rig.device('D').state === 'offline', 2_000);
    expect(rig.device('D').cause).toBe('no-port');
  });

  it('is waited for when it is not there at the start', async () => {
    const bus = await openBus();
    const path = bus.pathOf('near');
    const peer = await libmodbus.rtu({ path: await bus.plug('far'), unit: 3 });
    cleanUps.push(() => peer.process.stop());
    const channel = serialChannel({ path, devices: [{ id: 'D', unit: 3 }] });
    const rig = rigFor({ channel, tags: [{ device: 'D', offset: 7 }] }).start();
    await waitFor('the device lost', () => rig.device('D').state === 'offline', 2_000);
    expect(rig.device('D').cause).toBe('no-port');
    await bus.plug('near');
    await waitFor('the value', () => rig.isGood(), BACK_MS);
  });

  it('can be opened anew in the moment in which it is given up, without being refused by its own lock', async () => {
    const bus = await openBus();
    const path = await bus.plug('near');
    const before = portsOpen();
    for (let i = 0; i < 30; i++) {
      const port = await openPort(path);
      port.write(Buffer.from('bytes that are thrown away with the port'));
      port.destroy();
    }
    await waitFor('the ports closed', () => portsOpen() === before, 2_000);
  });

  it('that belongs to another program is refused, and used as soon as that lets it go', async () => {
    const { rig, path } = await oneDevice();
    const owner = await openPort(path);
    cleanUps.push(() => owner.destroy());
    rig.start();
    await waitFor('the device lost', () => rig.device('D').state === 'offline', 2_000);
    expect(rig.device('D')).toMatchObject({ cause: 'port-busy', detail: expect.stringMatching(/near.*lock/) });
    owner.destroy();
    await waitFor('the values', () => rig.isGood(), BACK_MS);
  });

  it('without the right to use it is refused with the words of the system, and used when the right is given', async () => {
    const { bus, rig, path } = await oneDevice();
    const isRoot = process.geteuid?.() === 0;
    // Loads the native part, which nobody may be allowed to read later.
    (await openPort(path)).destroy();
    chmodSync(bus.deviceOf('near'), isRoot ? 0o600 : 0o000);
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      rig.start();
      await waitFor('the device lost', () => rig.device('D').state === 'offline', 2_000);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    expect(rig.device('D')).toMatchObject({ cause: 'port-busy', detail: expect.stringMatching(/near.*Permission/) });
    chmodSync(bus.deviceOf('near'), 0o600);
    await waitFor('the values', () => rig.isGood(), BACK_MS);
    expect(rig.wrong).toEqual([]);
  });
});

describe('a unit that was held up for long', () => {
  it('answers everything it was asked meanwhile, and none of that is taken for the answer to what is asked now', async () => {
    const bus = await openBus();
    const path = await bus.plug('near');
    const peer = await libmodbus.rtu({ path: await bus.plug('far'), unit: 3 });
    cleanUps.push(() => peer.process.stop());
    const rig = rigFor({
      channel: serialChannel({ path, devices: [{ id: 'D', unit: 3 }], timeoutMs: 300, lateReplyMs: 300 }),
      // The second is what the unit is asked when it stops, the first what it is looked for with.
      tags: [
        { device: 'D', offset: 20, periodMs: 20_000 },
        { device: 'D', offset: 220, periodMs: 50 },
      ],
      staleAfterMs: 60_000,
    }).start();
    for (let round = 0; round < 2; round++) {
      await waitFor('the values', () => rig.isGood(), BACK_MS);
      peer.process.freeze();
      await waitFor('the device lost', () => rig.device('D').state === 'offline', BACK_MS);
      // So late that nobody expects these answers any more, and in the moment in which another is waited for.
      await sleep(1_000);
      const asked = bus.heard.length;
      await waitFor('the next attempt', () => bus.heard.length > asked, BACK_MS);
      peer.process.thaw();
      await sleep(200);
    }
    await waitFor('the values', () => rig.isGood(), BACK_MS);
    expect(rig.wrong).toEqual([]);
  });
});

describe('one line with three units', () => {
  async function threeUnits() {
    const bus = await openBus();
    const near = await bus.plug('near');
    const devices = [1, 2, 3].map(unit => ({ id: `U${unit}`, unit }));
    const peers: LibmodbusPeer[] = [];
    for (const { id, unit } of devices) {
      const peer = await libmodbus.rtu({ path: await bus.plug(id), unit });
      peers.push(peer);
      cleanUps.push(() => peer.process.stop());
    }
    const rig = rigFor({
      channel: serialChannel({ path: near, devices, timeoutMs: 300 }),
      tags: devices.map(({ id }) => ({ device: id, offset: 100, periodMs: 250 })),
      staleAfterMs: 4_000,
    }).start();
    await waitFor('the first values', () => rig.isGood(), BACK_MS);
    return { bus, rig, peers };
  }
  const areOnline = (rig: PeerRig): boolean => [1, 2, 3].every(unit => rig.device(`U${unit}`).state === 'online');

  it('keeps a unit good while its neighbours are dead, and finds them again', async () => {
    const { rig, peers } = await threeUnits();
    const [first, second, third] = peers;
    first?.process.freeze();
    second?.process.freeze();
    await waitFor('the neighbours lost', () => [0, 1].every(handle => rig.quality(handle) === 'bad/comm-loss'), 8_000);
    for (let i = 0; i < 40; i++) {
      expect(rig.quality(2)).toBe('good');
      await sleep(100);
    }
    expect(rig.changes.filter(change => change.device === 'U3' && change.state === 'offline')).toEqual([]);
    expect((await third?.report())?.foreign).toBeGreaterThan(0);
    first?.process.thaw();
    second?.process.thaw();
    await waitFor('the neighbours again', () => rig.isGood(), BACK_MS);
    expect(rig.wrong).toEqual([]);
  });

  it('takes nothing from another master on the line, and works undisturbed when it is gone', async () => {
    const { bus, rig } = await threeUnits();
    // Unit 1 for three registers ten times a second.
    const line = ['-m', 'rtu', '-b', '19200', '-P', 'none', await bus.plug('stranger')];
    const stranger = startMbpoll(['-a', '1', '-t', '4', '-r', '300', '-c', '3', ...line], 100);
    cleanUps.push(() => stranger.stop());
    const before = rig.goodSamples.slice();
    await sleep(4_000);
    expect(stranger.polls).toBeGreaterThan(10);
    const during = rig.goodSamples.map((n, handle) => n - (before[handle] ?? 0));
    // Sixteen beats; each request of the stranger spoils at most the one of ours that it meets.
    for (const n of during) expect(n).toBeGreaterThan(2);
    await stranger.stop();
    await waitFor('all devices online', () => areOnline(rig), BACK_MS);
    expect(rig.wrong).toEqual([]);
  });

  it('takes nothing from noise, whatever it is', async () => {
    const { bus, rig } = await threeUnits();
    // An answer of unit 1 with a wrong CRC, one of a unit that is not asked, both also cut short, shifted and doubled.
    const spoilt = Buffer.from('01030200ff0000', 'hex');
    const foreign = withCrc(Buffer.from('09030200ff', 'hex'));
    const noises = [spoilt, foreign].flatMap(frame => [
      frame,
      frame.subarray(0, 4),
      frame.subarray(2),
      Buffer.concat([frame, frame]),
    ]);
    noises.push(Buffer.alloc(300, 1));
    for (let i = 0; i < 27; i++) {
      bus.disturb(noises[i % noises.length] ?? spoilt);
      await sleep(90);
    }
    await waitFor('all devices online', () => areOnline(rig), BACK_MS);
    await waitFor('good values', () => rig.isGood());
    expect(rig.wrong).toEqual([]);
  });
});
