/** The journal as a file: what stands in the CSV, how much, and how it is given up. Workbooks are read back in integration tests. */
import { expect, it } from 'vitest';
import { exportJournal } from '../../../../main/alarms/export/export-journal.ts';
import { filterText } from '../../../../main/alarms/export/filter-text.ts';
import { plainNumber } from '../../../../main/alarms/export/plain-number.ts';
import { MOST_ROWS } from '../../../../main/spreadsheet/station-file.ts';
import type { AlarmJournalRow } from '../../../../shared/model/alarm-journal.ts';
import type { Language } from '../../../../shared/text/text.ts';
import { randomOf } from '../../support/samples.ts';
import { acknowledge, HOUR, raise, START } from '../figures/journal-rows.ts';
import { exportParts, FILTER } from './export-parts.ts';

async function csv(rows: readonly AlarmJournalRow[], language: Language = 'en') {
  const file = await exportJournal(exportParts(rows), { filter: FILTER, format: 'csv', language });
  return { file, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes) };
}

/** RFC 4180, read letter by letter. */
function parsed(text: string): string[][] {
  const lines: string[][] = [['']];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const line = lines.at(-1) ?? [];
    if (isQuoted && c === '"' && text[i + 1] === '"') line.push(`${line.pop()}${text[i++]}`);
    else if (c === '"') isQuoted = !isQuoted;
    else if (!isQuoted && c === ',') line.push('');
    else if (!isQuoted && c === '\r' && text[i + 1] === '\n') {
      lines.push(['']);
      i++;
    } else line.push(`${line.pop()}${c}`);
  }
  return lines;
}

it('begins with a BOM and with where it is from, of what time, of which rows, and when it was made', async () => {
  const { text, file } = await csv([raise(START)]);
  const lines = parsed(text);
  expect(lines.slice(0, 6)).toEqual([
    ['\ufeffStation', 'East Gate'],
    ['Period', '2026-10-01T08:00:00.000+08:00 … 2026-10-02T08:00:00.000+08:00'],
    ['Filter', 'all'],
    ['Time zone', 'Asia/Shanghai'],
    ['Exported', '2026-10-02T09:00:00.000+08:00'],
    [''],
  ]);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(file).toMatchObject({ name: 'alarms-20261001-20261002.csv', rows: 1, isCut: false });
});

it('has one line a row, both times to the millisecond, numbers as numbers, words in the language', async () => {
  const row = raise(START, { time: START + 1, received: START + 250, limit: 4.2, value: -0.5 });
  const lines = parsed((await csv([row, acknowledge(START + 5000, { id: 'GONE/H' })], 'zh')).text);
  const at = (name: string) => lines[6]?.indexOf(name) ?? -1;
  const cell = (name: string, line = 7) => lines[line]?.[at(name)];
  expect([cell('发生时间（源）'), cell('接收时间（站控）')]).toEqual([
    '2026-10-01T08:00:00.001+08:00',
    '2026-10-01T08:00:00.250+08:00',
  ]);
  expect([cell('数值'), cell('限值'), cell('单位'), cell('优先级')]).toEqual(['-0.5', '4.2', 'MPa', '3']);
  expect([cell('报警内容'), cell('区域'), cell('新状态'), cell('新提示')]).toEqual([
    '出口压力高',
    '进站区',
    '未确认报警',
    '是',
  ]);
  expect([cell('报警内容', 8), cell('操作人', 8), cell('新提示', 8)]).toEqual(['', '张工', '']);
  expect(lines[7]).toHaveLength(lines[6]?.length ?? 0);
});

it('calls an alarm, its area and its unit as they were when the row was written', async () => {
  const words = {
    message: { zh: '旧名', en: 'Old name' },
    areaName: { zh: '旧区', en: 'Old area' },
    unit: 'bar',
  };
  const lines = parsed((await csv([raise(START, { words }), raise(START + 1)])).text);
  const cells = (line: number) => ['Message', 'Area', 'Unit'].map(name => lines[line]?.[lines[6]?.indexOf(name) ?? -1]);
  expect([cells(7), cells(8)]).toEqual([
    ['Old name', 'Old area', 'bar'],
    ['Outlet pressure high', 'Inlet', 'MPa'],
  ]);
});

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\n=1',
  ' =cmd',
])('never writes a text that is taken for a formula: %j', async comment => {
  const lines = parsed((await csv([raise(START, { comment, value: -1 })])).text);
  const at = (name: string) => lines[6]?.indexOf(name) ?? -1;
  expect(lines[7]?.[at('Comment')]).toBe(`'${comment}`);
  expect(lines[7]?.[at('Value')]).toBe('-1');
});

