/** What the history command line does. A process of its own; all but `restore` and `repair` also beside a running station. */
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { CheckResult } from '../../../shared/model/history-care.ts';
import type { Text } from '../../../shared/text/text.ts';
import { salvagedText } from '../../events/history-texts.ts';
import { StationError } from '../../platform/station-error.ts';
import { backUp } from '../care/backup/back-up.ts';
import { restoreBackup } from '../care/backup/restore.ts';
import { refuseHalfRestored } from '../care/backup/restore-mark.ts';
import { verifyBackup } from '../care/backup/verify-backup.ts';
import { type CareDone, tellCare } from '../care/care-state.ts';
import { checkStationHistory } from '../care/check/check-history.ts';
import type { Place } from '../care/disk-facts.ts';
import { type RepairResult, repairHistory } from '../care/repair.ts';
import { headLine, lines } from './export-samples.ts';
import { HELP, type HistoryArguments } from './history-arguments.ts';
import { historyStats } from './history-stats.ts';
import { missingParts } from './missing-parts.ts';
import { StoredHistory } from './stored-history.ts';

/** Says whether everything is well. Throws `StationError` and what the disk throws. */
export async function runHistoryCommand(args: HistoryArguments, output: Writable): Promise<boolean> {
  const { verb, place, backup } = args;
  const tell = (value: object): void => void output.write(`${JSON.stringify(value, null, 2)}\n`);
  if (verb === 'help') {
    output.write(HELP);
    return true;
  }
  if (verb === 'verify' && backup !== null) return proveBackup(backup, args, tell);
  if (verb !== 'restore') checkData(args);
  switch (verb) {
    case 'stats':
      tell(historyStats(place));
      return true;
    case 'export':
      return exportTags(args, output);
    case 'verify': {
      const result = checkStationHistory(place, args.isDeep);
      tell(result);
      await remember(place, { lastCheck: checked(result) });
      return result.problemCount === 0;
    }
    case 'backup': {
      const result = await backUp(place, backup ?? '');
      tell(result);
      const { at, folder } = result;
      await remember(place, { lastBackup: { at, folder, isVerified: false, saidAt: at } });
      return true;
    }
    case 'restore':
      tell(await restoreBackup(backup ?? '', place));
      return true;
    case 'repair': {
      const result = repairHistory(place);
      tell(result);
      await remember(place, { lastCheck: checked(result.after) });
      return result.after.problemCount === 0 && isWhole(result);
    }
  }
}

async function proveBackup(
  backup: string,
  { place, hasPlace }: HistoryArguments,
  tell: (value: object) => void,
): Promise<boolean> {
  const result = await verifyBackup(backup);
  tell(result);
  const { takenAt, at, isGood } = result;
  // Of which station it is nobody knows unless it was said.
  if (hasPlace) {
    await remember(place, { lastBackup: { at: takenAt, folder: backup, isVerified: isGood, saidAt: at } });
  }
  return isGood;
}

const checked = ({ at, isDeep, problemCount }: CheckResult): CareDone['lastCheck'] => ({
  ...{ at, isDeep },
  problems: problemCount,
});

/** For the station's screen. What was done is done, also where that cannot be written. */
async function remember({ folder }: Place, done: Partial<CareDone>): Promise<void> {
  try {
    await tellCare(folder, done);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    warn({
      zh: `结果未能记入数据目录，站控界面不会显示：${why}`,
      en: `The station's screen will not show this, because it cannot be kept in the data folder: ${why}`,
    });
  }
}

/** Says what is gone. Of a station database that was put aside nobody knows. */
function isWhole({ repaired, station }: RepairResult): boolean {
  const hit = repaired.filter(month => month.lost.length > 0);
  for (const month of hit) warn(salvagedText(month));
  if (station !== null) {
    warn({
      zh: `损坏的站控数据库保留为 ${station}：可读部分已取回，其中最近几分钟的采样、事件和报警记录可能有丢失`,
      en: `The damaged station database is kept as ${station}: what was readable is taken over; samples of the newest minutes, events and rows of alarms in it may be lost`,
    });
  }
  return hit.length === 0 && station === null;
}

const warn = ({ zh, en }: Text): void => void process.stderr.write(`${zh}\n${en}\n`);

function checkData({ place }: HistoryArguments): void {
  refuseHalfRestored(place.folder);
  if (existsSync(place.monthFolder)) return;
  throw new StationError({
    code: 'no-history',
    message: `${place.monthFolder} is no folder of history.`,
    hint: 'Name the data folder of a station with --data, and the folder of the months with --history.',
    retry: 'operator',
    zh: {
      message: `${place.monthFolder} 不是历史文件夹。`,
      hint: '用 --data 指定站控数据目录，必要时用 --history 指定月文件所在文件夹。',
    },
  });
}

/** Says whether everything that was asked for could be read. */
async function exportTags(args: HistoryArguments, output: Writable): Promise<boolean> {
  const history = new StoredHistory(args.place);
  try {
    const unknown = args.tags.find(tag => !history.tags.has(tag));
    if (unknown !== undefined) throw unknownTag(unknown);
    if (args.out === null) await writeTags(history, args, output);
    else await writeFile(history, args, args.out);
    const missing = missingParts(history.damaged, args);
    for (const { file, tag, from, to } of missing) {
      const span = `${new Date(from).toISOString()} – ${new Date(to).toISOString()}`;
      warn({ zh: `无法读取：${file} ${tag} ${span}`, en: `Unreadable: ${file} ${tag} ${span}` });
    }
    return missing.length === 0;
  } finally {
    history.close();
  }
}

async function writeTags(history: StoredHistory, args: HistoryArguments, output: Writable): Promise<void> {
  output.write(headLine(args));
  for (const tag of args.tags) {
    for (const samples of history.samples(tag, args)) {
      if (!output.write(lines(tag, samples, args))) await once(output, 'drain');
    }
  }
}

async function writeFile(history: StoredHistory, args: HistoryArguments, out: string): Promise<void> {
  const file = createWriteStream(out, { flags: 'wx' });
  await once(file, 'open');
  try {
    await writeTags(history, args, file);
    file.end();
    await once(file, 'close');
  } catch (error) {
    file.destroy();
    // Half a file would look like a whole one.
    await rm(out, { force: true });
    throw error;
  }
}

function unknownTag(tag: string): StationError {
  return new StationError({
    code: 'unknown-tag',
    message: `There is no history of a tag ${tag}.`,
    hint: 'Names are as in tags.csv; stats names the widest tags.',
    retry: 'operator',
    zh: { message: `历史中没有位号 ${tag}。`, hint: '位号与 tags.csv 一致；stats 会列出占用最多的标签。' },
  });
}
