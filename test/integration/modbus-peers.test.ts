/** The Modbus driver against independent implementations: Debian's pymodbus as Modbus TCP device and behind RTU over TCP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModbusRig } from '../kit/modbus-rig.ts';
import { PythonPeer } from '../kit/python-peer.ts';
import { waitFor } from '../kit/wait-for.ts';

const DEVICES = [
  { id: 'U1', unit: 1 },
  { id: 'U2', unit: 2 },
];

describe.each([
  ['Modbus TCP', 'tcp', () => PythonPeer.pymodbusTcp()],
  ['RTU over TCP', 'rtu', () => PythonPeer.pymodbusRtuOverTcp()],
] as const)('pymodbus over %s', (_name, framing, start) => {
  let peer: PythonPeer;
  beforeAll(async () => {
    peer = await start();
  });
  afterAll(() => peer?.stop());

  const rigWith = (tags: ConstructorParameters<typeof ModbusRig>[0]['tags'], expected?: (offset: number) => number) =>
    new ModbusRig({
      port: peer.port,
      framing,
      timeoutMs: 400,
      devices: DEVICES,
      tags,
      ...(expected === undefined ? {} : { expected: tag => expected(tag.offset) }),
    });

  it('gives every table and width rightly, from both units', async () => {
    const tables = ['coil', 'discrete', 'input', 'holding'] as const;
    const tags = DEVICES.flatMap(({ id }) =>
      tables.flatMap(table => [0, 1, 124, 300, 499].map(offset => ({ device: id, table, offset }))),
    );
    const rig = new ModbusRig({
      port: peer.port,
      framing,
      timeoutMs: 400,
      devices: DEVICES,
      tags,
      expected: ({ table, offset }) => (table === 'coil' || table === 'discrete' ? Number(offset % 3 === 0) : offset),
    }).start();
    try {
      await waitFor('every tag twice', () => rig.goodSamples.every(n => n >= 2), 8_000);
      expect(rig.wrong).toEqual([]);
      expect(DEVICES.map(d => rig.device(d.id).state)).toEqual(['online', 'online']);
    } finally {
      await rig.stop();
    }
  });

  it('gives 32-bit values in each word order', async () => {
    const word = { ABCD: 0x000a_000b, CDAB: 0x000b_000a, BADC: 0x0a00_0b00, DCBA: 0x0b00_0a00 };
    const orders = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const;
    const rig = new ModbusRig({
      port: peer.port,
      framing,
      timeoutMs: 400,
      devices: DEVICES,
      tags: orders.map(order => ({ device: 'U1', offset: 10, type: 'uint32' as const, order })),
      expected: tag => word[orders.find(order => order === tag.order) ?? 'ABCD'],
    }).start();
    try {
      await waitFor('every value', () => rig.goodSamples.every(n => n >= 1), 8_000);
      expect(rig.wrong).toEqual([]);
    } finally {
      await rig.stop();
    }
  });

  it('spoils only the block that it refuses', async () => {
    const rig = rigWith([
      { device: 'U1', offset: 10 },
      { device: 'U1', offset: 600 },
    ]).start();
    try {
      await waitFor('the refused block', () => rig.quality(1) === 'bad/device-fault', 8_000);
      await waitFor('the other', () => rig.quality(0) === 'good');
      expect(rig.device('U1')).toMatchObject({ state: 'degraded', cause: 'exception' });
    } finally {
      await rig.stop();
    }
  });

  it('is lost while it is frozen, with no value called good, and comes back with the right ones', async () => {
    const rig = rigWith([
      { device: 'U1', offset: 20 },
      { device: 'U1', offset: 220 },
    ]).start();
    try {
      await waitFor('the first values', () => rig.quality(1) === 'good', 8_000);
      peer.freeze();
      await waitFor('no good value', () => rig.quality(0) !== 'good' && rig.quality(1) !== 'good', 4_000);
      await waitFor('offline', () => rig.device('U1').state === 'offline', 8_000);
      peer.thaw();
      await waitFor('the values again', () => rig.quality(0) === 'good' && rig.quality(1) === 'good', 12_000);
      expect(rig.wrong).toEqual([]);
    } finally {
      peer.thaw();
      await rig.stop();
    }
  });
});
