/** The keys of the number pad, together with how what they make is read. */
import { expect, test } from 'vitest';
import { readNumber } from '../../../../../renderer/dialogs/overrides/number-entry.ts';
import { type PadKey, pressPad } from '../../../../../renderer/ui/number/pad-keys.ts';

const typed = (start: string, ...keys: readonly PadKey[]): string => keys.reduce(pressPad, start);

test('digits, point and sign make the number that they show', () => {
  const text = typed('', '1', '2', '.', '5', 'sign');
  expect(text).toBe('-12.5');
  expect(readNumber(text)).toEqual({ kind: 'number', value: -12.5 });
});

test('there is one point, and it has a digit before it', () => {
  expect(typed('', '.', '5', '.')).toBe('0.5');
  expect(typed('-', '.')).toBe('-0.');
});

test('keys go on from what was typed by other hands: a decimal comma, full-width digits, a printed minus', () => {
  expect(typed('３，', '.', '5')).toBe('３，5');
  expect(readNumber(typed('３，', '5'))).toEqual({ kind: 'number', value: 3.5 });
  expect(typed('\u22124', 'sign')).toBe('4');
});

test('the last digit goes alone, Clear takes all, and nothing grows without end', () => {
  expect(typed('123', 'back')).toBe('12');
  expect(typed('', 'back')).toBe('');
  expect(typed('-12.5', 'clear')).toBe('');
  expect(typed('9'.repeat(16), '9')).toBe('9'.repeat(16));
});
