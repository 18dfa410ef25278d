/** How the history is doing, put together from what the writer counts and what the files tell (pure). */
import type { HistoryStatus } from '../../../shared/model/history.ts';
import type { SignalClass } from '../../../shared/model/tag.ts';
import type { RecordingFigures } from '../historian.ts';
import type { HistorySettings } from '../settings.ts';
import type { CareState } from './care-state.ts';
import type { DiskFacts } from './disk-facts.ts';
import { type ClassGrowth, fullAt } from './disk-forecast.ts';

export interface StatusParts {
  readonly figures: RecordingFigures;
  /** Null: the disk could not be looked at. */
  readonly facts: DiskFacts | null;
  readonly state: CareState;
  readonly retentionDays: HistorySettings['retentionDays'];
  readonly now: number;
  /** What is being done at the moment. */
  readonly work: HistoryStatus['work'];
}

const UNKNOWN = {
  growth: null,
  totalSamples: null,
  totalBytes: null,
  logBytes: null,
  oldestAt: null,
  freeBytes: null,
  reserveBytes: null,
  hasDemoData: false,
};

/** What care knows of it. */
export type CareStatus = Omit<HistoryStatus, 'demoPast'>;

export function statusOf({ figures, facts, state, retentionDays, now, work }: StatusParts): CareStatus {
  const { trouble, offered, stored, pending, lost, unaccounted, lastCommitAt, commitP99Ms } = figures;
  const { growth, totalSamples, totalBytes, logBytes, oldestAt, freeBytes, reserveBytes, hasDemoData } =
    facts ?? UNKNOWN;
  return {
    state: trouble === null ? 'recording' : trouble === 'failed' ? 'failed' : 'paused',
    ...{ trouble, offered, stored, pending, lost, unaccounted, lastCommitAt, commitP99Ms },
    ...{ totalSamples, totalBytes, logBytes, oldestAt, freeBytes, reserveBytes, hasDemoData },
    bytesPerDay: growth === null ? null : Object.values(growth).reduce((sum, bytes) => sum + bytes, 0),
    fullAt: facts === null ? null : fullOf(facts, retentionDays, now),
    lastBackup: backupOf(state),
    lastCheck: state.lastCheck,
    work,
  };
}

function backupOf({ lastBackup }: CareState): HistoryStatus['lastBackup'] {
  if (lastBackup === null) return null;
  const { at, folder, isVerified } = lastBackup;
  return { at, folder, isVerified };
}

/** When the disk is full at today's rate; null while it cannot be said, and when it never is. */
export function fullOf(
  { growth, freeBytes, oldestAt }: DiskFacts,
  retentionDays: HistorySettings['retentionDays'],
  now: number,
): number | null {
  if (growth === null) return null;
  const classes: ClassGrowth[] = Object.entries(growth).map(([name, bytesPerDay]) => ({
    bytesPerDay,
    keepDays: retentionDays[name as SignalClass] ?? null,
  }));
  return fullAt(classes, { now, freeBytes, oldestAt: oldestAt ?? now });
}
