/** What a person reads of the historian: figures, dates at the end of the disk, and that nothing is recorded. */
import { describe, expect, test } from 'vitest';
import {
  type HistoryFact,
  historyFacts,
  notRecordedText,
  rateOf,
  type StoredAt,
  stateText,
  withPoint,
} from '../../../../../renderer/communication/history/history-figures.ts';
import type { HistoryStatus } from '../../../../../shared/model/history.ts';
import { historyEn } from '../../../../../shared/text/history-en.ts';
import { historyZh } from '../../../../../shared/text/history-zh.ts';

const NOW = Date.UTC(2026, 10, 22, 4);
const STATUS: HistoryStatus = {
  state: 'recording',
  trouble: null,
  offered: 1_300,
  stored: 1_200,
  pending: 100,
  lost: 0,
  unaccounted: 0,
  lastCommitAt: NOW,
  commitP99Ms: 12.34,
  totalSamples: 1_234_567,
  totalBytes: 1_851_850,
  logBytes: 16_777_216,
  oldestAt: NOW - 1e9,
  freeBytes: 5e11,
  bytesPerDay: 2e7,
  fullAt: Date.UTC(2031, 4, 1, 20),
  reserveBytes: 64_000_000,
  lastBackup: { at: Date.UTC(2026, 10, 21, 19), folder: '/backup', isVerified: true },
  lastCheck: { at: Date.UTC(2026, 10, 21, 20), isDeep: true, problems: 0 },
  hasDemoData: false,
  work: null,
  demoPast: null,
};
const facts = (over: Partial<HistoryStatus> = {}, rate: number | null = 167.6, texts = historyEn) =>
  Object.fromEntries<string>(
    historyFacts({ status: { ...STATUS, ...over }, rate, texts, timeZone: 'Asia/Shanghai', now: NOW }) as HistoryFact[],
  );

