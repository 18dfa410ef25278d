/** Registers to values and back, against bytes worked out by hand, in every byte order that meters use. */
import { describe, expect, it } from 'vitest';
import {
  bytesIn,
  bytesOf,
  exactReaderOf,
  maskOf,
  ordersOf,
  rangeOf,
  readBit,
  readerOf,
  registersIn,
  spanOf,
  spanReaderOf,
} from '../../../../shared/modbus/register-codec.ts';
import {
  BYTE_ORDERS_16,
  type ByteOrder,
  type RegisterField,
  VALUE_TYPES,
} from '../../../../shared/modbus/register-field.ts';
import { randomOf } from '../../support/samples.ts';
import { BIG_ENDIAN, type NumberType } from './register-codec.table.ts';

const plain = (type: NumberType): ByteOrder => ordersOf(type)[0];
const field = (type: RegisterField['type'], order: ByteOrder, more: Partial<RegisterField> = {}): RegisterField => ({
  offset: 0,
  type,
  order,
  ...more,
});

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** What the wire carries: the letters of `order` say which byte, A = most significant, comes when. */
const onWire = (bigEndian: string, order: ByteOrder): string =>
  order
    .split('')
    .map(letter => bigEndian.slice('ABCDEFGH'.indexOf(letter) * 2).slice(0, 2))
    .join('');
const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const read = (f: RegisterField, hex: string): number => readerOf(f)(fromHex(hex), 0);
/** The value without loss: exact where a double is not enough. */
const readExactly = (f: RegisterField, hex: string): number | bigint | string =>
  exactReaderOf(f, ascii)?.(fromHex(hex), 0) ?? read(f, hex);

describe('byte orders on the wire', () => {
  it.each([
    ['ABCD', '12345678'],
    ['CDAB', '56781234'],
    ['BADC', '34127856'],
    ['DCBA', '78563412'],
  ] as const)('0x12345678 in the order %s is %s', (order, hex) => {
    expect(toHex(bytesOf(field('uint32', order), 0x12345678))).toBe(hex);
    expect(read(field('uint32', order), hex)).toBe(0x12345678);
  });

  it.each([
    ['ABCDEFGH', '0123456789abcdef'],
    ['GHEFCDAB', 'cdef89ab45670123'],
    ['BADCFEHG', '23016745ab89efcd'],
    ['HGFEDCBA', 'efcdab8967452301'],
    ['EFGHABCD', '89abcdef01234567'],
    ['CDABGHEF', '45670123cdef89ab'],
    ['FEHGBADC', 'ab89efcd23016745'],
    ['DCBAHGFE', '67452301efcdab89'],
  ] as const)('0x0123456789abcdef in the order %s is %s', (order, hex) => {
    expect(toHex(bytesOf(field('uint64', order), 0x0123456789abcdefn))).toBe(hex);
    expect(readExactly(field('uint64', order), hex)).toBe(0x0123456789abcdefn);
  });

  it.each([
    ['AB', '1234'],
    ['BA', '3412'],
  ] as const)('0x1234 in the order %s is %s', (order, hex) => {
    expect(toHex(bytesOf(field('uint16', order), 0x1234))).toBe(hex);
    expect(read(field('uint16', order), hex)).toBe(0x1234);
  });
});

describe('every type in every order', () => {
  const cases = BIG_ENDIAN.flatMap(([type, value, hex]) =>
    ordersOf(type).map(order => ({ type, order, value, hex: onWire(hex, order) })),
  );

  it('is in the table, and every order of its width', () => {
    const types = new Set<string>(BIG_ENDIAN.map(([type]) => type));
    expect([...types, 'bit', 'string'].toSorted()).toEqual(VALUE_TYPES.toSorted());
    expect(new Set(cases.map(c => c.order)).size).toBe(14);
  });

  it.each(cases)('$type $value in $order is $hex', ({ type, order, value, hex }) => {
    const f = field(type, order);
    expect(toHex(bytesOf(f, value))).toBe(hex);
    const near = read(f, hex);
    // A float16 of 1/3 is the nearest one, not 1/3.
    if (typeof value === 'bigint' || !type.startsWith('float')) expect(near).toBe(Number(value));
    else expect(bytesOf(f, near)).toEqual(fromHex(hex));
    if (!type.startsWith('float')) expect(BigInt(readExactly(f, hex))).toBe(BigInt(value));
  });

  it('is read at its own place in a longer reply', () => {
    const bytes = fromHex('ffff1234abcd0000');
    expect(readerOf(field('uint16', 'AB'))(bytes, 2)).toBe(0x1234);
    expect(readerOf(field('uint32', 'CDAB'))(bytes, 2)).toBe(0xabcd1234);
  });
});

