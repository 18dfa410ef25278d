/** The section `history` of `station.yaml`: how long samples are kept, where, and how they are backed up. All keys are optional. */
import { posix, win32 } from 'node:path';
import { z } from 'zod';
import { DEFAULT_HISTORY, type HistorySettings } from '../../historian/settings.ts';

/** A hundred years: more is for ever, and less likely meant than mistyped. */
const MOST_DAYS = 36_500;

const days = z
  .union([z.int().min(1).max(MOST_DAYS), z.literal('forever')])
  .nullish()
  .meta({
    form: {
      zh: `保存天数，1–${MOST_DAYS} 的整数，或 forever（永久）`,
      en: `a whole number of days from 1 to ${MOST_DAYS}, or forever`,
    },
  });

/** The project may have been written on another system than the one that checks it. */
const isAbsolute = (folder: string): boolean => posix.isAbsolute(folder) || win32.isAbsolute(folder);

const backup = z.strictObject({
  folder: z
    .string()
    .refine(isAbsolute)
    .meta({
      form: {
        zh: '绝对路径，最好在另一块磁盘上，如 /mnt/backup 或 D:\\backup',
        en: 'an absolute path, best on another disk, such as /mnt/backup or D:\\backup',
      },
    }),
  hour: z.int().min(0).max(23).default(3),
});

export const historySchema = z.strictObject({
  retentionDays: z.strictObject({ DI: days, DO: days, AI: days, AO: days, COM: days, CALC: days, SYS: days }).nullish(),
  reserveMb: z.int().min(0).max(4_096).default(DEFAULT_HISTORY.reserveMb),
  folder: z.string().min(1).default(DEFAULT_HISTORY.folder),
  backup: backup.nullish(),
});
type HistoryEntry = z.output<typeof historySchema>;

/** With the defaults for all that is not said. @param entry what the schema has passed; null when the section is not there */
export function toHistory(entry: HistoryEntry | null | undefined): HistorySettings {
  if (entry === null || entry === undefined) return DEFAULT_HISTORY;
  const { reserveMb, folder, backup: copy } = entry;
  return { reserveMb, folder, backup: copy ?? null, retentionDays: daysOf(entry) };
}

/** A class that is not named keeps its default; one that is named without a number, or `forever`, is kept for ever. */
function daysOf({ retentionDays }: HistoryEntry): HistorySettings['retentionDays'] {
  const said = Object.entries(retentionDays ?? {}).filter(([, value]) => value !== undefined);
  const asDays = said.map(([name, value]) => [name, typeof value === 'number' ? value : null]);
  return { ...DEFAULT_HISTORY.retentionDays, ...Object.fromEntries(asDays) };
}
