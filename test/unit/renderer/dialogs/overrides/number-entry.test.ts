/** Numbers as people type them, and what is refused because it could mean two numbers. */
import { expect, test } from 'vitest';
import { readNumber } from '../../../../../renderer/dialogs/overrides/number-entry.ts';
import { formatNumber } from '../../../../../shared/units/format.ts';

test.each([
  ['0.36', 0.36],
  ['0,360', 0.36],
  ['12,5', 12.5],
  ['1,2345', 1.2345],
  ['１２．５', 12.5],
  ['１２，５', 12.5],
  ['12。5', 12.5],
  ['－3', -3],
  ['\u22123', -3],
  ['12,345.6', 12_345.6],
  ['1,234,567', 1_234_567],
  [' 20 000 ', 20_000],
  ['+.5', 0.5],
  ['5.', 5],
  ['1e3', 1_000],
])('%j is a number', (typed, value) => {
  expect(readNumber(typed)).toEqual({ kind: 'number', value });
});

test.each(['1,234', '-12,345', '１，２３４'])('%j could mean two numbers and is none', typed => {
  expect(readNumber(typed)).toEqual({ kind: 'ambiguous' });
});

test.each([
  'abc',
  '1.2.3',
  '1,2,3',
  '12,34.5',
  '--3',
  '0x10',
  '1e',
  'NaN',
  'Infinity',
  '1e999',
  '.',
  '-',
])('%j is no number', typed => {
  expect(readNumber(typed)).toEqual({ kind: 'no-number' });
});

test('nothing typed is nothing, and not 0', () => {
  expect(readNumber('')).toEqual({ kind: 'empty' });
  expect(readNumber(' \u3000')).toEqual({ kind: 'empty' });
});

test('what the screen prints with decimals can be typed as it stands', () => {
  for (const value of [-0.5, 1_234.5, 20_000.25, 0]) {
    expect(readNumber(formatNumber(value, 2))).toEqual({ kind: 'number', value });
  }
});
