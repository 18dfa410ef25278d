/**
 * One at a time in the folder of a backup (care thread, command line): two that copy into it, or one that proves what the other
 * is replacing, would make a mixture. A SQLite write lock, which the kernel lets go however the program ends.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StationError } from '../../../platform/station-error.ts';

const LOCK_FILE = 'backup.lock';

/**
 * Runs `work` with the folder locked. Where nothing can be written nobody else can back up either: then it runs without.
 * Throws `StationError` `backup-busy`.
 */
export async function withBackupLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = take(folder);
  try {
    return await work();
  } finally {
    lock?.close();
  }
}

function take(folder: string): Database.Database | null {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(join(folder, LOCK_FILE), { timeout: 0 });
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY')) throw busy(folder);
    if (/^SQLITE_(?:CANTOPEN|READONLY|FULL|IOERR)/.test(code)) return null;
    throw error;
  }
}

function busy(folder: string): StationError {
  return new StationError({
    code: 'backup-busy',
    message: `Somebody else is backing up to ${folder}, or proving what is there.`,
    hint: 'Wait until that has ended.',
    retry: 'backoff',
    zh: { message: `${folder} 正在进行备份或备份核对。`, hint: '请等待其结束后重试。' },
  });
}
