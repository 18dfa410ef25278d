import { describe, expect, test } from 'vitest';
import { decodeValue, qualityOfStatus } from '../../../main/acquisition/drivers/opcua/client/value.ts';
import {
  CONFIG_ERROR,
  DEVICE_FAULT,
  GOOD,
  NOT_READ_YET,
  OUT_OF_RANGE,
  quality,
} from '../../../shared/model/quality.ts';

const DOUBLE = 11;
const wire = (type: number, value: unknown, status = 0, sourceTime: Date | null = null) =>
  decodeValue({ status, type, isArray: false, value, sourceTime });

describe('OPC UA status', () => {
  test('good with an overflow bit is still good', () => {
    expect(qualityOfStatus(0x0000_0480)).toBe(GOOD);
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
    expect(wire(DOUBLE, 1.5)).toMatchObject({ v: 1.5, q: GOOD });
    expect(wire(1, true).v).toBe(1);
    expect(wire(1, false).v).toBe(0);
    expect(wire(4, -7).v).toBe(-7);
  });

  test('64-bit integers are exact, or no number at all', () => {
    expect(wire(9, [1, 5]).v).toBe(2 ** 32 + 5);
    expect(wire(8, [0xffff_ffff, 0xffff_fffe]).v).toBe(-2);
    expect(wire(9, [0x0020_0000, 0])).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
    expect(wire(9, 'x').q).toBe(DEVICE_FAULT);
  });

  test('what is no finite number is a device fault, never 0', () => {
    const cases: readonly (readonly [number, unknown])[] = [
      [12, '5'],
      [0, null],
      [DOUBLE, Number.NaN],
      [DOUBLE, Number.POSITIVE_INFINITY],
      [13, 1],
    ];
    for (const [type, value] of cases) expect(wire(type, value)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
    const array = decodeValue({ status: 0, type: DOUBLE, isArray: true, value: [1], sourceTime: null });
    expect(array).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
  });

  test('a bad status carries no number', () => {
    expect(wire(DOUBLE, 5, 0x8000_0000)).toMatchObject({ v: Number.NaN, q: DEVICE_FAULT });
  });

  test('an unset source clock is no source time', () => {
    expect(wire(DOUBLE, 5, 0, new Date('2026-01-01T00:00:00Z')).t).toBe(Date.UTC(2026, 0, 1));
    expect(wire(DOUBLE, 5, 0, new Date('1601-01-01T00:00:00Z')).t).toBeNaN();
    expect(wire(DOUBLE, 5, 0, null).t).toBeNaN();
  });
});
