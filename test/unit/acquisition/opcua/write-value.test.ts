import { describe, expect, test } from 'vitest';
import { castValue } from '../../../../main/acquisition/drivers/opcua/write-value.ts';

const [BOOLEAN, SBYTE, BYTE, INT16, UINT16, INT32, UINT32, INT64, UINT64, FLOAT, DOUBLE, STRING] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;
const valueOf = (raw: number | bigint, type: number): unknown => {
  const result = castValue(raw, type);
  return result.ok ? result.cast.value : result.problem;
};

describe('value of a write', () => {
  test('is exactly what was asked, in the type of the node', () => {
    expect(valueOf(1, BOOLEAN)).toBe(true);
    expect(valueOf(0n, BOOLEAN)).toBe(false);
    expect(valueOf(-5, INT16)).toBe(-5);
    expect(valueOf(1.5, DOUBLE)).toBe(1.5);
    expect(valueOf(1.5, FLOAT)).toBe(1.5);
    expect(valueOf(2n ** 64n - 1n, UINT64)).toEqual([0xffff_ffff, 0xffff_ffff]);
    expect(valueOf(-(2n ** 63n), INT64)).toEqual([0x8000_0000, 0]);
    expect(valueOf(-1, INT64)).toEqual([0xffff_ffff, 0xffff_ffff]);
    expect(valueOf(2 ** 32 + 5, UINT64)).toEqual([1, 5]);
  });

  test('fits to the last bit of every integer type and not one further', () => {
    const ranges: readonly (readonly [number, bigint, bigint])[] = [
      [SBYTE, -128n, 127n],
      [BYTE, 0n, 255n],
      [INT16, -32_768n, 32_767n],
      [UINT16, 0n, 65_535n],
      [INT32, -(2n ** 31n), 2n ** 31n - 1n],
      [UINT32, 0n, 2n ** 32n - 1n],
      [INT64, -(2n ** 63n), 2n ** 63n - 1n],
      [UINT64, 0n, 2n ** 64n - 1n],
    ];
    for (const [type, least, most] of ranges) {
      expect([castValue(least, type).ok, castValue(most, type).ok]).toEqual([true, true]);
      expect([castValue(least - 1n, type).ok, castValue(most + 1n, type).ok]).toEqual([false, false]);
    }
  });

  test('is refused rather than rounded, wrapped or guessed', () => {
    expect(valueOf(1.5, INT16)).toMatch(/no whole number/);
    expect(valueOf(2 ** 53, UINT64)).toMatch(/no whole number/);
    expect(valueOf(70_000, UINT16)).toMatch(/does not fit/);
    expect(valueOf(2, BOOLEAN)).toMatch(/no state/);
    expect(valueOf(Number.NaN, DOUBLE)).toMatch(/no finite/);
    expect(valueOf(1e39, FLOAT)).toMatch(/does not fit/);
    expect(valueOf(2n ** 53n + 1n, DOUBLE)).toMatch(/exactly/);
    expect(valueOf(1, STRING)).toMatch(/neither numbers nor states/);
  });
});