describe('random values', () => {
  const seed = 20_260_101;
  const random = randomOf(seed);
  const bits = (count: number): bigint => {
    let value = 0n;
    for (let i = 0; i < count; i += 16) value = (value << 16n) | BigInt(Math.floor(random() * 65_536));
    return value & ((1n << BigInt(count)) - 1n);
  };
  const integers = VALUE_TYPES.filter(type => type !== 'bit' && rangeOf(type) !== null) as readonly NumberType[];

  it.each(integers)(`of type %s come back exactly, in every order (seed ${seed})`, type => {
    const [least, most] = rangeOf(type) ?? [0n, 0n];
    for (let i = 0; i < 400; i++) {
      const value = least + (bits(64) % (most - least + 1n));
      for (const order of ordersOf(type)) {
        const f = field(type, order);
        const bytes = bytesOf(f, value);
        const exact = exactReaderOf(f, ascii)?.(bytes, 0) ?? BigInt(readerOf(f)(bytes, 0));
        expect(exact).toBe(value);
        expect(readerOf(f)(bytes, 0)).toBe(Number(value));
      }
    }
  });

  it.each([
    'float16',
    'float32',
    'float64',
  ] as const)(`bits of %s are a number of the same bits (seed ${seed})`, type => {
    const size = bytesIn({ type });
    for (let i = 0; i < 2_000; i++) {
      const hex = bits(size * 8)
        .toString(16)
        .padStart(size * 2, '0');
      const value = read(field(type, plain(type)), hex);
      if (Number.isNaN(value)) continue;
      for (const order of ordersOf(type)) expect(toHex(bytesOf(field(type, order), value))).toBe(onWire(hex, order));
    }
  });

  it('every one of the 65,536 bit patterns of float16 is read as IEEE 754 says', () => {
    for (let word = 0; word < 0x10000; word++) {
      const [sign, exponent, fraction] = [word >> 15, (word >> 10) & 31, word & 1_023];
      const size =
        exponent === 31
          ? fraction === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : exponent === 0
            ? fraction / 2 ** 24
            : ((1_024 + fraction) * 2 ** exponent) / 2 ** 25;
      const value = read(field('float16', 'AB'), word.toString(16).padStart(4, '0'));
      if (!Object.is(value, sign === 1 ? -size : size)) throw new Error(`${word.toString(16)} was read as ${value}`);
    }
  });
});

describe('BCD', () => {
  it.each([
    ['bcd16', '00a0'],
    ['bcd16', 'f000'],
    ['bcd32', '1234567b'],
    ['bcd32', 'c2345678'],
    ['bcd64', '12345678901234d6'],
    ['bcd64', '1234567e90123456'],
    ['bcd64', 'ffffffffffffffff'],
  ] as const)('%s of the bytes %s is no number, because a digit is above 9', (type, hex) => {
    for (const order of ordersOf(type)) {
      expect(read(field(type, order), onWire(hex, order))).toBeNaN();
      expect(exactReaderOf(field(type, order), ascii)?.(fromHex(onWire(hex, order)), 0) ?? null).toBeNull();
    }
  });
});

