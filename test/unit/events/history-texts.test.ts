/** What is told of damaged history is what is known: no number that nobody knows, no “1 samples”. */
import { describe, expect, it } from 'vitest';
import { historyCareText } from '../../../main/events/history-care-texts.ts';
import { historyText, salvagedText } from '../../../main/events/history-texts.ts';

const FILE = '2026-11.db.damaged';
const part = (tag: string, samples: number | null) => ({ tag, from: null, to: null, samples });

describe('what came back of a damaged month', () => {
  it('is nothing of a file that cannot be opened, and how much is lost is not known', () => {
    const { zh, en } = salvagedText({ file: FILE, bytes: 40_000, samples: 0, lost: [part('*', null)] });
    expect(en).toBe(
      `The damaged ${FILE} (40000 bytes) cannot be opened as a database: nothing could be taken back by itself, and how many samples are lost is not known; a backup may still have them`,
    );
    expect(zh).toBe(
      `损坏的 ${FILE}（40000 字节）已无法作为数据库打开：未能自动取回任何采样，丢失数量未知；备份中可能仍有`,
    );
  });

  it('tells numbers that are known from those that are not', () => {
    const lost = [part('T-1', 300), part('T-1', 1), part('T-2', null)];
    const { zh, en } = salvagedText({ file: FILE, bytes: 1, samples: 1, lost });
    expect(en).toBe(
      `1 sample was taken back from the damaged ${FILE}; 301 are lost (T-1); how many of T-2 are lost is not known; a backup may still have them`,
    );
    expect(zh).toBe(`从损坏的 ${FILE} 取回 1 个采样；丢失 301 个（T-1）；T-2 的丢失数量未知；备份中可能仍有`);
    expect(salvagedText({ file: FILE, bytes: 1, samples: 0, lost: [part('T-2', null)] }).en).not.toMatch(
      /at least|0 are/,
    );
  });
});

const OPENED = {
  ...{ setAside: [], missing: [], damagedRows: 0, lostSamples: 0, lastCommitAt: null, wasClean: true },
  ...{ lastEventNumber: 0, events: [], replayed: 0, isFirst: false, seq: 0 },
  posts: { last: 0, sealed: 0, samples: new Map() },
};

it('tells of one commit as of one', () => {
  const report = { ...OPENED, damagedRows: 1, lostSamples: 1 };
  const [text] = historyText({ kind: 'opened', report }, 'UTC');
  expect(text?.en).toBe('1 commit of the journal (1 sample) was damaged and is lost');
});

describe('times in what is told', () => {
  const evening = Date.UTC(2026, 10, 26, 18, 25, 59, 403);
  const zone = 'Asia/Shanghai';

  it('are those of the clock of the station, with the date', () => {
    const [text] = historyText({ kind: 'opened', report: { ...OPENED, lastCommitAt: evening, wasClean: false } }, zone);
    expect(text?.en).toContain('history reaches to 2026-11-27 02:25:59;');
    expect(text?.zh).toContain('历史记录到 2026-11-27 02:25:59，');
  });

  it('are so for what retention has removed and for the day on which the disk is full', () => {
    const retired = [{ signalClass: 'DI' as const, samples: 2, before: evening }];
    const [text] = historyText({ kind: 'retired', retired }, zone);
    expect(text?.en).toMatch(/older than 2026-11-27 02:25$/);
    expect(historyCareText({ kind: 'disk-full-soon', fullAt: evening, days: 7 }, zone).en).toContain('2026-11-27');
    expect(historyCareText({ kind: 'disk-full-soon', fullAt: evening, days: 7 }, 'UTC').en).toContain('2026-11-26');
  });
});
