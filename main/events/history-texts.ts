/** What the historian tells, in both languages, in plain words; times by the clock of the station, like the rows they stand in. */
import type { DemoPastFailure } from '../../shared/model/history.ts';
import type { Text } from '../../shared/text/text.ts';
import { fullTime } from '../../shared/time/dated-time.ts';
import { ALL_TAGS } from '../historian/care/salvage-month.ts';
import type { HistorianEvent } from '../historian/historian-event.ts';
import type { DiskTrouble, OpenReport, Retired } from '../historian/messages.ts';
import { monthFileName } from '../historian/store/months.ts';

const TROUBLES: Record<DiskTrouble | 'failed', Text> = {
  'disk-full': { zh: '磁盘已满', en: 'the disk is full' },
  'read-only': { zh: '磁盘或文件夹不可写', en: 'the disk or the folder cannot be written' },
  'io-error': { zh: '磁盘读写错误', en: 'the disk reports errors' },
  damaged: { zh: '文件已损坏', en: 'a file is damaged' },
  internal: {
    zh: '数据库拒绝写入（程序错误，并非磁盘故障）',
    en: 'the database refuses (a fault of the program, not of the disk)',
  },
  failed: { zh: '历史库无法运行', en: 'the historian cannot run' },
};

const PAST_FAILURES: Record<DemoPastFailure, Text> = {
  refused: {
    zh: '历史库拒收其中一部分（程序错误）',
    en: 'the historian refused a part of it (a fault of the program)',
  },
  closed: { zh: '历史库已停止', en: 'the historian ended' },
  broken: { zh: '生成过程意外结束', en: 'what makes it ended unexpectedly' },
};

/** What is missing of the demo's past, why, and how to mend it. `doneTo`: epoch ms; `why`: the words of the program. */
export function demoPastText(
  { failure, why, doneTo }: { failure: DemoPastFailure; why: string; doneTo: number },
  timeZone: string,
): Text {
  const until = fullTime(doneTo, timeZone).slice(0, MINUTES);
  const { zh, en } = PAST_FAILURES[failure];
  return {
    zh: `演示历史数据不完整，只到 ${until}：${zh}。实时记录不受影响。重启 Citygate 后从此处继续生成；若再次中断，请换用新的数据文件夹（${why}）`,
    en: `The demo data of the past are not complete, they reach to ${until}: ${en}. Live recording goes on. Restart Citygate to go on from there; if it stops again, start with a new data folder (${why})`,
  };
}

/** No text where there is nothing to be told. */
export function historyText(event: HistorianEvent, timeZone: string): readonly Text[] {
  switch (event.kind) {
    case 'opened':
      return openedTexts(event.report, timeZone);
    case 'trouble': {
      const { zh, en } = TROUBLES[event.trouble];
      return [
        {
          zh: `历史记录暂停：${zh}。采样暂存内存，每秒重试`,
          en: `Recording of history pauses: ${en}. Samples wait in memory; it is tried again every second`,
        },
      ];
    }
    case 'recovered':
      return [{ zh: '历史记录恢复', en: 'Recording of history goes on' }];
    case 'losing':
      return [
        {
          zh: '历史记录暂停过久，内存已满：新采样不再保留，历史中记为空缺',
          en: 'History has waited too long and memory is full: new samples are given up and stored as a gap',
        },
      ];
    case 'set-aside':
      return [asideText(event.file)];
    case 'retired':
      return event.retired.map(retired => retiredText(retired, timeZone));
    case 'retention-held':
      return [
        {
          zh: '时钟与上次相差超过 40 天：历史暂不按保存期清理，运行满 7 天后恢复',
          en: 'The clock is more than 40 days after the last time: retention removes nothing until 7 days of running',
        },
      ];
    case 'upkeep-failed':
      return [
        {
          zh: `历史文件维护（清理或取回）未能进行，每分钟重试：${event.why}`,
          en: `History files cannot be looked after (retention, salvage); it is tried again every minute: ${event.why}`,
        },
      ];
    case 'salvaged':
      return [salvagedText(event)];
    case 'damaged':
      return [
        {
          zh: `历史文件 ${event.file} 有部分无法读取，该部分显示为空缺`,
          en: `A part of the history file ${event.file} cannot be read and shows as a gap`,
        },
      ];
  }
}

function retiredText({ signalClass, samples, before }: Retired, timeZone: string): Text {
  const since = fullTime(before, timeZone).slice(0, MINUTES);
  return {
    zh: `按保存期清理：${signalClass} 类早于 ${since} 的 ${samples} 个采样已删除`,
    en: `Retention removed ${counted(samples, 'sample')} of class ${signalClass} older than ${since}`,
  };
}

