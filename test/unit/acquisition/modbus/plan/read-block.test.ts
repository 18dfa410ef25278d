/** Which bytes of a reply are which tag: every type at its own place, exactly what the device sent and nothing else. */
import { describe, expect, it } from 'vitest';
import type { BoundTag } from '../../../../../main/acquisition/channel.ts';
import { itemOf, ReadBlock } from '../../../../../main/acquisition/drivers/modbus/plan/read-block.ts';
import type { ModbusAddress } from '../../../../../main/project/types.ts';
import { ordersOf } from '../../../../../shared/modbus/register-codec.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';
import { BIG_ENDIAN } from '../../../shared/modbus/register-codec.table.ts';
import { boundTag } from '../bound-tag.ts';

const RECEIVED_AT = 1_800_000_000_000;

/** One block of these tags, with the handles 40, 41, … in the order given. */
function blockOf(...addresses: readonly Partial<ModbusAddress>[]): ReadBlock {
  const items = addresses.flatMap((address, i) => itemOf(boundTag(40 + i, address)) ?? []);
  const offset = Math.min(...items.map(i => i.offset));
  const count = Math.max(...items.map(i => i.offset + i.width)) - offset;
  return new ReadBlock(items[0]?.address.table ?? 'holding', { offset, count, items });
}

/** Unit, function, byte count, data. */
const reply = (hex: string) => Buffer.from(`0b03${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`, 'hex');
const read = (hex: string, ...addresses: readonly Partial<ModbusAddress>[]) =>
  blockOf(...addresses).decode(reply(hex), RECEIVED_AT);
const valueOf = (hex: string, address: Partial<ModbusAddress>): number | bigint | string => {
  const { v, exact } = read(hex, address);
  return exact?.get(0) ?? v[0] ?? Number.NaN;
};
const textOf = (hex: string, more: Partial<ModbusAddress> = {}) =>
  valueOf(hex, { type: 'string', length: hex.length / 4, ...more });

