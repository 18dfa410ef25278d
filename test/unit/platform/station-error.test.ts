/** Trouble as a person at a terminal reads it. */
import { describe, expect, it } from 'vitest';
import { describeError, StationError } from '../../../main/platform/station-error.ts';

describe('describeError', () => {
  it('prints what went wrong and how to mend it, Chinese first, without stack or cause', () => {
    const error = new StationError(
      {
        code: 'c',
        message: 'It broke.',
        hint: 'Mend it.',
        retry: 'operator',
        zh: { message: '坏了。', hint: '修好。' },
      },
      { cause: new Error('inner secret') },
    );
    expect(describeError(error)).toBe('坏了。\n  → 修好。\nIt broke.\n  → Mend it.');
    expect(error).toMatchObject({ name: 'StationError', code: 'c', retry: 'operator', message: 'It broke.' });
  });

  it('prints anything else in one line', () => {
    expect(describeError(new RangeError('x'))).toBe('RangeError: x');
    expect(describeError('text')).toBe('text');
    expect(describeError(undefined)).toBe('undefined');
  });
});
