import { describe, expect, test } from 'vitest';
import { decodeValue, isOverflow, qualityOfStatus } from '../../../../main/acquisition/drivers/opcua/client/value.ts';
import {
  CONFIG_ERROR,
  DEVICE_FAULT,
  GOOD,
  NOT_READ_YET,
  OUT_OF_RANGE,
  quality,
} from '../../../../shared/model/quality.ts';

const DOUBLE = 11;
const plain = { status: 0, isArray: false, sourceTime: null, serverTime: null };
const wire = (type: number, value: unknown, status = 0) => decodeValue({ ...plain, type, value, status });
const array = (type: number, value: unknown) => decodeValue({ ...plain, type, value, isArray: true });

describe('OPC UA status', () => {
  test('good with an overflow bit is still good, and said to be an overflow', () => {
    expect(qualityOfStatus(0x0000_0480)).toBe(GOOD);
    expect(isOverflow(0x0000_0480)).toBe(true);
    expect(isOverflow(0x4090_0480)).toBe(true);
    // The bit alone, without the info type DataValue, means something else.
    for (const status of [0, 0x80, 0x400, 0x880, 0x8000_0000]) expect(isOverflow(status)).toBe(false);
  });

  test('severity decides the class, a few codes the reason', () => {
    expect(qualityOfStatus(0x4090_0000)).toBe(quality('uncertain'));
    expect(qualityOfStatus(0x4091_0000)).toBe(quality('uncertain', 'substituted'));
    expect(qualityOfStatus(0x4094_0000)).toBe(OUT_OF_RANGE);
    expect(qualityOfStatus(0x808c_0000)).toBe(DEVICE_FAULT);
    expect(qualityOfStatus(0x8034_0000)).toBe(CONFIG_ERROR);
    expect(qualityOfStatus(0x8032_0000)).toBe(NOT_READ_YET);
    expect(qualityOfStatus(0xc000_0000)).toBe(DEVICE_FAULT);
  });
});

describe('OPC UA value', () => {
  test('numbers and booleans become numbers', () => {
    expect(wire(DOUBLE, 1.5)).toMatchObject({ v: 1.5, q: GOOD, exact: null });
    expect(wire(1, true).v).toBe(1);
    expect(wire(1, false).v).toBe(0);
    expect(wire(4, -7).v).toBe(-7);
  });

  test('64-bit integers are exact over their whole range', () => {
    expect(wire(9, [1, 5])).toMatchObject({ v: 2 ** 32 + 5, exact: null });
    expect(wire(8, [0xffff_ffff, 0xffff_fffe])).toMatchObject({ v: -2, exact: null });
    expect(wire(9, [0x001f_ffff, 0xffff_ffff])).toMatchObject({ v: Number.MAX_SAFE_INTEGER, exact: null });
    expect(wire(9, [0x0020_0000, 1])).toMatchObject({ v: 2 ** 53, exact: 2n ** 53n + 1n, q: GOOD });
    expect(wire(9, [0xffff_ffff, 0xffff_ffff])).toMatchObject({ v: 2 ** 64, exact: 2n ** 64n - 1n });
    expect(wire(8, [0x8000_0000, 0])).toMatchObject({ v: -(2 ** 63), exact: -(2n ** 63n) });
    expect(wire(8, [0x7fff_ffff, 0xffff_ffff]).exact).toBe(2n ** 63n - 1n);
    expect(wire(9, 'x').q).toBe(DEVICE_FAULT);
  });

  test('a text has no number and is kept as it is', () => {
    expect(wire(12, '5')).toMatchObject({ v: Number.NaN, exact: '5', q: GOOD });
    expect(wire(21, { text: '运行', locale: 'zh' })).toMatchObject({ v: Number.NaN, exact: '运行', q: GOOD });
    expect(wire(12, null)).toMatchObject({ exact: null, q: DEVICE_FAULT });
    expect(wire(12, 'x'.repeat(9_999)).exact).toHaveLength(4_096);
  });

  test('a date is its epoch time', () => {
    expect(wire(13, new Date('2026-05-01T00:00:00Z')).v).toBe(Date.UTC(2026, 4, 1));
  });

  test('what is no finite number is a device fault, never 0', () => {
    const cases: readonly (readonly [number, unknown])[] = [
      [0, null],
      [DOUBLE, Number.NaN],
      [DOUBLE, Number.POSITIVE_INFINITY],
      [DOUBLE, '1'],
      [1, 1],
      [13, 1],
      [13, new Date(Number.NaN)],
    ];
    for (const [type, value] of cases) expect(wire(type, value)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
  });

  test('an array of one is its element; of any other length it is a wrong address', () => {
    expect(array(DOUBLE, Float64Array.of(2.5))).toMatchObject({ v: 2.5, q: GOOD });
    expect(array(9, [[0, 7]])).toMatchObject({ v: 7, q: GOOD });
    expect(array(12, ['a'])).toMatchObject({ exact: 'a', q: GOOD });
    for (const value of [[], [1, 2], Float64Array.of(), Float64Array.of(1, 2), null]) {
      expect(array(DOUBLE, value)).toMatchObject({ v: Number.NaN, q: CONFIG_ERROR });
    }
  });

  test('a structure is a wrong address, not a broken instrument', () => {
    for (const type of [14, 15, 16, 17, 22]) expect(wire(type, {})).toMatchObject({ v: Number.NaN, q: CONFIG_ERROR });
  });

  test('a bad status carries neither number nor text', () => {
    expect(wire(DOUBLE, 5, 0x8000_0000)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT, exact: null });
    expect(wire(12, 'x', 0x8000_0000)).toMatchObject({ q: DEVICE_FAULT, exact: null });
  });

  test('source and server time are kept apart, and an unset clock is no time', () => {
    const at = (sourceTime: Date | null, serverTime: Date | null) =>
      decodeValue({ ...plain, type: DOUBLE, value: 5, sourceTime, serverTime });
    expect(at(new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z'))).toMatchObject({
      sourceT: Date.UTC(2026, 0, 1),
      serverT: Date.UTC(2026, 0, 2),
    });
    expect(at(new Date('1601-01-01T00:00:00Z'), null)).toMatchObject({ sourceT: Number.NaN, serverT: Number.NaN });
  });
});
