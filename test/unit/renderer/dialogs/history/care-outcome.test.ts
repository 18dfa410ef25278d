/** What a person reads of a check or a backup: while it runs and when it has ended. */
import { describe, expect, test } from 'vitest';
import { outcomeText } from '../../../../../renderer/dialogs/history/care-outcome.ts';
import {
  elapsed,
  runningText,
  taskWork,
  workOf,
  workText,
} from '../../../../../renderer/dialogs/history/running-text.ts';
import type { BackupResult, CheckResult, Problem, VerifyResult } from '../../../../../shared/model/history-care.ts';
import { historyEn } from '../../../../../shared/text/history-en.ts';
import { historyZh } from '../../../../../shared/text/history-zh.ts';

const ZONE = 'Asia/Shanghai';
const EN = { texts: historyEn, language: 'en', timeZone: ZONE } as const;
const ZH = { texts: historyZh, language: 'zh', timeZone: ZONE } as const;
const AT = Date.UTC(2026, 10, 22, 4);
const check = (over: Partial<CheckResult> = {}) =>
  ({
    kind: 'check',
    check: { at: AT, isDeep: true, files: 3, samples: 1_234_567, problems: [], problemCount: 0, ...over },
  }) as const;
const problem: Problem = {
  file: '2026-11.db',
  kind: 'samples',
  tag: 'PT-1101',
  from: AT,
  to: AT + 60_000,
  samples: 60,
  why: { zh: '校验不符', en: 'the checksum is wrong' },
};

describe('the end of a check', () => {
  test('says that all is well and how much was read', () => {
    expect(outcomeText(check(), EN)).toEqual({
      head: 'The history is in order',
      lines: ['3 files, 1,234,567 samples read'],
    });
    expect(outcomeText(check({ isDeep: false }), ZH).lines).toEqual(['已查看 3 个文件']);
  });

  test('names the first problems with tag and time of the station, and counts the rest', () => {
    const problems = [problem, { ...problem, tag: null, from: null, to: null }, problem, problem, problem, problem];
    const { head, lines } = outcomeText(check({ problems, problemCount: 1_200 }), EN);
    expect(head).toBe('1,200 problems found');
    expect(lines[1]).toBe('2026-11.db · PT-1101 · 2026-11-22 12:00:00 – 2026-11-22 12:01:00 · the checksum is wrong');
    expect(lines[2]).toBe('2026-11.db · the checksum is wrong');
    expect(lines.at(-1)).toBe('and 1,195 more');
    expect(lines).toHaveLength(7);
    expect(outcomeText(check({ problems, problemCount: 6 }), ZH).lines[2]).toBe('2026-11.db · 校验不符');
  });
});

describe('the end of a backup', () => {
  const backup: BackupResult = {
    at: AT,
    folder: '/mnt/backup',
    copied: ['a', 'b'],
    files: 5,
    bytes: 12_300_000,
    samples: 1_000,
    isSameDisk: true,
  };
  const proof: VerifyResult = {
    at: AT,
    folder: '/mnt/backup',
    takenAt: AT,
    isGood: true,
    samples: 1_000,
    files: 5,
    problems: [],
  };

  test('says where it is, what was copied, that the disk is the same one, and that it is proven', () => {
    expect(outcomeText({ kind: 'backup', backup, proof }, EN)).toEqual({
      head: 'The backup is complete',
      lines: [
        '/mnt/backup',
        '2 of 5 files copied, 12.3 MB, 1,000 samples',
        'On the same disk as the history: when that disk fails both are lost',
        'Proven: restored and compared, every sample is there',
      ],
    });
  });

  test('never calls proven what was not, or what failed', () => {
    const other = { ...backup, isSameDisk: false };
    const unproven = outcomeText({ kind: 'backup', backup: other, proof: null }, ZH);
    expect(unproven.lines.at(-1)).toBe('未核对能否还原');
    const failed = {
      ...proof,
      isGood: false,
      problems: [{ zh: '2026-11.db：散列不同', en: '2026-11.db: the hash differs' }],
    };
    expect(outcomeText({ kind: 'backup', backup: other, proof: failed }, EN)).toMatchObject({
      head: 'The backup cannot be relied on',
      lines: [expect.anything(), expect.anything(), '2026-11.db: the hash differs'],
    });
  });
});

describe('what goes on', () => {
  test('is named with the time it has taken', () => {
    const task = { kind: 'backup', folder: null, isProven: true } as const;
    const run = { phase: 'running', task, since: AT } as const;
    expect([workOf({ ...run, isProving: false }), workOf({ ...run, isProving: true })]).toEqual(['backup', 'verify']);
    expect([true, false].map(isDeep => taskWork({ kind: 'check', isDeep }))).toEqual(['deep-check', 'check']);
    const words = { texts: historyEn, now: AT + 3_723_000 };
    const work = { kind: 'deep-check', since: AT } as const;
    expect(runningText(work, words)).toBe('Deep check for 1:02:03; recording goes on');
    expect(workText(work, { ...words, texts: historyZh })).toBe('全面检查 1:02:03');
    expect([7_900, 754_000, -5_000].map(elapsed)).toEqual(['0:07', '12:34', '0:00']);
  });
});
