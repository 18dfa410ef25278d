/** How the history is doing, in one answer. */
import { describe, expect, it } from 'vitest';
import type { DiskFacts } from '../../../../main/historian/care/disk-facts.ts';
import { statusOf } from '../../../../main/historian/care/history-status.ts';
import type { RecordingFigures } from '../../../../main/historian/historian.ts';
import { DEFAULT_HISTORY } from '../../../../main/historian/settings.ts';

const NOW = Date.UTC(2026, 10, 3);
const DAY = 86_400_000;
const { retentionDays } = DEFAULT_HISTORY;
const state = { lastBackup: null, lastCheck: null, fullTold: null };
const figures: RecordingFigures = {
  offered: 10,
  stored: 6,
  pending: 3,
  lost: 1,
  trouble: null,
  unaccounted: 0,
  lastCommitAt: NOW,
  commitP99Ms: 4,
};
const facts: DiskFacts = {
  totalSamples: 1_000,
  totalBytes: 5_000,
  logBytes: 16_000_000,
  oldestAt: NOW - 10 * DAY,
  freeBytes: 1_000_000,
  reserveBytes: 64,
  hasDemoData: true,
  growth: { AI: 60_000, DI: 40_000 },
};

describe('the status of the history', () => {
  it.each([
    [null, 'recording'],
    ['disk-full', 'paused'],
    ['read-only', 'paused'],
    ['failed', 'failed'],
  ] as const)('tells trouble %s as %s, with what is counted', (trouble, told) => {
    const status = statusOf({ figures: { ...figures, trouble }, facts, state, retentionDays, now: NOW, work: null });
    expect(status).toMatchObject({ state: told, trouble, offered: 10, stored: 6, pending: 3, lost: 1, unaccounted: 0 });
  });

  it('says when the disk is full at the rate of the last day', () => {
    const status = statusOf({ figures, facts, state, retentionDays, now: NOW, work: null });
    expect(status).toMatchObject({ bytesPerDay: 100_000, fullAt: NOW + 10 * DAY, hasDemoData: true });
  });

  it('still tells what is counted when the disk cannot be looked at', () => {
    const status = statusOf({
      figures: { ...figures, trouble: 'io-error' },
      facts: null,
      state,
      retentionDays,
      now: NOW,
      work: null,
    });
    expect(status).toMatchObject({ state: 'paused', stored: 6, totalSamples: null, freeBytes: null, fullAt: null });
  });
});
