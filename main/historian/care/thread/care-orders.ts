/** What a care thread can be told to do, and its answer. Plain data, structured clone. */
import type { BackupResult, CheckResult, VerifyResult } from '../../../../shared/model/history-care.ts';
import type { StationErrorBody } from '../../../platform/station-error.ts';
import type { DiskFacts, Place } from '../disk-facts.ts';

export interface CareOrders {
  readonly facts: { readonly kind: 'facts'; readonly place: Place; readonly now: number };
  readonly check: { readonly kind: 'check'; readonly place: Place; readonly isDeep: boolean };
  readonly backup: { readonly kind: 'backup'; readonly place: Place; readonly folder: string };
  readonly verify: { readonly kind: 'verify'; readonly folder: string; readonly only: readonly string[] | null };
}

export interface CareAnswers {
  readonly facts: DiskFacts;
  readonly check: CheckResult;
  readonly backup: BackupResult;
  readonly verify: VerifyResult;
}

export type CareOrder = CareOrders[keyof CareOrders];

export type CareReply =
  | { readonly isDone: true; readonly value: CareAnswers[keyof CareAnswers] }
  | { readonly isDone: false; readonly why: string; readonly station: StationErrorBody | null };
