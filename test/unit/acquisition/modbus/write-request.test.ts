/** A raw value for an address becomes the one request that writes it, or a reason why there is none. */
import { describe, expect, it } from 'vitest';
import { isReadBack, writeRequestOf } from '../../../../main/acquisition/drivers/modbus/write-request.ts';
import type { ModbusAddress } from '../../../../main/project/types.ts';
import { boundTag } from './bound-tag.ts';

function addressOf(change: Partial<ModbusAddress>): ModbusAddress {
  const { address } = boundTag(0, { offset: 0x10, ...change }).tag;
  if (address?.kind !== 'modbus') throw new Error('no Modbus address');
  return address;
}
const pduOf = (change: Partial<ModbusAddress>, raw: number | bigint): string =>
  Buffer.from(writeRequestOf(9, addressOf(change), raw).pdu).toString('hex');

describe('writeRequestOf', () => {
  it.each([
    ['a coil on', { table: 'coil', type: 'bit', writeFunction: 5 }, 1, '050010ff00'],
    ['a coil off', { table: 'coil', type: 'bit', writeFunction: 5 }, 0, '0500100000'],
    ['a coil by function 15', { table: 'coil', type: 'bit', writeFunction: 15 }, 1, '0f001000010101'],
    ['a coil off by function 15', { table: 'coil', type: 'bit', writeFunction: 15 }, 0n, '0f001000010100'],
    ['a register', { writeFunction: 6 }, 0x1234, '0600101234'],
    ['a register with its bytes swapped', { writeFunction: 6, order: 'BA' }, 0x1234, '0600103412'],
    ['a negative register', { writeFunction: 6, type: 'int16' }, -2, '060010fffe'],
    ['a register by function 16', { writeFunction: 16 }, 5, '1000100001020005'],
    ['a float', { writeFunction: 16, type: 'float32', order: 'CDAB' }, -118.625, '1000100002044000c2ed'],
    [
      '64 bits',
      { writeFunction: 16, type: 'uint64', order: 'ABCDEFGH' },
      2n ** 64n - 1n,
      '100010000408ffffffffffffffff',
    ],
    ['a BCD', { writeFunction: 16, type: 'bcd32', order: 'ABCD' }, 12_345_678, '10001000020412345678'],
    ['a float, read back', { writeFunction: 23, type: 'float32', order: 'ABCD' }, 1, '170010000200100002043f800000'],
    ['bit 3 of a register', { writeFunction: 22, type: 'bit', bit: 3 }, 1, '160010fff70008'],
    ['bit 3 of a register off', { writeFunction: 22, type: 'bit', bit: 3 }, 0, '160010fff70000'],
    ['bit 3 of a swapped register', { writeFunction: 22, type: 'bit', bit: 3, order: 'BA' }, 1, '160010f7ff0800'],
    ['bit 15', { writeFunction: 22, type: 'bit', bit: 15 }, 1, '1600107fff8000'],
  ] as const)('writes %s', (_what, change, raw, pdu) => {
    expect(pduOf(change, raw)).toBe(pdu);
    expect(writeRequestOf(9, addressOf(change), raw).unit).toBe(9);
  });

  it.each([
    ['an address that takes no writes', {}, 1],
    ['two registers by function 6', { writeFunction: 6, type: 'float32', order: 'ABCD' }, 1],
    ['a coil that is neither on nor off', { table: 'coil', type: 'bit', writeFunction: 5 }, 2],
    ['half a coil', { table: 'coil', type: 'bit', writeFunction: 15 }, 0.5],
    ['a bit that is no number', { writeFunction: 22, type: 'bit', bit: 3 }, Number.NaN],
    ['a bit that is no number into a coil', { table: 'coil', type: 'bit', writeFunction: 5 }, Number.NaN],
    ['a value above the range', { writeFunction: 6 }, 65_536],
    ['a value below the range', { writeFunction: 16 }, -1],
    ['half a number into an integer', { writeFunction: 6 }, 1.5],
    ['a value above the range of 64 bits', { writeFunction: 16, type: 'uint64', order: 'ABCDEFGH' }, 2n ** 64n],
    ['a float beyond its range', { writeFunction: 16, type: 'float32', order: 'ABCD' }, 1e39],
    ['no number', { writeFunction: 16, type: 'float32', order: 'ABCD' }, Number.NaN],
    ['infinity', { writeFunction: 23, type: 'float32', order: 'ABCD' }, Number.POSITIVE_INFINITY],
    ['a text', { writeFunction: 16, type: 'string', length: 2 }, 1],
    [
      'a totaliser in two parts',
      { writeFunction: 16, split: { factor: 1, plus: { offset: 5, type: 'uint16', order: 'AB' } } },
      1,
    ],
  ] as const)('refuses %s', (_what, change, raw) => {
    expect(() => writeRequestOf(9, addressOf(change), raw)).toThrow(RangeError);
  });
});

describe('function 6', () => {
  it('is named when it is asked for more than it can write', () => {
    const address = addressOf({ writeFunction: 6, type: 'float32', order: 'ABCD' });
    expect(() => writeRequestOf(9, address, 1)).toThrow('function 6 writes one register');
  });
});

describe('isReadBack', () => {
  const request = writeRequestOf(9, addressOf({ writeFunction: 23, type: 'uint32', order: 'ABCD' }), 0x01020304);
  const reply = (hex: string) => Buffer.from(`091704${hex}`, 'hex');

  it('is true when the registers hold what was written, byte for byte', () => {
    expect(isReadBack(reply('01020304'), request)).toBe(true);
    for (const other of ['ff020304', '01ff0304', '0102ff04', '010203ff'])
      expect(isReadBack(reply(other), request), other).toBe(false);
  });
});