/** Length of `YYYY-MM-DD HH:MM`. */
const MINUTES = 16;

type Salvaged = Extract<HistorianEvent, { kind: 'salvaged' }>;

/** At most this many tags are named. */
const NAMED = 5;

/** `1 sample`, `2 samples`. */
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const BACKUP: Text = { zh: '备份中可能仍有', en: 'a backup may still have them' };

/** What came back of a damaged file, and what did not. */
export function salvagedText({ file, bytes, samples, lost }: Omit<Salvaged, 'kind'>): Text {
  if (lost.some(part => part.tag === ALL_TAGS)) {
    return {
      zh: `损坏的 ${file}（${bytes} 字节）已无法作为数据库打开：未能自动取回任何采样，丢失数量未知；${BACKUP.zh}`,
      en: `The damaged ${file} (${counted(bytes, 'byte')}) cannot be opened as a database: nothing could be taken back by itself, and how many samples are lost is not known; ${BACKUP.en}`,
    };
  }
  const from: Text = {
    zh: `从损坏的 ${file} 取回 ${samples} 个采样`,
    en: `${counted(samples, 'sample')} ${samples === 1 ? 'was' : 'were'} taken back from the damaged ${file}`,
  };
  if (lost.length === 0) return { zh: `${from.zh}，无丢失`, en: `${from.en}; none is lost` };
  const gone = goneText(lost);
  return { zh: `${from.zh}；${gone.zh}；${BACKUP.zh}`, en: `${from.en}; ${gone.en}; ${BACKUP.en}` };
}

function goneText(lost: Salvaged['lost']): Text {
  const texts: Text[] = [];
  const known = lost.filter(part => part.samples !== null);
  if (known.length > 0) {
    const gone = known.reduce((sum, part) => sum + (part.samples ?? 0), 0);
    texts.push({
      zh: `丢失 ${gone} 个（${tagsOf(known)}）`,
      en: `${gone} ${gone === 1 ? 'is' : 'are'} lost (${tagsOf(known)})`,
    });
  }
  const unknown = lost.filter(part => part.samples === null);
  if (unknown.length > 0) {
    texts.push({
      zh: `${tagsOf(unknown)} 的丢失数量未知`,
      en: `how many of ${tagsOf(unknown)} are lost is not known`,
    });
  }
  return { zh: texts.map(text => text.zh).join('；'), en: texts.map(text => text.en).join('; ') };
}

function tagsOf(lost: Salvaged['lost']): string {
  const names = [...new Set(lost.map(part => part.tag))];
  return names.slice(0, NAMED).join(' ') + (names.length > NAMED ? ' …' : '');
}

const asideText = (file: string): Text => ({
  zh: `历史文件已损坏，原文件保留为 ${file}，可读部分将取回`,
  en: `A history file was damaged; it is kept as ${file} and what is readable is taken over`,
});

const missingText = ({ month, samples }: OpenReport['missing'][number]): Text => {
  const file = monthFileName(month);
  return {
    zh: `历史文件 ${file} 不见了（约 ${samples} 个采样）：请放回该文件或从备份恢复；如确认不再需要，停站后用 npm run -s history -- repair 销账`,
    en: `The history file ${file} is gone (about ${counted(samples, 'sample')}): put it back or restore a backup; if it is given up, npm run -s history -- repair with the station stopped strikes it off`,
  };
};

function openedTexts(report: OpenReport, timeZone: string): readonly Text[] {
  const { setAside, missing, damagedRows, lostSamples, lastCommitAt, wasClean } = report;
  const texts = [...setAside.map(asideText), ...missing.map(missingText)];
  if (damagedRows > 0) {
    texts.push({
      zh: `历史日志中 ${damagedRows} 次提交（${lostSamples} 个采样）已损坏而丢失`,
      en: `${counted(damagedRows, 'commit')} of the journal (${counted(lostSamples, 'sample')}) ${damagedRows === 1 ? 'was' : 'were'} damaged and ${damagedRows === 1 ? 'is' : 'are'} lost`,
    });
  }
  if (lastCommitAt !== null && !wasClean) {
    const until = fullTime(lastCommitAt, timeZone);
    texts.push({
      zh: `站控上次未正常结束：历史记录到 ${until}，其后最多丢失 1 秒`,
      en: `The station did not end properly: history reaches to ${until}; at most 1 s after that is lost`,
    });
  }
  return texts;
}
