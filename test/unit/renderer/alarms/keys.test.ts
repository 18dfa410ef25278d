import { describe, expect, test } from 'vitest';
import { keyName } from '../../../../renderer/alarms/desk/use-keys.ts';

describe('the name of a key', () => {
  test('is that of its letter, with or without the shift lock', () => {
    expect(keyName({ key: 'A', code: 'KeyA', shiftKey: false })).toBe('a');
    expect(keyName({ key: 'ArrowLeft', code: 'ArrowLeft', shiftKey: false })).toBe('arrowleft');
    expect(keyName({ key: '?', code: 'Slash', shiftKey: true })).toBe('?');
  });

  test('is that of its digit whatever the keyboard prints there', () => {
    expect(keyName({ key: '&', code: 'Digit1', shiftKey: false })).toBe('1');
    expect(keyName({ key: '!', code: 'Digit1', shiftKey: true })).toBe('shift+1');
  });

  test('tells Space with Shift from Space', () => {
    expect(keyName({ key: ' ', code: 'Space', shiftKey: true })).toBe('shift+ ');
    expect(keyName({ key: ' ', code: 'Space', shiftKey: false })).toBe(' ');
  });
});
