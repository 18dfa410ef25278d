/** Checks and backups that a window orders: one at a time, told to the end, also when they fail. */
import { describe, expect, test } from 'vitest';
import { CallError } from '../../../../renderer/host/call-book.ts';
import type { Client } from '../../../../renderer/host/client.ts';
import { createCareRunner, isGoodResult } from '../../../../renderer/store/care-run.ts';
import type { BackupResult, CheckResult, VerifyResult } from '../../../../shared/model/history-care.ts';

const CHECK: CheckResult = { at: 1, isDeep: true, files: 2, samples: 3, problems: [], problemCount: 0 };
const BACKUP: BackupResult = {
  at: 1,
  folder: '/b',
  copied: ['a'],
  files: 2,
  bytes: 3,
  samples: 4,
  isSameDisk: false,
};
const PROOF: VerifyResult = { at: 1, folder: '/b', takenAt: 1, isGood: true, samples: 4, files: 2, problems: [] };
const REFUSED = new CallError({
  code: 'not-possible',
  message: 'No.',
  hint: 'Hint.',
  retry: 'operator',
  zh: { message: '不。', hint: '提示。' },
});

/** A station that answers when it is told to. */
function station() {
  const asked: { readonly name: string; readonly input: object; readonly answer: PromiseWithResolvers<object> }[] = [];
  const call = (name: string, input: object): Promise<object> => {
    const answer = Promise.withResolvers<object>();
    asked.push({ name, input, answer });
    return answer.promise;
  };
  const care = createCareRunner({ call: call as Client['call'], stationNow: () => 1_000 });
  const answer = async (value: object): Promise<void> => {
    const last = asked.at(-1);
    if (value instanceof CallError) last?.answer.reject(value);
    else last?.answer.resolve(value);
    await new Promise(resolve => setTimeout(resolve));
  };
  return { care, asked, answer };
}

describe('an ordered check', () => {
  test('runs until it is answered, and a second order meanwhile is none', async () => {
    const { care, asked, answer } = station();
    care.start({ kind: 'check', isDeep: true });
    care.start({ kind: 'backup', folder: null, isProven: true });
    expect(asked.map(({ name, input }) => [name, input])).toEqual([['history.check', { isDeep: true }]]);
    expect(care.run.get()).toMatchObject({ phase: 'running', since: 1_000 });
    care.dismiss();
    expect(care.run.get().phase).toBe('running');
    await answer(CHECK);
    expect(care.run.get()).toMatchObject({ phase: 'done', result: { kind: 'check', check: CHECK } });
    care.dismiss();
    expect(care.run.get()).toEqual({ phase: 'idle' });
  });

  test('that is refused says why, and can be ordered again', async () => {
    const { care, answer } = station();
    care.start({ kind: 'check', isDeep: false });
    await answer(REFUSED);
    expect(care.run.get()).toMatchObject({ phase: 'refused', error: { code: 'not-possible' } });
    care.start({ kind: 'check', isDeep: false });
    expect(care.run.get().phase).toBe('running');
  });
});

describe('an ordered backup', () => {
  test('is proven afterwards, in the folder in which it is', async () => {
    const { care, asked, answer } = station();
    care.start({ kind: 'backup', folder: null, isProven: true });
    expect(asked.at(-1)?.input).toEqual({});
    await answer(BACKUP);
    expect(care.run.get()).toMatchObject({ phase: 'running', isProving: true });
    expect(asked.at(-1)).toMatchObject({ name: 'history.verifyBackup', input: { folder: '/b' } });
    await answer(PROOF);
    expect(care.run.get()).toMatchObject({ phase: 'done', result: { backup: BACKUP, proof: PROOF } });
  });

  test('is done without a proof where nobody wants one', async () => {
    const { care, asked, answer } = station();
    care.start({ kind: 'backup', folder: '/c', isProven: false });
    expect(asked.at(-1)?.input).toEqual({ folder: '/c' });
    await answer(BACKUP);
    expect(care.run.get()).toMatchObject({ phase: 'done', result: { proof: null } });
  });
});

test('a result is good when nothing is wrong, and a backup also without a proof', () => {
  expect(isGoodResult({ kind: 'check', check: CHECK })).toBe(true);
  expect(isGoodResult({ kind: 'check', check: { ...CHECK, problemCount: 1 } })).toBe(false);
  expect(isGoodResult({ kind: 'backup', backup: BACKUP, proof: null })).toBe(true);
  expect(isGoodResult({ kind: 'backup', backup: BACKUP, proof: { ...PROOF, isGood: false } })).toBe(false);
});
