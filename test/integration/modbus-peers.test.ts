/**
 * The Modbus driver against independent implementations, libmodbus and pymodbus, on every medium: right values, and what a
 * station sees when they are killed, stopped, cut off and started again. Both hold n in register n.
 */
import { describe, expect, it } from 'vitest';
import type { ModbusChannel } from '../../main/project/types.ts';
import { MODBUS_TABLES } from '../../shared/modbus/register-field.ts';
import { libmodbusTruth } from '../kit/libmodbus-peer.ts';
import { PeerRig, type PeerTag } from '../kit/peer-rig.ts';
import { type PeerStand, usePeers } from '../kit/peer-stands.ts';
import { projectDevice } from '../kit/project-parts.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const kinds = usePeers();

/** Back ≤ 10 s after the device is (issue, "must hold"). */
const BACK_MS = 10_000;
const FIRST_VALUES_MS = 15_000;

const expected = ({ table = 'holding', offset }: PeerTag): number => libmodbusTruth(table, offset);

interface Setting {
  readonly stand: PeerStand;
  readonly tags?: readonly PeerTag[];
  /** Another way to the peer than the straight one. */
  readonly channel?: ModbusChannel;
}

async function withRig(
  { stand, tags = twoBlocks(stand), channel = stand.channel }: Setting,
  run: (rig: PeerRig) => Promise<void>,
): Promise<void> {
  const rig = new PeerRig({ channel, tags, expected }).start();
  try {
    await run(rig);
    expect(rig.wrong).toEqual([]);
  } finally {
    stand.peer.process.thaw();
    stand.relayed?.relay.thaw();
    await rig.stop();
  }
}

/** Two blocks of each device, too far apart to be read together. */
const twoBlocks = ({ devices }: PeerStand): readonly PeerTag[] =>
  devices.flatMap(device => [20, 420].map(offset => ({ device, offset })));

const isLost = (rig: PeerRig, { devices }: PeerStand): boolean =>
  devices.every(id => rig.device(id).state === 'offline');

describe.concurrent.each(kinds)('$name', ({ open, isNetwork }) => {
  it('gives every table rightly, first and last addresses included', async () => {
    const stand = await open();
    const places = stand.devices.flatMap(device => MODBUS_TABLES.map(table => ({ device, table })));
    const tags = places.flatMap(place => [0, 1, 124, 300, 499].map(offset => ({ ...place, offset })));
    await withRig({ stand, tags }, async rig => {
      await waitFor('every tag twice', () => rig.goodSamples.every(n => n >= 2), FIRST_VALUES_MS);
      expect(stand.devices.map(id => rig.device(id).state)).toEqual(stand.devices.map(() => 'online'));
    });
  });

  it('finds what lies beyond its registers and goes on with the others (exception 2)', async () => {
    const stand = await open();
    const [device = ''] = stand.devices;
    const tags = [490, 498, 499, 500, 507].map(offset => ({ device, offset }));
    await withRig({ stand, tags }, async rig => {
      await waitFor(
        'the readable ones good, the others a mistake of the project',
        () => rig.isGood([0, 1, 2]) && [3, 4].every(handle => rig.quality(handle) === 'bad/config-error'),
        FIRST_VALUES_MS,
      );
      expect(rig.device(device)).toMatchObject({ state: 'degraded', cause: 'exception' });
      const holes = rig.diagnostics(device).holes.map(({ table, from, to }) => [table, from, to]);
      expect(holes).toEqual([
        ['holding', 500, 500],
        ['holding', 507, 507],
      ]);
      const before = rig.goodSamples[2] ?? 0;
      await waitFor('the readable ones to go on', () => (rig.goodSamples[2] ?? 0) > before + 3);
    });
  });

  it('is lost when it is killed, with the cause, and is back when it is started again', async () => {
    const stand = await open();
    await withRig({ stand }, async rig => {
      await waitFor('the first values', () => rig.isGood(), FIRST_VALUES_MS);
      await stand.peer.process.kill();
      await waitFor('the devices lost', () => isLost(rig, stand), BACK_MS);
      expect(rig.goodSamples.map((_, handle) => rig.quality(handle))).toEqual(
        rig.goodSamples.map(() => 'bad/comm-loss'),
      );
      for (const id of stand.devices) {
        expect(rig.device(id).cause).toMatch(isNetwork ? /^(refused|closed|reset)$/ : /^timeout$/);
      }
      await stand.restart();
      await waitFor('the values again', () => rig.isGood(), BACK_MS);
      for (const id of stand.devices) {
        const states = rig.changes.filter(change => change.device === id).map(change => change.state);
        expect(states.filter(state => state === 'offline')).toHaveLength(1);
        expect(states.at(-1)).toBe('online');
      }
    });
  });

  it('is lost while it is stopped, and nothing it says afterwards is taken for something else', async () => {
    const stand = await open();
    await withRig({ stand }, async rig => {
      await waitFor('the first values', () => rig.isGood(), FIRST_VALUES_MS);
      stand.peer.process.freeze();
      await waitFor('no value good', () => rig.goodSamples.every((_, i) => rig.quality(i) !== 'good'), BACK_MS);
      await waitFor('the devices lost', () => isLost(rig, stand), BACK_MS);
      for (const id of stand.devices) expect(rig.device(id).cause).toBe('timeout');
      stand.peer.process.thaw();
      await waitFor('the values again', () => rig.isGood(), BACK_MS);
    });
  });
});

