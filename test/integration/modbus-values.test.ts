/**
 * Every value type in every byte order, from end to end: bytes put into libmodbus's memory by its own program and read by the
 * driver; values written by the driver and read back by that program and by mbpoll. The bytes are written down here by hand, most
 * significant first, and put in order by the letters alone, so that this project's own codec is on one side only.
 */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesIn, ordersOf } from '../../shared/modbus/register-codec.ts';
import type { ByteOrder, ValueType } from '../../shared/modbus/register-field.ts';
import { type LibmodbusPeer, useLibmodbus } from '../kit/libmodbus-peer.ts';
import { mbpollRead } from '../kit/mbpoll.ts';
import { PeerRig, type PeerTag, tcpChannel } from '../kit/peer-rig.ts';
import { waitFor } from '../kit/wait-for.ts';

const libmodbus = useLibmodbus();
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});
const FIRST_VALUES_MS = 10_000;

/** Value and its bytes, most significant first. */
const VALUES: readonly (readonly [ValueType, number | bigint, string])[] = [
  ['uint16', 43_981, 'abcd'],
  ['int16', -12_345, 'cfc7'],
  ['float16', -1.5, 'be00'],
  ['bcd16', 1_234, '1234'],
  ['uint32', 3_735_928_559, 'deadbeef'],
  ['int32', -123_456_789, 'f8a432eb'],
  ['float32', 3.141_592_741_012_573_2, '40490fdb'],
  ['bcd32', 12_345_678, '12345678'],
  ['uint64', 12_345_678_901_234_567_890n, 'ab54a98ceb1f0ad2'],
  ['int64', -1_234_567_890_123_456_789n, 'eeddef0b82167eeb'],
  ['float64', -Math.E, 'c005bf0a8b145769'],
  ['bcd64', 1_234_567_890_123_456n, '1234567890123456'],
];

/** Bytes in the order of the wire: the letters say which byte stands where, A = most significant. */
const wireBytes = (hex: string, order: ByteOrder): Buffer => {
  const bytes = Buffer.from(hex, 'hex');
  return Buffer.from(bytes.map((_, i) => bytes[order.charCodeAt(i) - 65] ?? 0));
};

interface Case {
  readonly type: ValueType;
  readonly order: ByteOrder;
  readonly value: number | bigint;
  readonly bytes: Buffer;
  readonly offset: number;
}

/** One after the other without gaps, so that a wrong width spoils its neighbours. */
const CASES: readonly Case[] = (() => {
  let offset = 0;
  return VALUES.flatMap(([type, value, hex]) =>
    ordersOf(type).map(order => {
      const made = { type, order, value, bytes: wireBytes(hex, order), offset };
      offset += bytesIn({ type }) / 2;
      return made;
    }),
  );
})();
const TOTAL = CASES.reduce((sum, { bytes }) => sum + bytes.length / 2, 0);
const ALL_BYTES = Buffer.concat(CASES.map(({ bytes }) => bytes));

const nameOf = ({ type, order }: Case): string => `${type} ${order}`;

async function read(peer: LibmodbusPeer, tags: readonly PeerTag[]): Promise<PeerRig> {
  const rig = new PeerRig({ channel: tcpChannel({ port: peer.port, devices: [{ id: 'D', unit: 1 }] }), tags }).start();
  cleanUps.push(() => rig.stop());
  await waitFor(
    'every value',
    () => tags.every((_, handle) => !rig.quality(handle).includes('not-read-yet')),
    FIRST_VALUES_MS,
  );
  return rig;
}

