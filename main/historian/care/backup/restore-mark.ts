/**
 * `restore.json` in the data folder while a restore moves files: from before the first is moved until all are in place and on the
 * disk. Whoever finds it without a running restore knows that the folder is neither the old history nor the restored one.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StationError } from '../../../platform/station-error.ts';
import { syncFolder } from '../../../platform/sync.ts';

const MARK_FILE = 'restore.json';

const MARK = z.object({
  /** Name of the folders that what was there moves into, beside it. */
  before: z.string().regex(/^before-restore-[\dTZ-]+$/),
  /** `away`: what was there is being moved, nothing of the backup is in place yet. `in`: all that is in place is of the backup. */
  stage: z.enum(['away', 'in']),
  /** Files of the backup, as its manifest names them. */
  files: z.array(z.string().regex(/^(?:station\.db|history\/\d{4}-\d\d\.db)$/)),
});

export type RestoreMark = z.infer<typeof MARK>;

/** Null when there is none, or none that tells anything. */
export function readMark(folder: string): RestoreMark | null {
  if (!existsSync(join(folder, MARK_FILE))) return null;
  try {
    return MARK.parse(JSON.parse(readFileSync(join(folder, MARK_FILE), 'utf8')));
  } catch (error) {
    // Then all that is there is moved away and kept, half restored or not.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** On the disk when it returns. */
export function writeMark(folder: string, mark: RestoreMark): void {
  const file = join(folder, MARK_FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(mark)}\n`, { flush: true });
  renameSync(`${file}.new`, file);
  syncFolder(folder);
}

export function removeMark(folder: string): void {
  for (const suffix of ['.new', '']) rmSync(join(folder, MARK_FILE + suffix), { force: true });
  syncFolder(folder);
}

/** Throws `StationError` `restore-interrupted` when a restore has begun in this data folder and has not ended. */
export function refuseHalfRestored(folder: string): void {
  if (!existsSync(join(folder, MARK_FILE))) return;
  throw new StationError({
    code: 'restore-interrupted',
    message: `A restore of the history in ${folder} was interrupted: what is there is not whole.`,
    hint: 'Run the restore again (npm run -s history -- restore --data DIR --backup DIR). What was there before is in before-restore-….',
    retry: 'operator',
    zh: {
      message: `${folder} 中的历史恢复被中断：现有内容不完整。`,
      hint: '请重新执行恢复（npm run -s history -- restore --data DIR --backup DIR）。恢复前的内容在 before-restore-… 中。',
    },
  });
}
