/** What looking after the history has to tell a person. */

import type { BackupResult, CheckResult } from '../../../shared/model/history-care.ts';
import type { Text } from '../../../shared/text/text.ts';

export type CareEvent =
  | { readonly kind: 'backup-done'; readonly result: BackupResult }
  | { readonly kind: 'backup-failed'; readonly folder: string; readonly zh: string; readonly en: string }
  /** A restore of it did not give what was copied. */
  | { readonly kind: 'backup-bad'; readonly folder: string; readonly problems: readonly Text[] }
  | { readonly kind: 'check-problems'; readonly result: CheckResult }
  /** At today's rate; `days` is the warning that was reached. */
  | { readonly kind: 'disk-full-soon'; readonly fullAt: number; readonly days: number };
