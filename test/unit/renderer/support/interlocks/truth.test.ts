/** What the interlock matrix takes for known. */
import { describe, expect, test } from 'vitest';
import { cellOf, truthOf } from '../../../../../renderer/support/interlocks/truth.ts';

describe('what is known of a cause', () => {
  test('is yes or no while its value is good', () => {
    expect(truthOf({ kind: 'good', value: 1 })).toBe('yes');
    expect(truthOf({ kind: 'good', value: 0 })).toBe('no');
    expect(truthOf({ kind: 'forced', value: 1 })).toBe('yes');
  });

  test('is unknown when the value is bad or old, whatever it was', () => {
    expect(truthOf({ kind: 'bad', value: null })).toBe('unknown');
    expect(truthOf({ kind: 'stale', value: 0 })).toBe('unknown');
    expect(truthOf({ kind: 'stale', value: 1 })).toBe('unknown');
  });

  test('is nothing without a signal, which is not the same as unknown', () => {
    expect(truthOf(null)).toBe('no-signal');
  });
});

describe('where a cause and its effect meet', () => {
  test('rests while the cause is not certainly there', () => {
    for (const cause of ['no', 'unknown', 'no-signal'] as const) expect(cellOf(cause, 'yes')).toBe('rests');
  });

  test('acts when the effect is there as well, and waits when nobody can tell', () => {
    expect(cellOf('yes', 'yes')).toBe('acts');
    for (const effect of ['no', 'unknown', 'no-signal'] as const) expect(cellOf('yes', effect)).toBe('waits');
  });
});