describe('ReadBlock', () => {
  it.each(BIG_ENDIAN)('finds %s %s behind other registers', (type, value, hex) => {
    const order = ordersOf(type)[0];
    const width = hex.length / 4;
    const batch = read(`aaaa${hex}bbbb`, { offset: 100 }, { offset: 101, type, order }, { offset: 101 + width });
    expect([...batch.v.subarray(0, 1), ...batch.v.subarray(2)]).toEqual([0xaaaa, 0xbbbb]);
    const got = batch.exact?.get(1) ?? batch.v[1];
    if (type === 'float16' || type === 'float32') expect(got).toBeCloseTo(Number(value), 3);
    else if (typeof got === 'bigint' || typeof value === 'bigint') expect(BigInt(got ?? 0)).toBe(BigInt(value));
    else expect(got).toBe(value);
  });

  it('gives all values of a reply the time of receipt and calls them good', () => {
    const batch = read('00010002ffff', { offset: 5 }, { offset: 6 }, { offset: 7, type: 'int16' });
    expect([...batch.handles]).toEqual([40, 41, 42]);
    expect([...batch.t]).toEqual([RECEIVED_AT, RECEIVED_AT, RECEIVED_AT]);
    expect([...batch.q]).toEqual([GOOD, GOOD, GOOD]);
    expect([...batch.v]).toEqual([1, 2, -1]);
    expect(batch.exact).toBeUndefined();
  });

  it('reads single bits of a register, also of one whose bytes are swapped', () => {
    const bits = [0, 1, 8, 15].map(bit => ({ type: 'bit', bit }) as const);
    expect([...read('0103', ...bits).v]).toEqual([1, 1, 1, 0]);
    expect([...read('0103', ...bits.map(b => ({ ...b, order: 'BA' }) as const)).v]).toEqual([1, 0, 1, 0]);
  });

  it('reads coils least significant first, over byte borders', () => {
    const coils = [30, 31, 37, 38, 39].map(offset => ({ table: 'coil', type: 'bit', offset }) as const);
    expect([...read('8102', ...coils).v]).toEqual([1, 0, 1, 0, 1]);
  });

  it('makes one value of the two parts of a totaliser, whichever comes first', () => {
    const high = { type: 'float32', order: 'ABCD' } as const;
    // 2 × 100 + 37.5, as Cangnan meters split it.
    const split = { factor: 100, plus: { ...high, offset: 2 } };
    expect([...read('4000000042160000', { ...high, offset: 0, split }).v]).toEqual([237.5]);
    const behind = { factor: 100, plus: { ...high, offset: 0 } };
    expect([...read('4216000040000000', { ...high, offset: 2, split: behind }).v]).toEqual([237.5]);
    // A whole number with its fraction in a float: the low word first, three registers apart.
    const fraction = { factor: 1, plus: { ...high, offset: 5 } };
    const total = { type: 'uint32', order: 'CDAB', offset: 0, split: fraction } as const;
    expect([...read('000500010000000000003f000000', total).v]).toEqual([65_541.5]);
  });

  it('keeps every digit of what a double cannot carry, and only of that', () => {
    const long = { type: 'uint64', order: 'ABCDEFGH' } as const;
    const block = blockOf({ ...long, offset: 0 }, { ...long, offset: 4 }, { ...long, offset: 8, type: 'int64' });
    const big = block.decode(reply('0020000000000001001fffffffffffff8000000000000001'), RECEIVED_AT);
    expect(big.exact).toEqual(
      new Map([
        [0, 9_007_199_254_740_993n],
        [2, -9_223_372_036_854_775_807n],
      ]),
    );
    expect([...big.v]).toEqual([2 ** 53, Number.MAX_SAFE_INTEGER, -(2 ** 63)]);
    const small = block.decode(reply('0000000000000001'.repeat(3)), RECEIVED_AT);
    expect([[...small.v], small.exact]).toEqual([[1, 1, 1], undefined]);
    // Of a value in two parts the digits of the first are not those of the whole.
    const split = { factor: 1, plus: { ...long, offset: 4 } };
    expect(read('00200000000000010020000000000001', { ...long, split }).exact).toBeUndefined();
  });

  it('makes of a digit above 9 no number, and of no digit a zero', () => {
    expect(valueOf('12a4', { type: 'bcd16' })).toBeNaN();
    expect(valueOf('0000000a00000000', { type: 'bcd64', order: 'ABCDEFGH' })).toBeNaN();
  });

  it.each([
    ['in UTF-8', 'e997a8e7ab99', '门站'],
    ['in GB 18030', 'c3c5d5be', '门站'],
    ['in ASCII, filled up with blanks', '46432d312020', 'FC-1'],
    ['ended by a zero', '46430041', 'FC'],
    ['that is empty', '00000000', ''],
    ['of bytes that no character has', 'ffff', '��'],
  ])('reads a text %s', (_what, hex, text) => {
    expect(textOf(hex)).toBe(text);
  });

  it('reads a text with its characters swapped, and gives no number for it', () => {
    expect(textOf('4346312d', { order: 'BA' })).toBe('FC-1');
    expect(read('4643', { type: 'string', length: 1 }).v[0]).toBeNaN();
  });

  it('knows what it costs: a register 16 bits, a coil one', () => {
    const coils = (count: number) =>
      blockOf({ table: 'coil', type: 'bit' }, { table: 'coil', type: 'bit', offset: count - 1 });
    expect([
      coils(16).registers,
      coils(17).registers,
      blockOf({ type: 'float64', order: 'ABCDEFGH' }).registers,
    ]).toEqual([1, 2, 4]);
  });

  it('is the same as another only if it reads the same tags with the same request', () => {
    const block = blockOf({ offset: 1 }, { offset: 2 });
    expect(block.equals(blockOf({ offset: 1 }, { offset: 2 }))).toBe(true);
    const items = block.items;
    const others = [
      new ReadBlock('input', block),
      new ReadBlock('holding', { offset: 0, count: 2, items }),
      new ReadBlock('holding', { offset: 1, count: 3, items }),
      new ReadBlock('holding', { offset: 1, count: 2, items: items.slice(0, 1) }),
      new ReadBlock('holding', { offset: 1, count: 2, items: items.toReversed() }),
      blockOf({ offset: 1 }, { offset: 2 }, { offset: 2 }),
    ];
    for (const other of others) expect(block.equals(other)).toBe(false);
  });

  it('names its tags for whoever reads the frames later', () => {
    expect(blockOf({ offset: 1 }, { offset: 2 }).tagNames).toEqual(['T-40', 'T-41']);
  });
});

describe('itemOf', () => {
  const widthOf = (address: Partial<ModbusAddress>) => {
    const item = itemOf(boundTag(0, address));
    return item === null ? null : [item.offset, item.width];
  };

  it('takes as many registers as the value has, and all from the first to the last of a split one', () => {
    expect(widthOf({ offset: 7, type: 'float64', order: 'ABCDEFGH' })).toEqual([7, 4]);
    expect(widthOf({ offset: 7, type: 'string', length: 10 })).toEqual([7, 10]);
    const plus = { offset: 3, type: 'float32', order: 'ABCD' } as const;
    expect(widthOf({ offset: 9, type: 'uint16', split: { factor: 1, plus } })).toEqual([3, 7]);
    expect(widthOf({ table: 'discrete', type: 'bit', offset: 9 })).toEqual([9, 1]);
  });

  it('leaves tags of other protocols and calculated ones to others', () => {
    const plain = boundTag(0, {});
    const opcua: BoundTag = { ...plain, tag: { ...plain.tag, address: { kind: 'opcua', nodeId: 'nsu=a;s=b' } } };
    expect(itemOf(opcua)).toBeNull();
    expect(itemOf({ ...plain, tag: { ...plain.tag, address: null } })).toBeNull();
  });
});
