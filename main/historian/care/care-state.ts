/** What is remembered of looking after the history over restarts: `history-care.json` of the data folder. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../platform/log.ts';
import { SettingsFile } from '../../platform/settings-file.ts';

const STATE = z.object({
  lastBackup: z.object({ at: z.number(), folder: z.string(), isVerified: z.boolean() }).nullable(),
  lastCheck: z.object({ at: z.number(), isDeep: z.boolean(), problems: z.number() }).nullable(),
  /** The last warning of a full disk that was told: days before. */
  fullTold: z.number().nullable(),
});

export type CareState = z.infer<typeof STATE>;

export const careStateFile = (folder: string, log: Log): SettingsFile<CareState> =>
  new SettingsFile({
    file: join(folder, 'history-care.json'),
    schema: STATE,
    empty: { lastBackup: null, lastCheck: null, fullTold: null },
    log,
  });