describe('what a double cannot carry', () => {
  it.each([
    ['uint64', '001fffffffffffff', null],
    ['uint64', '0020000000000000', 2n ** 53n],
    ['uint64', '0020000000000001', 2n ** 53n + 1n],
    ['int64', 'ffdfffffffffffff', -(2n ** 53n) - 1n],
    ['int64', 'ffe0000000000001', null],
    ['bcd64', '9007199254740991', null],
    ['bcd64', '9007199254740993', 9_007_199_254_740_993n],
  ] as const)('%s %s is given exactly only where the number is not: %s', (type, hex, exact) => {
    expect(exactReaderOf(field(type, 'ABCDEFGH'), ascii)?.(fromHex(hex), 0)).toBe(exact);
  });

  it('is nothing of a type of 16 or 32 bits, or of a float', () => {
    for (const type of ['uint16', 'int32', 'bcd32', 'float16', 'float64'] as const) {
      expect(exactReaderOf(field(type, plain(type)), ascii)).toBeNull();
    }
  });
});

describe('a number that is not finite', () => {
  it.each([
    ['float16', '7e00'],
    ['float16', 'fc01'],
    ['float32', '7fc00000'],
    ['float32', 'ff800001'],
    ['float64', '7ff8000000000000'],
  ] as const)('%s %s is NaN', (type, hex) => {
    expect(read(field(type, plain(type)), hex)).toBeNaN();
  });

  it('is written as such into a float and refused by everything else', () => {
    for (const type of ['float16', 'float32', 'float64'] as const) {
      const f = field(type, plain(type));
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(readerOf(f)(bytesOf(f, value), 0)).toBe(value);
      }
    }
    expect(() => bytesOf(field('int16', 'AB'), Number.NaN)).toThrow(RangeError);
    expect(() => bytesOf(field('bcd32', 'ABCD'), Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});

describe('a value that does not fit', () => {
  it.each([
    ['uint16', 65_536],
    ['uint16', -1],
    ['int16', 32_768],
    ['int16', -32_769],
    ['bcd16', 10_000],
    ['bcd16', -1],
    ['uint32', 4_294_967_296],
    ['int32', -2_147_483_649],
    ['bcd32', 100_000_000],
    ['uint64', 2n ** 64n],
    ['int64', -(2n ** 63n) - 1n],
    ['bcd64', 10_000_000_000_000_000n],
    ['uint16', 1.5],
    ['float16', 65_520],
    ['float16', -1e6],
    ['float32', 3.5e38],
  ] as const)('is refused, never clamped or wrapped: %s %s', (type, value) => {
    expect(() => bytesOf(field(type, plain(type)), value)).toThrow(RangeError);
  });

  it.each([
    [65_519.9, 65_504],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [2 ** -25, 0],
    [1.5 * 2 ** -24, 2 ** -23],
    [2 ** -14 - 2 ** -26, 2 ** -14],
  ])('a float16 of %s is the nearest one, %s, ties to even', (value, nearest) => {
    expect(read(field('float16', 'AB'), toHex(bytesOf(field('float16', 'AB'), value)))).toBe(nearest);
  });

  it('is refused also when it is an integer beyond every double', () => {
    expect(() => bytesOf(field('float64', 'ABCDEFGH'), 10n ** 400n)).toThrow(RangeError);
  });

  it('is refused where functions for registers write none: texts and single bits', () => {
    expect(() => bytesOf(field('string', 'AB', { length: 4 }), 1)).toThrow(RangeError);
    expect(() => bytesOf(field('bit', 'AB', { bit: 3 }), 1)).toThrow(RangeError);
  });
});

describe('bits', () => {
  it('of a register are counted from the least significant', () => {
    for (let bit = 0; bit < 16; bit++) {
      const hex = (1 << bit).toString(16).padStart(4, '0');
      for (let other = 0; other < 16; other++) {
        expect(read(field('bit', 'AB', { bit: other }), hex)).toBe(other === bit ? 1 : 0);
      }
    }
  });

  it('of a register with swapped bytes stand in the other byte, also in the mask of function 22', () => {
    expect(read(field('bit', 'BA', { bit: 0 }), '0100')).toBe(1);
    expect(read(field('bit', 'BA', { bit: 15 }), '0080')).toBe(1);
    expect([maskOf({ order: 'AB', bit: 0 }), maskOf({ order: 'AB', bit: 15 })]).toEqual([0x0001, 0x8000]);
    expect([maskOf({ order: 'BA', bit: 0 }), maskOf({ order: 'BA', bit: 15 })]).toEqual([0x0100, 0x0080]);
    for (const order of BYTE_ORDERS_16) {
      for (let bit = 0; bit < 16; bit++) {
        const hex = maskOf({ order, bit }).toString(16).padStart(4, '0');
        expect(read(field('bit', order, { bit }), hex)).toBe(1);
      }
    }
  });

  it('of coils come least significant first, over the border of a byte', () => {
    const bytes = fromHex('008102');
    expect(Array.from({ length: 10 }, (_, i) => readBit(bytes, 1, i))).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
  });
});

describe('texts', () => {
  const text = (hex: string, order: ByteOrder, length: number): unknown =>
    exactReaderOf(field('string', order, { length }), ascii)?.(fromHex(hex), 0);

  it.each([
    ['45564331', 'AB', 2, 'EVC1'],
    ['56453143', 'BA', 2, 'EVC1'],
    ['454600000000', 'AB', 3, 'EF'],
    ['454620200000', 'AB', 3, 'EF'],
    ['452046202020', 'AB', 3, 'E F'],
    ['45004600', 'AB', 2, 'E'],
    ['00004546', 'AB', 2, ''],
    ['2020', 'BA', 1, ''],
  ] as const)('%s in the order %s is read as text: ends at the first zero, without the blanks that fill it', (...c) => {
    const [hex, order, length, expected] = c;
    expect(text(hex, order, length)).toBe(expected);
  });

  it('are no number, and leave the bytes of the reply as they are', () => {
    const bytes = fromHex('56453143ffff');
    expect(readerOf(field('string', 'BA', { length: 2 }))(bytes, 0)).toBeNaN();
    expect(exactReaderOf(field('string', 'BA', { length: 2 }), ascii)?.(bytes, 0)).toBe('EVC1');
    expect(toHex(bytes)).toBe('56453143ffff');
  });
});

describe('what a value takes', () => {
  it('in registers', () => {
    const sizes = VALUE_TYPES.map(type => registersIn({ type, length: 7 }));
    expect(sizes).toEqual([1, 1, 1, 2, 2, 4, 4, 1, 2, 4, 1, 2, 4, 7]);
  });

  it('from its first to its last register, also of a value that is split into two fields', () => {
    expect(spanOf(field('float32', 'ABCD', { offset: 8 }))).toEqual({ offset: 8, count: 2 });
    const first = field('uint32', 'CDAB', { offset: 8 });
    const after = field('float64', 'ABCDEFGH', { offset: 20 });
    expect(spanOf({ ...first, split: { factor: 1, plus: after } })).toEqual({ offset: 8, count: 16 });
    const before = field('uint16', 'AB', { offset: 2 });
    expect(spanOf({ ...first, split: { factor: 1, plus: before } })).toEqual({ offset: 2, count: 8 });
  });

  it('together when it is split: first × factor + second, wherever each of them lies in the span', () => {
    const first = field('uint32', 'CDAB', { offset: 8 });
    // 0x00012345 low word first, a gap, 100.5 as a float.
    const bytes = fromHex('ffff 2345 0001 0000 42c9 0000'.replaceAll(' ', ''));
    const after = { factor: 1_000, plus: field('float32', 'ABCD', { offset: 11 }) };
    expect(spanReaderOf({ ...first, split: after })(bytes, 2)).toBe(0x12345 * 1_000 + 100.5);
    const before = { factor: 0.5, plus: field('uint16', 'AB', { offset: 7 }) };
    expect(spanReaderOf({ ...first, split: before })(bytes, 0)).toBe(0x12345 * 0.5 + 0xffff);
    expect(spanReaderOf(first)(bytes, 2)).toBe(0x12345);
    const broken = { factor: 1, plus: field('bcd16', 'AB', { offset: 7 }) };
    expect(spanReaderOf({ ...first, split: broken })(bytes, 0)).toBeNaN();
  });
});
