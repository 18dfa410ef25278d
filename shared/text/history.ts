/** What the screen says about the historian, by key; rules in catalog.ts. */
import type { HistoryStatus, HistoryWork } from '../model/history.ts';

export interface HistoryTexts {
  readonly title: string;
  readonly state: Record<HistoryStatus['state'], string>;
  /** A state and why it is so. */
  readonly stateAndReason: string;
  /** By the codes of `HistoryStatus.trouble`. */
  readonly trouble: Record<'disk-full' | 'read-only' | 'io-error' | 'damaged' | 'internal' | 'failed', string>;
  /** In the message row, with `{time}` of the last sample on disk. */
  readonly notRecorded: string;
  readonly open: string;
  /** Counted values that are neither stored nor waiting nor given up. */
  readonly unaccounted: string;
  readonly isWrong: string;
  readonly unaccountedHint: string;
  readonly hasDemoData: string;
  readonly fact: {
    readonly rate: string;
    readonly pending: string;
    readonly lost: string;
    readonly commit: string;
    readonly samples: string;
    readonly size: string;
    /** Write-ahead logs of the databases. */
    readonly log: string;
    readonly free: string;
    readonly fullAt: string;
    readonly reserve: string;
    readonly backup: string;
    readonly check: string;
  };
  readonly perSecond: string;
  readonly perSample: string;
  readonly beyondYears: string;
  /** Instead of a day: there are not yet ten minutes of recording to reckon it from. */
  readonly fullNotYet: string;
  /** `{date}` and `{age}` of something in another year. */
  readonly otherYear: string;
  /** Above what the historian has told last. */
  readonly events: string;
  readonly reserveInUse: string;
  /** Before the time that something has been going on for. */
  readonly work: Record<HistoryWork, string>;
  readonly care: {
    readonly checkButton: string;
    readonly backupButton: string;
    /** A dialog that goes on without being seen. */
    readonly leave: string;
    readonly running: string;
    readonly check: {
      readonly title: string;
      readonly depth: string;
      readonly fast: string;
      readonly fastMeans: string;
      readonly deep: string;
      readonly deepMeans: string;
      readonly consequence: string;
      readonly act: string;
      readonly good: string;
      readonly bad: string;
      readonly read: string;
      readonly readFast: string;
      readonly more: string;
    };
    readonly backup: {
      readonly title: string;
      readonly folder: string;
      readonly folderHint: string;
      readonly prove: string;
      readonly consequence: string;
      readonly act: string;
      readonly done: string;
      readonly copied: string;
      readonly sameDisk: string;
      readonly proven: string;
      readonly notProven: string;
      readonly notGood: string;
    };
  };
  /** A backup or check that this window ordered could not be done. */
  readonly careRefused: string;
  readonly never: string;
  readonly verified: string;
  readonly notVerified: string;
  readonly checked: Record<'fast' | 'deep', string>;
  readonly noProblems: string;
  readonly problems: string;
}
