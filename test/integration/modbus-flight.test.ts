/**
 * A long flight in bad weather: hundreds of cuts, half-open connections, refusals and deaths of the peer in random order must
 * leave no wrong value, no socket, no handle and no memory behind, and a slow device must not be felt on another channel. Figures
 * are told as annotations and never asserted closely: the machine may be busy.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { Scheduler } from '../../main/acquisition/scheduler.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { expectHonest, type Told } from '../kit/honest-writes.ts';
import { useLibmodbus } from '../kit/libmodbus-peer.ts';
import { openFiles, residentMb } from '../kit/open-files.ts';
import { PeerRig, rtuTcpChannel, serialChannel, tcpChannel } from '../kit/peer-rig.ts';
import { usePymodbus } from '../kit/pymodbus-peer.ts';
import { seededRandom } from '../kit/random.ts';
import { SerialBus } from '../kit/serial-bus.ts';
import { TcpRelay } from '../kit/tcp-relay.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const libmodbus = useLibmodbus();
const pymodbus = usePymodbus();
const temporaryFolder = useTemporaryFolders();
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const FLAPS = 200;
const FLIGHT_LIMIT_MS = 120_000;
const BACK_MS = 10_000;
/** After so many flaps whatever grows once has grown: compiled code, pools, buffers. */
const WARM = 40;
/** What a process that leaks a connection's buffers with each flap would pass easily, MB. */
const LEAK_MB = 24;
const HEAP_LEAK_MB = 6;
const HANDLE_LOOKS = 100;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

interface Footprint {
  readonly sockets: number;
  readonly ports: number;
  readonly handles: string;
  readonly heapMb: number;
  readonly rssMb: number;
}

/** What libuv holds open, timers left out. */
function openHandles(): readonly string[] {
  const isTimer = (name: string): boolean => name.includes('Timeout') || name.includes('Immediate');
  return process.getActiveResourcesInfo().filter(name => !isTimer(name));
}

/** The fewest handles of many looks: the flight goes on, and a request on its way holds one for a moment. A leak holds it always. */
async function restingHandles(): Promise<string> {
  let fewest = openHandles();
  for (let look = 0; look < HANDLE_LOOKS; look++) {
    await sleep(7);
    const now = openHandles();
    if (now.length < fewest.length) fewest = now;
  }
  return fewest.toSorted().join(' ');
}

