/**
 * A check or a backup of the history that this window has ordered: one at a time, for as long as it takes, whatever dialog or screen
 * is open meanwhile. Owns how it stands and how it ended; what other windows have ordered is in the status of the history.
 */
import type { BackupResult, CheckResult, VerifyResult } from '../../shared/model/history-care.ts';
import type { ErrorBody } from '../../shared/rpc/error.ts';
import { CallError } from '../host/call-book.ts';
import type { Client } from '../host/client.ts';
import { type Observable, observable } from './observable.ts';

export type CareTask =
  | { readonly kind: 'check'; readonly isDeep: boolean }
  /** Without a folder that of the project; `isProven`: restored beside itself and compared afterwards. */
  | { readonly kind: 'backup'; readonly folder: string | null; readonly isProven: boolean };

export type CareResult =
  | { readonly kind: 'check'; readonly check: CheckResult }
  /** `proof` null when nobody wanted it. */
  | { readonly kind: 'backup'; readonly backup: BackupResult; readonly proof: VerifyResult | null };

export type CareRun =
  | { readonly phase: 'idle' }
  /** `since`: station clock, epoch ms. */
  | { readonly phase: 'running'; readonly task: CareTask; readonly isProving: boolean; readonly since: number }
  | { readonly phase: 'done'; readonly task: CareTask; readonly result: CareResult }
  | { readonly phase: 'refused'; readonly task: CareTask; readonly error: ErrorBody };

export interface CareRunner {
  readonly run: Observable<CareRun>;
  /** Nothing while one is running. */
  start(task: CareTask): void;
  /** What has ended has been read. */
  dismiss(): void;
}

export function createCareRunner(client: Pick<Client, 'call' | 'stationNow'>): CareRunner {
  const run = observable<CareRun>({ phase: 'idle' });
  const tell = (task: CareTask, isProving: boolean): void =>
    run.set({ phase: 'running', task, isProving, since: client.stationNow() });
  const carryOut = async (task: CareTask): Promise<CareResult> => {
    tell(task, false);
    if (task.kind === 'check')
      return { kind: 'check', check: await client.call('history.check', { isDeep: task.isDeep }) };
    const where = task.folder === null ? {} : { folder: task.folder };
    const backup = await client.call('history.backup', where);
    if (!task.isProven) return { kind: 'backup', backup, proof: null };
    tell(task, true);
    const proof = await client.call('history.verifyBackup', { folder: backup.folder });
    return { kind: 'backup', backup, proof };
  };
  const follow = async (task: CareTask): Promise<void> => {
    try {
      run.set({ phase: 'done', task, result: await carryOut(task) });
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      run.set({ phase: 'refused', task, error: error.body });
    }
  };
  return {
    run,
    start: task => {
      if (run.get().phase !== 'running') void follow(task);
    },
    dismiss: () => {
      if (run.get().phase !== 'running') run.set({ phase: 'idle' });
    },
  };
}

/** Nothing is wrong with the history, or with its backup. */
export const isGoodResult = (result: CareResult): boolean =>
  result.kind === 'check' ? result.check.problemCount === 0 : result.proof?.isGood !== false;