describe('figures of the historian', () => {
  test('are numbers with their units and dates of the station', () => {
    expect(facts()).toEqual({
      rate: '168 /s',
      pending: '100',
      lost: '0',
      commit: '12.3 ms',
      samples: '1,234,567',
      size: '1.9 MB · 1.50 B each',
      log: '16.8 MB',
      free: '500.0 GB',
      fullAt: '2031-05-02',
      reserve: '64.0 MB',
      backup: '11-22 03:00 verified',
      check: '11-22 04:00 deep: in order',
    });
  });

  test('say nothing of what nobody has looked up, and never 0 in its place', () => {
    const unknown = {
      totalSamples: null,
      totalBytes: null,
      logBytes: null,
      fullAt: null,
      reserveBytes: null,
      commitP99Ms: null,
    };
    expect(facts({ ...unknown, lastBackup: null, lastCheck: null }, null)).toMatchObject({
      rate: '----',
      commit: '----',
      samples: '----',
      size: '----',
      log: '----',
      fullAt: '----',
      reserve: '----',
      backup: 'none yet',
      check: 'none yet',
    });
  });

  test('tell a reserve in use, a backup that is not verified, and the problems of a check', () => {
    const told = facts({
      reserveBytes: 0,
      lastBackup: { at: NOW, folder: '', isVerified: false },
      lastCheck: { at: NOW, isDeep: false, problems: 3 },
    });
    expect(told).toMatchObject({
      reserve: 'in use',
      backup: '11-22 12:00 unverified',
      check: '11-22 12:00 fast: 3 problems',
    });
  });

  test('give no date to a disk that outlives the station, and no size a sample before there is one', () => {
    expect(facts({ fullAt: NOW + 100 * 365 * 86_400_000 }).fullAt).toBe('over 50 years');
    expect(facts({ totalSamples: 0, totalBytes: 4_096 }).size).toBe('4.1 kB');
  });

  test('are Chinese in Chinese', () => {
    for (const name of ['size', 'backup', 'check'] as const) {
      expect(facts({}, 1, historyZh)[name]).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe('what was long ago', () => {
  const DAY = 86_400_000;

  test('is said with its year and its age, so that a backup of last year is not taken for one of yesterday', () => {
    const at = NOW - 366 * DAY;
    const told = facts({
      lastBackup: { at, folder: '', isVerified: true },
      lastCheck: { at, isDeep: false, problems: 0 },
    });
    expect(told['backup']).toBe('2025-11-21 · 366 d ago verified');
    expect(told['check']).toBe('2025-11-21 · 366 d ago fast: in order');
  });

  test('is said with its date where nothing is recorded since', () => {
    const at = { texts: historyEn, timeZone: 'Asia/Shanghai', startedAt: NOW, now: NOW };
    const since = (lastCommitAt: number) =>
      notRecordedText({ state: 'failed', trouble: null, lastCommitAt }, at)?.slice('No history since '.length);
    expect(since(NOW - 3 * DAY)).toMatch(/^11-19 12:00:00:/);
    expect(since(NOW - 366 * DAY)).toMatch(/^2025-11-21 12:00:00:/);
    // Yesterday of the station, though a few hours ago.
    expect(since(NOW - 13 * 3_600_000)).toMatch(/^11-21 23:00:00:/);
  });

  test('and a disk that nobody can say of yet when it is full, says why', () => {
    expect(facts({ fullAt: null, bytesPerDay: null })['fullAt']).toBe('measuring');
    expect(facts({ fullAt: null, bytesPerDay: null }, 1, historyZh)['fullAt']).toBe('测算中');
    expect(facts({ fullAt: null, bytesPerDay: null, freeBytes: null })['fullAt']).toBe('----');
  });
});

describe('values stored a second', () => {
  const points = (...stored: readonly (readonly [at: number, stored: number])[]): readonly StoredAt[] =>
    stored.reduce<readonly StoredAt[]>((all, [at, count]) => withPoint(all, { at, stored: count }), []);

  test('are those of the last ten seconds, and unknown before there are two answers', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf(points([0, 5]))).toBeNull();
    expect(rateOf(points([0, 0], [2_000, 300]))).toBe(150);
    // The burst of the first second is forgotten.
    const later = points([0, 0], [1_000, 90_000], [3_000, 90_200], [9_000, 90_800], [12_000, 91_100]);
    expect(rateOf(later)).toBe(100);
  });

  test('begin anew with a station that has started again', () => {
    const again = points([0, 1_000], [2_000, 1_200], [4_000, 10]);
    expect(rateOf(again)).toBeNull();
    expect(rateOf(withPoint(again, { at: 6_000, stored: 210 }))).toBe(100);
  });
});

describe('the state of recording', () => {
  test('names the reason where it is not as it should be', () => {
    expect(stateText(STATUS, historyEn)).toBe('recording');
    expect(stateText({ state: 'paused', trouble: 'disk-full' }, historyEn)).toBe('paused: the disk is full');
    expect(stateText({ state: 'paused', trouble: 'disk-full' }, historyZh)).toBe('已暂停：磁盘已满');
    expect(stateText({ state: 'paused', trouble: 'new-code' }, historyEn)).toBe('paused: new-code');
  });

  test('is in the message row only while nothing is recorded, with the time of the last sample on disk', () => {
    const at = { texts: historyEn, timeZone: 'Asia/Shanghai', startedAt: NOW - 3_600_000, now: NOW };
    expect(notRecordedText(STATUS, at)).toBeNull();
    const paused = { state: 'paused', trouble: 'read-only' } as const;
    expect(notRecordedText({ ...paused, lastCommitAt: NOW }, at)).toBe(
      'No history since 12:00:00: the disk or folder cannot be written',
    );
    expect(notRecordedText({ ...paused, lastCommitAt: null }, { ...at, texts: historyZh })).toBe(
      '历史未记录，自 11:00:00：磁盘或文件夹不可写',
    );
  });
});