it('keeps commas, quotes and line breaks of a comment', async () => {
  const comment = '阀, "半开"\r\n已到场';
  const lines = parsed((await csv([raise(START, { comment })])).text);
  expect(lines[7]?.[lines[6]?.indexOf('Comment') ?? -1]).toBe(comment);
});

it('ends with the hundred thousandth row and says in its last line that there are more', async () => {
  const row = raise(START);
  const many = (count: number) =>
    exportParts(
      Array.from({ length: count }, () => row),
      30_000,
    );
  const asked = { filter: FILTER, format: 'csv', language: 'en' } as const;
  expect(await exportJournal(many(MOST_ROWS), asked)).toMatchObject({ rows: MOST_ROWS, isCut: false });
  const cut = await exportJournal(many(MOST_ROWS + 1), asked);
  expect(cut).toMatchObject({ rows: MOST_ROWS, isCut: true });
  const lines = Buffer.from(cut.bytes).toString().split('\r\n');
  expect(lines).toHaveLength(MOST_ROWS + 9);
  expect(lines.at(-2)).toContain(`There are more rows than these: a file takes ${MOST_ROWS}`);
}, 30_000);

it('of all time is one from the first clock of computers until now, in its heading and name', async () => {
  const asked = { filter: { from: -8.64e15, to: 8.64e15 }, format: 'csv', language: 'en' } as const;
  const file = await exportJournal(exportParts([raise(START)]), asked);
  expect([file.rows, file.name]).toEqual([1, 'alarms-19700101-20261002.csv']);
  expect(parsed(Buffer.from(file.bytes).toString())[1]?.[1]).toBe(
    '1970-01-01T08:00:00.000+08:00 … 2026-10-02T09:00:00.000+08:00',
  );
  const ahead = { ...asked, filter: { from: START + 60 * HOUR, to: 8.64e15 } };
  expect((await exportJournal(exportParts([]), ahead)).name).toBe('alarms-20261002-20261002.csv');
});

it.each([
  [Math.fround(0.43), '0.43'],
  [Math.fround(4.000_001), '4.000001'],
  [Math.fround(1e-7), '1e-7'],
  [0.1 + 0.2, '0.3'],
  [1_999_999_872, '1999999872'],
  [123_456_789.123, '123456789.123'],
  [-12.5, '-12.5'],
])('writes %d as a person would: %s', async (value, written) => {
  const lines = parsed((await csv([raise(START, { value, limit: value })])).text);
  const at = (name: string) => lines[6]?.indexOf(name) ?? -1;
  expect([lines[7]?.[at('Value')], lines[7]?.[at('Limit')]]).toEqual([written, written]);
});

it('makes no two float32 equal', () => {
  const random = randomOf(29);
  const next = new Float32Array(1);
  const bits = new Uint32Array(next.buffer);
  for (let i = 0; i < 20_000; i++) {
    const value = Math.fround((random() - 0.5) * 10 ** Math.floor(random() * 12 - 4));
    next[0] = value;
    bits[0] = (bits[0] ?? 0) + 1;
    expect(Math.fround(plainNumber(value))).toBe(value);
    expect(plainNumber(next[0] ?? 0)).not.toBe(plainNumber(value));
  }
});

it('can be given up', async () => {
  const asked = { filter: FILTER, format: 'xlsx', language: 'en' } as const;
  await expect(exportJournal(exportParts([raise(START)]), asked, AbortSignal.abort())).rejects.toThrow(/abort/i);
});

it('the filter is said in words, long lists are counted', () => {
  const filter = { ...FILTER, priorities: [1, 2], who: '张', events: ['shelve'], tags: [] } as const;
  expect(filterText(filter, 'zh')).toBe('优先级 1、2；事件 搁置；操作人 张');
  const tags = Array.from({ length: 13 }, (_, i) => `T${i}`);
  expect(filterText({ ...FILTER, tags }, 'en')).toBe(`tags ${tags.slice(0, 12).join(', ')} … (13)`);
});
