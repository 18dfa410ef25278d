import { describe, expect, test } from 'vitest';
import { type StateSubject, stateLook } from '../../../../renderer/alarms/state-look.ts';
import { type Look, present } from '../../../../renderer/mimic/quality-look.ts';

const LIVE: Look = { kind: 'good', value: 1, text: null, ageMs: 0, reason: 'none', isLinkLost: false };
const STALE: Look = { ...LIVE, kind: 'stale', ageMs: 47_000, reason: 'comm-loss' };

const shown = (rest: Partial<StateSubject>) =>
  present(stateLook({ kind: 'ON', isJudged: true, tagLook: LIVE, silentMs: null, ...rest }, 'Alarm'), 0);

describe('the word for a state that is in alarm', () => {
  test('is plain while its tag is good, and for an alarm without a tag that can be judged', () => {
    expect(shown({})).toMatchObject({ text: 'Alarm', quality: 'good', hatched: false });
    expect(shown({ kind: 'EXPR', tagLook: null })).toMatchObject({ text: 'Alarm', quality: 'good' });
  });

  test('is hatched with its age when the tag is old, and unknown when there is nothing to show', () => {
    expect(shown({ tagLook: STALE })).toMatchObject({ text: 'Alarm', quality: 'stale', hatched: true, age: '47 s' });
    const bad: Look = { ...LIVE, kind: 'bad', value: null, ageMs: Number.NaN, reason: 'device-fault' };
    expect(shown({ tagLook: bad })).toMatchObject({ text: '----', quality: 'bad' });
  });

  test('is boxed when somebody has entered the value', () => {
    expect(shown({ tagLook: { ...LIVE, kind: 'forced', reason: 'forced' } })).toMatchObject({
      text: 'Alarm',
      letter: 'F',
    });
  });

  test('is old for every alarm while the link is lost, and for one that nobody can judge', () => {
    expect(shown({ kind: 'LOST', tagLook: null, silentMs: 9_000 })).toMatchObject({ hatched: true, age: '' });
    expect(shown({ silentMs: 9_000 }).hatched).toBe(true);
    expect(shown({ kind: 'EXPR', tagLook: null, isJudged: false }).hatched).toBe(true);
  });

  test('of an alarm about quality itself is known while the value is bad', () => {
    for (const kind of ['STALE', 'BAD', 'FROZEN'] as const) {
      expect(shown({ kind, tagLook: STALE })).toMatchObject({ text: 'Alarm', quality: 'good', hatched: false });
    }
  });
});
