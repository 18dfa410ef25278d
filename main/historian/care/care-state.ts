/**
 * What is remembered of looking after the history over restarts. `history-care.json` of the data folder is the station's;
 * `history-care-cli.json` is what the command line has done, so that neither writes over what the other knows. The newer counts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../platform/atomic-file.ts';
import type { Log } from '../../platform/log.ts';
import { SettingsFile } from '../../platform/settings-file.ts';

const DONE = {
  lastBackup: z
    .object({
      at: z.number(),
      folder: z.string(),
      isVerified: z.boolean(),
      /** When that was found; later than `at` where it was proven. */
      saidAt: z.number().default(0),
    })
    .nullable(),
  lastCheck: z.object({ at: z.number(), isDeep: z.boolean(), problems: z.number() }).nullable(),
};
const CARE_DONE = z.object(DONE);
const STATE = z.object({
  ...DONE,
  /** The last warning of a full disk that was told: days before. */
  fullTold: z.number().nullable(),
});

/** The last backup and the last check. */
export type CareDone = z.infer<typeof CARE_DONE>;
export type CareState = z.infer<typeof STATE>;

const NOTHING: CareDone = { lastBackup: null, lastCheck: null };

export const careStateFile = (folder: string, log: Log): SettingsFile<CareState> =>
  new SettingsFile<CareState>({
    file: join(folder, 'history-care.json'),
    schema: STATE,
    empty: { ...NOTHING, fullTold: null },
    log,
  });

const cliFile = (folder: string): string => join(folder, 'history-care-cli.json');

/** What the command line has done to the history of a data folder. A file that cannot be read says nothing. */
export async function careOfCli(folder: string): Promise<CareDone> {
  try {
    return CARE_DONE.parse(JSON.parse(await readFile(cliFile(folder), 'utf8')));
  } catch (error) {
    if (error instanceof Error) return NOTHING;
    throw error;
  }
}

/** Remembers what the command line has done. Rejects with what the disk says. */
export async function tellCare(folder: string, done: Partial<CareDone>): Promise<void> {
  const known = await careOfCli(folder);
  await replaceFile(cliFile(folder), `${JSON.stringify({ ...known, ...done }, null, 1)}\n`);
}

/** Of both the newer. */
export function newerCare<State extends CareDone>(own: State, other: CareDone): State {
  const { lastBackup, lastCheck } = other;
  const isBackupNewer = lastBackup !== null && isAfter(lastBackup, own.lastBackup);
  const isCheckNewer = lastCheck !== null && lastCheck.at > (own.lastCheck?.at ?? Number.NEGATIVE_INFINITY);
  return { ...own, ...(isBackupNewer ? { lastBackup } : {}), ...(isCheckNewer ? { lastCheck } : {}) };
}

type Backup = NonNullable<CareDone['lastBackup']>;

/** Another backup, or a later word on the same one. */
function isAfter(a: Backup, b: Backup | null): boolean {
  return b === null || a.at > b.at || (a.at === b.at && a.saidAt > b.saidAt);
}
