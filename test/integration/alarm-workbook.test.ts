/** Workbooks read back by programs that know nothing of how they are written: Python's zipfile and XML parser, and openpyxl. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportJournal } from '../../main/alarms/export/export-journal.ts';
import { exportParts, FILTER } from '../unit/alarms/export/export-parts.ts';
import { acknowledge, raise, START } from '../unit/alarms/figures/journal-rows.ts';

/** Debian has the package for its own Python. */
const PYTHON = '/usr/bin/python3';
const READER = fileURLToPath(new URL('../kit/read-workbook.py', import.meta.url));
const PARTS_ARE_XML = `
import sys, zipfile
from xml.etree import ElementTree
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
for part in book.namelist(): ElementTree.fromstring(book.read(part))
print(len(book.namelist()))`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'citygate-workbook-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const COMMENT = '=1+1 & <b> "x"\n第二行 \u0007\ud83d';
const ROWS = [
  raise(START, { time: START + 1, received: START + 250, comment: COMMENT, value: -0.125, limit: null }),
  acknowledge(START + 86_399_999, { sequence: 2 }),
];

async function write(rows = ROWS, language: 'zh' | 'en' = 'zh'): Promise<string> {
  const { bytes } = await exportJournal(exportParts(rows), { filter: FILTER, format: 'xlsx', language });
  const file = join(folder, `${rows.length}-${language}.xlsx`);
  writeFileSync(file, bytes);
  return file;
}

describe('a workbook of the journal', () => {
  it('is a sound archive of well-formed parts', async () => {
    expect(execFileSync(PYTHON, ['-c', PARTS_ARE_XML, await write()], { encoding: 'utf8' }).trim()).toBe('6');
  });
});

describe('a workbook of the journal, read by openpyxl', () => {
  const read = (file: string) => JSON.parse(execFileSync(PYTHON, [READER, file], { encoding: 'utf8', maxBuffer: 1e8 }));

  it('has its heading, a frozen line of titles with a filter, and one line a row', async () => {
    const book = read(await write());
    expect(book).toMatchObject({ sheets: ['报警记录'], frozen: 'A8', filter: 'A7:U9', count: 9 });
    expect(book.rows[0].slice(0, 2)).toEqual(['站场', '城东门站']);
    expect(book.rows[6].slice(0, 3)).toEqual(['序号', '发生时间（源）', '接收时间（站控）']);
  });

  it('has times as times of the station, numbers as numbers and texts as texts, never as formulas', async () => {
    const { rows, types } = read(await write());
    const [first, second] = [rows[7], rows[8]];
    expect(first[1]).toEqual({ time: '2026-10-01T08:00:00.001', format: expect.stringContaining('hh:mm:ss.000') });
    expect(first[2].time).toBe('2026-10-01T08:00:00.250');
    expect(second[2].time).toBe('2026-10-02T07:59:59.999');
    expect(first[rows[6].indexOf('数值')]).toBe(-0.125);
    expect(first[rows[6].indexOf('限值')]).toBeNull();
    expect(first[rows[6].indexOf('备注')]).toBe('=1+1 & <b> "x"\n第二行 \ufffd\ufffd');
    expect(types[rows[6].indexOf('备注')]).not.toBe('f');
    expect(second[rows[6].indexOf('操作人')]).toBe('张工');
  });

  it('is whole without a row, in English too', async () => {
    const book = read(await write([], 'en'));
    expect(book).toMatchObject({ sheets: ['Alarm journal'], count: 7, filter: 'A7:U7' });
  });
});
