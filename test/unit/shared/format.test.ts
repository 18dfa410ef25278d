import { describe, expect, test } from 'vitest';
import { formatDigits, formatNumber, formatRaw, NO_VALUE } from '../../../shared/units/format.ts';

describe('formatNumber', () => {
  test('prints as many decimals as the tag has', () => {
    expect(formatNumber(3.2, 3)).toBe('3.200');
    expect(formatNumber(8, 1)).toBe('8.0');
    expect(formatNumber(19_999.6, 0)).toBe('20,000');
  });

  test('parts thousands by a comma, in the whole part only', () => {
    expect(formatNumber(152_340_000, 0)).toBe('152,340,000');
    expect(formatNumber(1234.56789, 5)).toBe('1,234.56789');
    expect(formatNumber(999, 0)).toBe('999');
  });

  test('uses the true minus and gives zero no sign', () => {
    expect(formatNumber(-18, 1)).toBe('\u221218.0');
    expect(formatNumber(-0.0004, 3)).toBe('0.000');
    expect(formatNumber(-0, 0)).toBe('0');
  });

  test('never prints a number where there is none', () => {
    for (const nothing of [null, Number.NaN, Number.POSITIVE_INFINITY]) expect(formatNumber(nothing, 2)).toBe(NO_VALUE);
  });
});

test('formatDigits parts the thousands of an integer of any length', () => {
  expect(formatDigits('18446744073709551615')).toBe('18,446,744,073,709,551,615');
  expect(formatDigits('-9223372036854775808')).toBe('\u22129,223,372,036,854,775,808');
  expect(formatDigits('7')).toBe('7');
});

test('formatRaw prints a raw value without the noise of binary fractions, and what is no number as it came', () => {
  expect(formatRaw(Math.fround(3.14))).toBe('3.140000105');
  expect(formatRaw(0.1 + 0.2)).toBe('0.3');
  expect(formatRaw(-27_648)).toBe('\u221227648');
  expect(formatRaw('FC-1401A')).toBe('FC-1401A');
  for (const nothing of [null, Number.NaN, Number.POSITIVE_INFINITY]) expect(formatRaw(nothing)).toBe(NO_VALUE);
});
