/** Decoding against words that Buffer makes, in every byte order that meters use. */
import { describe, expect, it } from 'vitest';
import { planBlocks } from '../../../../main/acquisition/drivers/modbus/blocks.ts';
import { decodersOf } from '../../../../main/acquisition/drivers/modbus/decode.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';
import { BYTE_ORDERS_32, type ByteOrder } from '../../../../shared/modbus/register-field.ts';
import { boundTag } from './bound-tag.ts';

/** Values of `addresses` out of `data`, in the order of the block. */
function decode(data: Buffer, ...addresses: Partial<ModbusAddress>[]): number[] {
  const [block] = planBlocks(addresses.map((a, i) => boundTag(i, a)));
  return block === undefined ? [] : decodersOf(block).map(d => d(data));
}

/** The bytes of a 32-bit value as the wire has them: `order` says which byte of it comes when, A = most significant. */
function onWire(bigEndian: Buffer, order: ByteOrder): Buffer {
  return Buffer.from(order.split('').map(letter => bigEndian['ABCD'.indexOf(letter)] ?? 0));
}

describe('decodersOf', () => {
  it.each(BYTE_ORDERS_32)('reads 32-bit values in the order %s as they were written', order => {
    const big = Buffer.alloc(4);
    for (const v of [0, 1, 0x12345678, 0x7fffffff, 0x80000000, 0xffffffff]) {
      big.writeUInt32BE(v);
      expect(decode(onWire(big, order), { type: 'uint32', order })).toEqual([v]);
    }
    for (const v of [-1, -2_147_483_648, 2_147_483_647, 0, -123_456]) {
      big.writeInt32BE(v);
      expect(decode(onWire(big, order), { type: 'int32', order })).toEqual([v]);
    }
    for (const v of [0, -0, 3.2, -1.5e-10, 3.4e38, Number.POSITIVE_INFINITY, Number.NaN]) {
      big.writeFloatBE(v);
      expect(decode(onWire(big, order), { type: 'float32', order })).toEqual([big.readFloatBE()]);
    }
  });

  it('gives different numbers for different orders of the same bytes', () => {
    const data = Buffer.from([0x12, 0x34, 0x56, 0x78]);
    const values = BYTE_ORDERS_32.map(order => decode(data, { type: 'uint32', order })[0]?.toString(16));
    expect(values).toEqual(['12345678', '56781234', '34127856', '78563412']);
  });

  it('reads 16-bit values with and without sign, each at its own place in the block', () => {
    const data = Buffer.alloc(12);
    data.writeUInt16BE(0xfffe, 0);
    data.writeInt16BE(-2, 2);
    data.writeFloatBE(1.5, 8);
    expect(decode(data, { offset: 100 }, { offset: 101, type: 'int16' }, { offset: 104, type: 'float32' })).toEqual([
      65_534, -2, 1.5,
    ]);
  });

  it('reads bits least significant first, over byte borders', () => {
    const data = Buffer.from([0b1000_0001, 0b0000_0010]);
    const bits = [0, 1, 7, 8, 9].map(i => ({ table: 'coil', type: 'bit', offset: 30 + i }) as const);
    expect(decode(data, ...bits)).toEqual([1, 0, 1, 0, 1]);
  });
});
