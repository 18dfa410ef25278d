/**
 * Values and their bytes, most significant first, worked out by hand from the definitions (two's complement, IEEE 754, BCD), not
 * by a program under test.
 */
import type { ValueType } from '../../../../shared/modbus/register-field.ts';

export type NumberType = Exclude<ValueType, 'bit' | 'string'>;

export const BIG_ENDIAN: readonly (readonly [NumberType, number | bigint, string])[] = [
  ['uint16', 0, '0000'],
  ['uint16', 258, '0102'],
  ['uint16', 65_535, 'ffff'],
  ['int16', -1, 'ffff'],
  ['int16', -2, 'fffe'],
  ['int16', -32_768, '8000'],
  ['int16', 32_767, '7fff'],
  ['bcd16', 1_234, '1234'],
  ['bcd16', 9_999, '9999'],
  // Sign, 5 bits of exponent with bias 15, 10 bits of fraction.
  ['float16', 1, '3c00'],
  ['float16', -2, 'c000'],
  ['float16', 1 / 3, '3555'],
  ['float16', 65_504, '7bff'],
  ['float16', 2 ** -14, '0400'],
  ['float16', 1_023 * 2 ** -24, '03ff'],
  ['float16', 2 ** -24, '0001'],
  ['float16', 0, '0000'],
  ['float16', -0, '8000'],
  ['float16', Number.POSITIVE_INFINITY, '7c00'],
  ['float16', Number.NEGATIVE_INFINITY, 'fc00'],
  ['uint32', 0x12345678, '12345678'],
  ['uint32', 4_294_967_295, 'ffffffff'],
  ['int32', -1, 'ffffffff'],
  ['int32', -123_456, 'fffe1dc0'],
  ['int32', -2_147_483_648, '80000000'],
  ['int32', 2_147_483_647, '7fffffff'],
  ['bcd32', 12_345_678, '12345678'],
  ['bcd32', 7, '00000007'],
  ['float32', 1, '3f800000'],
  ['float32', -118.625, 'c2ed4000'],
  ['float32', 2 ** -149, '00000001'],
  ['float32', Number.POSITIVE_INFINITY, '7f800000'],
  ['uint64', 1, '0000000000000001'],
  ['uint64', 0x0123456789abcdefn, '0123456789abcdef'],
  ['uint64', 2n ** 64n - 1n, 'ffffffffffffffff'],
  ['int64', -1, 'ffffffffffffffff'],
  ['int64', -2n, 'fffffffffffffffe'],
  ['int64', -(2n ** 63n), '8000000000000000'],
  ['int64', 2n ** 63n - 1n, '7fffffffffffffff'],
  ['bcd64', 1_234_567_890_123_456n, '1234567890123456'],
  ['bcd64', 9_999_999_999_999_999n, '9999999999999999'],
  ['float64', 1, '3ff0000000000000'],
  ['float64', -118.625, 'c05da80000000000'],
  ['float64', 1 / 3, '3fd5555555555555'],
  ['float64', Number.NEGATIVE_INFINITY, 'fff0000000000000'],
];
