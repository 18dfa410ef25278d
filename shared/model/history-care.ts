/** What looking after the history tells: backups, their verification, checks. Times in epoch ms UTC. */
import type { Text } from '../text/text.ts';

export interface BackupResult {
  readonly at: number;
  readonly folder: string;
  /** Files that were copied; the others had not changed. */
  readonly copied: readonly string[];
  readonly files: number;
  readonly bytes: number;
  readonly samples: number;
  readonly isSameDisk: boolean;
}

export interface VerifyResult {
  readonly at: number;
  readonly folder: string;
  /** When the backup was taken. */
  readonly takenAt: number;
  readonly isGood: boolean;
  /** Samples that a station would have after a restore. */
  readonly samples: number;
  readonly files: number;
  /** What is wrong, the first hundred. */
  readonly problems: readonly Text[];
}

export type ProblemKind =
  /** The file cannot be read as a database, or its trees are broken. */
  | 'file'
  /** The file should be there and is not. */
  | 'missing'
  /** Samples cannot be decoded. */
  | 'samples'
  /** Heads of chunks cannot be decoded: their samples cannot be found. */
  | 'heads'
  /** A head says something else than its samples. */
  | 'head-differs'
  /** Chunks or axes that nothing refers to, or a chunk that two heads do. */
  | 'references'
  /** Counts or marks that do not fit what is there. */
  | 'counts'
  /** A commit of the journal cannot be decoded. */
  | 'journal';

export interface Problem {
  /** Name of the file in its folder. */
  readonly file: string;
  readonly kind: ProblemKind;
  readonly tag: string | null;
  /** Span of the samples that are hit, epoch ms; null where nothing tells. */
  readonly from: number | null;
  readonly to: number | null;
  readonly samples: number | null;
  readonly why: Text;
}

export interface CheckResult {
  readonly at: number;
  readonly isDeep: boolean;
  readonly files: number;
  /** Samples that were decoded. */
  readonly samples: number;
  /** The first thousand. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}
