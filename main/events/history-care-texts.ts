/** What looking after the history tells, in both languages; dates by the clock of the station. */
import type { Text } from '../../shared/text/text.ts';
import { zoneClock } from '../../shared/time/zone.ts';
import type { CareEvent } from '../historian/care/care-event.ts';

export function historyCareText(event: CareEvent, timeZone: string): Text {
  switch (event.kind) {
    case 'backup-done': {
      const { folder, samples, isSameDisk } = event.result;
      return {
        zh: `历史已备份到 ${folder}（${samples} 个采样），已还原核对${isSameDisk ? '；注意：与数据在同一磁盘' : ''}`,
        en: `History is backed up to ${folder} (${samples} ${samples === 1 ? 'sample' : 'samples'}) and proven by a restore${isSameDisk ? '; note: on the same disk as the data' : ''}`,
      };
    }
    case 'backup-failed':
      return {
        zh: `历史未能备份到 ${event.folder}：${event.zh}`,
        en: `History could not be backed up to ${event.folder}: ${event.en}`,
      };
    case 'backup-bad': {
      const named = event.problems.slice(0, 3);
      return {
        zh: `${event.folder} 中的历史备份核对不符：${named.map(({ zh }) => zh).join('；')}`,
        en: `The backup of history in ${event.folder} does not hold what was copied: ${named.map(({ en }) => en).join('; ')}`,
      };
    }
    case 'check-problems': {
      const { problemCount, problems } = event.result;
      const files = [...new Set(problems.map(problem => problem.file))].slice(0, 5).join(' ');
      return {
        zh: `历史文件检查发现 ${problemCount} 处问题（${files}）；停站后用 npm run -s history -- repair 修复`,
        en: `The check of the history files found ${problemCount} ${problemCount === 1 ? 'problem' : 'problems'} (${files}); repair with npm run -s history -- repair when the station is stopped`,
      };
    }
    case 'disk-full-soon': {
      const { date } = zoneClock(timeZone).at(event.fullAt);
      return {
        zh: `按当前速率，磁盘将于 ${date} 写满（不足 ${event.days} 天）`,
        en: `At today's rate the disk is full on ${date} (in less than ${event.days} ${event.days === 1 ? 'day' : 'days'})`,
      };
    }
  }
}
