/** What a backup says of itself: `manifest.json` beside its files, written last. Read with suspicion: a disk may have changed it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StationError } from '../../../platform/station-error.ts';

const FILE = z.object({
  /** Below the backup's folder, with `/`. */
  path: z.string().regex(/^(?:station\.db|history\/\d{4}-\d\d\.db)$/),
  bytes: z.number(),
  /** Of the bytes of the copy. */
  sha256: z.string(),
  /** Samples in the file; of the station database those of the journal and the carried ones. */
  samples: z.number(),
  /** Rows of the journal of alarms in the station database; unsaid by versions that knew none. */
  alarms: z.number().optional(),
  /** Samples that retention had taken out of it. */
  retired: z.number(),
  /** When the source was made, epoch ms; 0 for one that does not say. Left out by earlier versions. */
  madeAt: z.number().optional(),
  /** Hash over all rows, taken from the source while it was copied (content-hash.ts). */
  content: z.string(),
  /** The source when it was copied: unchanged as long as both are the same. */
  source: z.object({ bytes: z.number(), changedAt: z.number() }),
  takenAt: z.number(),
});

const MANIFEST = z.object({
  version: z.literal(1),
  /** Epoch ms: history up to here is in it. */
  takenAt: z.number(),
  files: z.array(FILE),
  /** Of the last verification of this state; null before one. */
  verifiedAt: z.number().nullable(),
});

export type BackupFile = z.infer<typeof FILE>;
export type Manifest = z.infer<typeof MANIFEST>;

export const MANIFEST_FILE = 'manifest.json';

/** Null when there is none. Throws `StationError` `backup-unreadable`. */
export function readManifest(folder: string): Manifest | null {
  const file = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  try {
    return MANIFEST.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Written beside and renamed. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const file = join(folder, MANIFEST_FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
  renameSync(`${file}.new`, file);
}

function unreadable(file: string, cause: unknown): StationError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StationError(
    {
      code: 'backup-unreadable',
      message: `${file} cannot be read (${why}).`,
      hint: 'Restore from another backup, or move this folder away and make a new backup.',
      retry: 'operator',
      zh: { message: `${file} 无法读取（${why}）。`, hint: '请使用其他备份恢复，或移走该文件夹后重新备份。' },
    },
    { cause },
  );
}