describe('values that libmodbus holds', () => {
  let peer: LibmodbusPeer;
  beforeAll(async () => {
    peer = await libmodbus.tcp();
    await peer.set('holding', 0, ALL_BYTES);
    await peer.set('input', 0, ALL_BYTES);
  });

  it.each([
    'holding',
    'input',
  ] as const)('are read rightly in every type and order from the %s registers', async table => {
    const tags = CASES.map(({ type, order, offset }) => ({ device: 'D', table, offset, type, order }));
    const rig = await read(peer, tags);
    const seen = CASES.map((known, handle) => {
      const { v, exact } = rig.table.read(handle);
      return `${nameOf(known)} ${rig.quality(handle)} ${exact ?? v}`;
    });
    expect(seen).toEqual(CASES.map(known => `${nameOf(known)} good ${known.value}`));
  });

  it('are read rightly as single bits of a register, in both orders', async () => {
    await peer.set('holding', 300, Buffer.from('a53c', 'hex'));
    const bits = Array.from({ length: 16 }, (_, bit) => bit);
    const tags = (['AB', 'BA'] as const).flatMap(order =>
      bits.map(bit => ({ device: 'D', offset: 300, type: 'bit' as const, order, bit })),
    );
    const rig = await read(peer, tags);
    const isSet = (word: number) => bits.map(bit => (word >> bit) & 1);
    expect(tags.map((_, handle) => rig.value(handle))).toEqual([...isSet(0xa53c), ...isSet(0x3ca5)]);
  });

  it('are read rightly as texts: UTF-8, GB 18030, swapped, filled with blanks', async () => {
    await peer.set('holding', 310, Buffer.from('进站压力\0\0rest', 'utf8'));
    await peer.set('holding', 320, Buffer.from('bdf8d5be2020', 'hex'));
    await peer.set('holding', 330, Buffer.from('FT41-0AB').swap16());
    const tags = [
      { device: 'D', offset: 310, type: 'string' as const, length: 8 },
      { device: 'D', offset: 320, type: 'string' as const, length: 3 },
      { device: 'D', offset: 330, type: 'string' as const, length: 4, order: 'BA' as const },
    ];
    const rig = await read(peer, tags);
    expect(tags.map((_, handle) => rig.table.read(handle).exact)).toEqual(['进站压力', '进站', 'FT41-0AB']);
  });

  it('are read rightly as a totaliser in two parts, whichever comes first', async () => {
    // 612,004 hundreds and 11.5, as a Cangnan meter writes them; 33,920,077 low word first and 0.25.
    await peer.set('holding', 340, Buffer.from('49156a4000000000413800000000', 'hex'));
    await peer.set('holding', 350, Buffer.from('3e800000944d0205', 'hex'));
    const tags: readonly PeerTag[] = [
      {
        device: 'D',
        offset: 340,
        type: 'float32',
        split: { factor: 100, plus: { offset: 344, type: 'float32', order: 'ABCD' } },
      },
      {
        device: 'D',
        offset: 352,
        type: 'uint32',
        order: 'CDAB',
        split: { factor: 1, plus: { offset: 350, type: 'float32', order: 'ABCD' } },
      },
    ];
    const rig = await read(peer, tags);
    expect([rig.value(0), rig.value(1)]).toEqual([61_200_411.5, 33_920_077.25]);
  });

  it('are no values when the bytes are none: NaN, infinity, digits above nine', async () => {
    await peer.set('holding', 360, Buffer.from('7fc000007f8000001a2b7c007ff8000000000000', 'hex'));
    const types = [
      [360, 'float32'],
      [362, 'float32'],
      [364, 'bcd16'],
      [365, 'float16'],
      [366, 'float64'],
    ] as const;
    const rig = await read(
      peer,
      types.map(([offset, type]) => ({ device: 'D', offset, type })),
    );
    for (const handle of types.keys()) {
      expect([rig.quality(handle), rig.value(handle)]).toEqual(['bad/device-fault', Number.NaN]);
    }
  });
});

describe('values that the driver writes', () => {
  /** Everything written in turn, through tags of these cases. */
  async function written(
    cases: readonly Case[],
    writeFunction: 6 | 16 | 23,
  ): Promise<{ peer: LibmodbusPeer; rig: PeerRig }> {
    const peer = await libmodbus.tcp();
    const tags = cases.map(({ type, order, offset }) => ({ device: 'D', offset, type, order, writeFunction }));
    const rig = await read(peer, tags);
    for (const [handle, { value }] of cases.entries()) {
      expect(await rig.write(handle, value)).toMatchObject({ ok: true });
    }
    return { peer, rig };
  }

  it.each([
    16, 23,
  ] as const)('with function %i stand in the memory of libmodbus, are what mbpoll reads, and come back', async code => {
    const { peer, rig } = await written(CASES, code);
    expect((await peer.get('holding', 0, TOTAL)).toString('hex')).toBe(ALL_BYTES.toString('hex'));
    const words: number[] = [];
    for (let at = 0; at < TOTAL; at += 100) {
      const count = Math.min(100, TOTAL - at);
      words.push(...(await mbpollRead({ port: peer.port, table: 'holding', address: at, as: 'hex' }, count)));
    }
    expect(words).toEqual(Array.from({ length: TOTAL }, (_, i) => ALL_BYTES.readUInt16BE(i * 2)));
    await waitFor('every value as written', () =>
      CASES.every(({ value }, handle) => {
        const { v, exact } = rig.table.read(handle);
        return rig.quality(handle) === 'good' && (exact ?? v) === (exact === undefined ? Number(value) : value);
      }),
    );
  });

  it('with function 6, one register each, stand in the memory of libmodbus', async () => {
    const words = CASES.filter(({ bytes }) => bytes.length === 2);
    const { peer } = await written(words, 6);
    const held = await peer.get('holding', 0, words.length);
    expect(held.toString('hex')).toBe(Buffer.concat(words.map(({ bytes }) => bytes)).toString('hex'));
  });
});
