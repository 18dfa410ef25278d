/** Looking after the history: how it is, checks, backups. What speaks against one is the caller's to know. */
import type { OutputOf } from '../../../shared/rpc/contract.ts';
import { StationError } from '../../platform/station-error.ts';
import { type ParsedInput, RequestError } from '../handlers.ts';
import type { StationParts } from '../station-parts.ts';

type Care = Pick<StationParts, 'historyCare'>;

export async function readHistoryStatus({
  historyCare,
  demoPast,
}: Pick<StationParts, 'historyCare' | 'demoPast'>): Promise<OutputOf<'history.status'>> {
  return { ...(await historyCare.historyStatus()), demoPast: demoPast() };
}

export const checkHistory = (
  { historyCare }: Care,
  { isDeep }: ParsedInput<'history.check'>,
): Promise<OutputOf<'history.check'>> => told(historyCare.check({ deep: isDeep }));

export const backUpHistory = (
  { historyCare }: Care,
  { folder }: ParsedInput<'history.backup'>,
): Promise<OutputOf<'history.backup'>> => told(historyCare.backup(folder));

export const verifyHistoryBackup = (
  { historyCare }: Care,
  { folder }: ParsedInput<'history.verifyBackup'>,
): Promise<OutputOf<'history.verifyBackup'>> => told(historyCare.verifyBackup(folder));

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    throw new RequestError('not-possible', { message: error.message, hint: error.hint }, error.zh);
  }
}
