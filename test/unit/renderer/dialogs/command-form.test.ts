/** A command is sent once, complete, and a refusal loses nothing of what was entered. */
import { describe, expect, test } from 'vitest';
import {
  type CommandAction,
  EMPTY_FORM,
  isOutcomeUnknown,
  lackingIn,
  nextForm,
} from '../../../../renderer/dialogs/command-form.ts';
import type { ErrorBody } from '../../../../shared/rpc/error.ts';

const after = (...actions: CommandAction[]) => actions.reduce(nextForm, EMPTY_FORM);
const refusal: ErrorBody = {
  code: 'not-possible',
  message: 'no',
  hint: 'do',
  retry: 'never',
  zh: { message: '否', hint: '做' },
};
const filled: CommandAction[] = [
  { kind: 'who', text: 'Li' },
  { kind: 'why', text: 'repair' },
];

describe('a command form', () => {
  test('lacks a tick, a name, a reason, in that order, and blanks are neither', () => {
    expect(lackingIn(EMPTY_FORM, true)).toBe('tick');
    expect(lackingIn(after({ kind: 'tick', isTicked: true }), true)).toBe('who');
    expect(lackingIn(after({ kind: 'who', text: '  ' }, { kind: 'why', text: 'x' }), false)).toBe('who');
    expect(lackingIn(after({ kind: 'who', text: 'Li' }, { kind: 'why', text: ' \n ' }), false)).toBe('why');
    expect(lackingIn(after(...filled), false)).toBeNull();
    expect(lackingIn(after(...filled, { kind: 'tick', isTicked: true }), true)).toBeNull();
  });

  test('takes nothing more while the command is on its way', () => {
    const sending = after(...filled, { kind: 'send' });
    expect(sending.phase).toBe('sending');
    expect(nextForm(sending, { kind: 'why', text: 'other' })).toBe(sending);
    expect(nextForm(sending, { kind: 'send' })).toBe(sending);
  });

  test('comes back from a refusal with what was entered and with what was said', () => {
    const refused = after(...filled, { kind: 'send' }, { kind: 'refused', error: refusal });
    expect(refused).toEqual({ who: 'Li', why: 'repair', isTicked: false, phase: 'filling', error: refusal });
    expect(nextForm(refused, { kind: 'send' }).error).toBeNull();
  });

  test('holds no more than the station takes', () => {
    expect(after({ kind: 'who', text: 'x'.repeat(100) }).who).toHaveLength(64);
    expect(after({ kind: 'why', text: 'x'.repeat(500) }).why).toHaveLength(400);
  });

  test('tells an answer that is missing from a refusal', () => {
    expect(isOutcomeUnknown({ ...refusal, code: 'link-lost' })).toBe(true);
    expect(isOutcomeUnknown(refusal)).toBe(false);
  });
});