async function footprint(): Promise<Footprint> {
  collectGarbage();
  await sleep(50);
  collectGarbage();
  return {
    sockets: openFiles(/^socket:/).length,
    ports: openFiles(/^\/dev\/pts\//).length,
    handles: await restingHandles(),
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    rssMb: residentMb(),
  };
}

type Flap = () => Promise<void>;

interface Flight {
  readonly rig: PeerRig;
  /** Ways in which the connection suffers; each is over when it resolves. */
  readonly flaps: readonly Flap[];
  readonly count: number;
}

/** Flies, and compares what is left after the last flap with what there was after the first few. */
async function fly({ rig, flaps, count }: Flight, { annotate }: Pick<TestContext, 'annotate'>): Promise<void> {
  const random = seededRandom(20_261_125);
  const someOf = async (n: number): Promise<void> => {
    for (let i = 0; i < n; i++) {
      await flaps[Math.floor(random() * flaps.length)]?.();
      await sleep(random() * 120);
    }
    const before = [...rig.goodSamples];
    const isFresh = () => rig.isGood() && rig.goodSamples.every((good, handle) => good > (before[handle] ?? 0));
    await waitFor('fresh values', isFresh, BACK_MS);
  };
  await someOf(WARM);
  const early = await footprint();
  await someOf(count - WARM);
  const late = await footprint();
  expect(rig.wrong).toEqual([]);
  expect([late.sockets, late.ports, late.handles]).toEqual([early.sockets, early.ports, early.handles]);
  expect(late.heapMb - early.heapMb).toBeLessThan(HEAP_LEAK_MB);
  expect(late.rssMb - early.rssMb).toBeLessThan(LEAK_MB);
  // Every change is told, none twice; within a state only a cause that a person must act on is news.
  for (const changes of Map.groupBy(rig.changes, change => change.device).values()) {
    const told = changes.map(({ state, cause }) => `${state} ${cause}`);
    expect(told.filter((change, i) => change === told[i - 1])).toEqual([]);
  }
  const grown = `${(late.heapMb - early.heapMb).toFixed(1)} MB heap, ${(late.rssMb - early.rssMb).toFixed(1)} MB resident`;
  await annotate(`${count} flaps, ${rig.changes.length} changes of state; grown by ${grown}`, 'measured');
}

/** The relay's own troubles, which the peer survives. */
function troublesOf(relay: TcpRelay): readonly Flap[] {
  const random = seededRandom(7);
  const cut: Flap = async () => relay.cut();
  const freeze: Flap = async () => {
    relay.freeze();
    await sleep(random() * 500);
    relay.thaw();
  };
  const refuse: Flap = async () => {
    await relay.refuse();
    await sleep(random() * 100);
    await relay.accept();
  };
  return [cut, cut, freeze, refuse];
}

async function relayTo(port: number): Promise<TcpRelay> {
  const relay = await TcpRelay.to(port);
  cleanUps.push(() => relay.close());
  return relay;
}

function started(rig: PeerRig): PeerRig {
  cleanUps.push(() => rig.stop());
  return rig.start();
}

const offsetOf = ({ offset }: { readonly offset: number }): number => offset;

describe('a driver in flight', () => {
  it(
    `leaves nothing behind on Modbus TCP, where the peer dies as well`,
    async own => {
      let peer = await libmodbus.tcp();
      const relay = await relayTo(peer.port);
      const die: Flap = async () => {
        await peer.process.kill();
        relay.cut();
        peer = await libmodbus.tcp({ port: peer.port });
      };
      const rig = started(
        new PeerRig({
          channel: tcpChannel({ port: relay.port, devices: [{ id: 'D', unit: 1 }], timeoutMs: 150 }),
          tags: [7, 207, 407].map(offset => ({ device: 'D', offset, periodMs: 50 })),
          expected: offsetOf,
        }),
      );
      await fly({ rig, flaps: [...troublesOf(relay), die], count: FLAPS }, own);
    },
    FLIGHT_LIMIT_MS,
  );

  it(
    'leaves nothing behind on RTU over TCP, and is honest about every write on the way',
    async own => {
      const peer = await pymodbus.rtuOverTcp();
      const relay = await relayTo(peer.port);
      const devices = [1, 2].map(unit => ({ id: `U${unit}`, unit }));
      const rig = started(
        new PeerRig({
          channel: rtuTcpChannel({ port: relay.port, devices, timeoutMs: 150, lateReplyMs: 300 }),
          tags: [
            { device: 'U1', offset: 100, writeFunction: 6, periodMs: 50 },
            ...devices.map(({ id }) => ({ device: id, offset: 200, periodMs: 50 })),
          ],
          expected: ({ offset }) => (offset === 100 ? Number.NaN : offset),
        }),
      );
      const told: Told = new Map();
      let isFlying = true;
      const writing = (async () => {
        for (let value = 1_000; isFlying; value++) {
          told.set(value, await rig.write(0, value, 400));
          await sleep(20);
        }
      })();
      await fly({ rig, flaps: troublesOf(relay), count: FLAPS }, own);
      isFlying = false;
      await writing;
      await sleep(300);
      await expectHonest(peer, told);
      const outcomes = Map.groupBy(told.values(), result => (result.ok ? 'ok' : result.why));
      await own.annotate([...outcomes].map(([outcome, all]) => `${outcome} ${all.length}`).join(', '), 'measured');
      expect(outcomes.get('ok')?.length).toBeGreaterThan(20);
    },
    FLIGHT_LIMIT_MS,
  );

  it(
    'leaves nothing behind on a serial port whose adapter comes and goes',
    async own => {
      const bus = await SerialBus.open(temporaryFolder());
      cleanUps.push(() => bus.close());
      const near = await bus.plug('near');
      const peer = await libmodbus.rtu({ path: await bus.plug('far'), unit: 3 });
      const rig = started(
        new PeerRig({
          channel: serialChannel({ path: near, devices: [{ id: 'D', unit: 3 }], timeoutMs: 150, lateReplyMs: 300 }),
          tags: [7, 207, 407].map(offset => ({ device: 'D', offset, periodMs: 50 })),
          expected: offsetOf,
        }),
      );
      const unplug: Flap = async () => {
        await bus.unplug('near');
        await bus.plug('near');
      };
      const stop: Flap = async () => {
        peer.process.freeze();
        await sleep(100);
        peer.process.thaw();
      };
      const disturb: Flap = async () => bus.disturb(Buffer.from('0303020007ffff', 'hex'));
      await fly({ rig, flaps: [unplug, stop, stop, disturb], count: FLAPS / 2 }, own);
    },
    FLIGHT_LIMIT_MS,
  );
});

describe('a device that takes 3 s for each reply', () => {
  it(
    'is not felt by a device on another channel, as that device sees it itself',
    async own => {
      const scheduler = new Scheduler(systemClock);
      cleanUps.push(async () => scheduler.stop());
      const [healthy, slow] = [await libmodbus.tcp(), await libmodbus.tcp()];
      const rigOf = (port: number): PeerRig =>
        started(
          new PeerRig({
            channel: tcpChannel({ port, devices: [{ id: 'D', unit: 1 }], timeoutMs: 5_000 }),
            tags: [{ device: 'D', offset: 40, periodMs: 100 }],
            expected: offsetOf,
            scheduler,
          }),
        );
      const rig = rigOf(healthy.port);
      await waitFor('the first value', () => rig.isGood(), BACK_MS);
      /** Mean time between two requests, ms. */
      const periodOver = async (ms: number): Promise<number> => {
        const [before, from] = [(await healthy.report()).requests, performance.now()];
        await sleep(ms);
        return (performance.now() - from) / ((await healthy.report()).requests - before);
      };
      const alone = await periodOver(5_000);
      await slow.delay(3_000);
      const sick = rigOf(slow.port);
      const beside = await periodOver(10_000);
      await own.annotate(`period ${alone.toFixed(2)} ms alone, ${beside.toFixed(2)} ms beside it`, 'measured');
      expect(sick.device('D')).toMatchObject({ state: 'online', timeouts: 0 });
      // Ten beats a second; one that waits for the other's reply loses nine of ten.
      expect(beside).toBeLessThan(alone * 1.3);
      expect([...rig.wrong, ...sick.wrong]).toEqual([]);
    },
    FLIGHT_LIMIT_MS,
  );
});