describe.concurrent.each(kinds.filter(kind => kind.units > 1))('$name and one that is not there', ({
  open,
  isLine,
}) => {
  it('keeps its units good and says of the other why it is not reached', async () => {
    const stand = await open();
    const absent = projectDevice({ id: 'ABSENT', unit: 9, channel: stand.channel.id });
    const channel = { ...stand.channel, devices: [...stand.channel.devices, absent], timeoutMs: 200 };
    const tags = [...stand.devices, 'ABSENT'].map(device => ({ device, offset: 33, periodMs: 250 }));
    await withRig({ stand, tags, channel }, async rig => {
      await waitFor('the two', () => rig.isGood([0, 1]), FIRST_VALUES_MS);
      await waitFor('the third given up', () => rig.device('ABSENT').state === 'offline', BACK_MS);
      // A gateway says so itself, on a line there is only silence.
      expect(rig.device('ABSENT').cause).toBe(isLine ? 'timeout' : 'gateway');
      for (let i = 0; i < 20; i++) {
        expect([rig.quality(0), rig.quality(1), rig.quality(2)]).toEqual(['good', 'good', 'bad/comm-loss']);
        await sleep(100);
      }
    });
  });
});

describe.concurrent.each(kinds)('$name, held up again and again for a little longer than its deadline', ({ open }) => {
  it('never has an answer taken for that of another register', async () => {
    const stand = await open();
    const [device = ''] = stand.devices;
    // Blocks of one shape: without transaction ids nothing but the driver's memory tells their answers apart.
    const tags = [7, 107, 207, 307, 407].map(offset => ({ device, offset, periodMs: 20 }));
    const channel = { ...stand.channel, timeoutMs: 150, lateReplyMs: 600 };
    await withRig({ stand, tags, channel }, async rig => {
      await waitFor('the first values', () => rig.isGood(), FIRST_VALUES_MS);
      for (let i = 0; i < 20; i++) {
        stand.peer.process.freeze();
        await sleep(160 + (i % 7) * 20);
        stand.peer.process.thaw();
        await sleep(120);
        await waitFor('an answer', () => rig.quality(0) === 'good' || rig.quality(4) === 'good', BACK_MS);
      }
      expect(rig.device(device).timeouts).toBeGreaterThan(0);
      await waitFor('the values again', () => rig.isGood(), BACK_MS);
    });
  });
});

describe.concurrent.each(kinds.filter(kind => kind.isNetwork))('$name through a relay', ({ open }) => {
  const relayedStand = async () => {
    const stand = await open();
    if (stand.relayed === null) throw new Error('no relay on the way');
    return { stand, ...stand.relayed };
  };

  it('is lost on a half-open connection in time and back when the way is free again', async () => {
    const { stand, relay, channel } = await relayedStand();
    await withRig({ stand, channel }, async rig => {
      await waitFor('the first values', () => rig.isGood(), FIRST_VALUES_MS);
      relay.freeze();
      // Half-open noticed within two request timeouts and a second (issue, "must hold"); each unit has its own requests.
      const limitMs = stand.devices.length * 2 * channel.timeoutMs + 1_000;
      await waitFor('the devices lost', () => isLost(rig, stand), limitMs + 500);
      relay.thaw();
      await waitFor('the values again', () => rig.isGood(), BACK_MS);
    });
  });

  it('has one connection again after it was cut ten times', async () => {
    const { stand, relay, channel } = await relayedStand();
    await withRig({ stand, channel }, async rig => {
      const fresh = async (): Promise<void> => {
        const before = [...rig.goodSamples];
        const isNew = () => rig.isGood() && rig.goodSamples.every((n, handle) => n > (before[handle] ?? 0));
        await waitFor('fresh values', isNew, BACK_MS);
      };
      await fresh();
      for (let cut = 0; cut < 10; cut++) {
        relay.cut();
        await fresh();
      }
      expect(relay.connections).toBe(1);
    });
  });
});
