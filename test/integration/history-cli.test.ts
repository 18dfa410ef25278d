/** `npm run history` as people type it: a process of its own, beside a station that records at this moment and without one. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HistoryCare } from '../../main/historian/care/history-care.ts';
import { closeMonth } from '../../main/historian/care/retention/close-months.ts';
import type { Historian } from '../../main/historian/historian.ts';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import { monthFileName, monthOf } from '../../main/historian/store/months.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { openDataDirectory } from '../../main/platform/data-directory.ts';
import { createLog } from '../../main/platform/log.ts';
import { batchOf, historianTags, importBatch, type Rig, readAll, sampleOf, startRig } from '../kit/historian-rig.ts';
import { spoil } from '../kit/month-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { type Ended, typed } from '../kit/typed-command.ts';

const temporaryFolder = useTemporaryFolders();
const NOW = Date.now();
const FIRST = NOW - 3_600_000;
const FILE = monthFileName(monthOf(FIRST));
let data = '';
let rig: Rig | undefined;
const cares: HistoryCare[] = [];

const history = (...args: readonly string[]): Promise<Ended> => typed('history', { folder: dirname(data), args });

beforeAll(async () => {
  data = temporaryFolder();
  rig = await startRig({ folder: data, tags: historianTags(2) });
  const { historian } = rig;
  for (let i = 0; i < 1_000; i++) historian.record(batchOf(FIRST + i * 1_000, [i, -i]));
  await historian.seal();
  historian.record(batchOf(NOW - 3_000, [Number.NaN, -0], 2));
  historian.record(sampleOf(0, { t: NOW - 2_000, v: 1, exact: 'say "on", 开' }));
  await historian.flush();
});
afterAll(async () => {
  for (const care of cares) await care.stop();
  await rig?.stop();
});

it('exports what is in months and in the journal, beside the station, with the zone of the times', async () => {
  const args = ['export', '--data', basename(data), '--tag', 'T-0', '--tag', 'T-1', '--csv', '--zone', 'Asia/Shanghai'];
  const { code, stdout, stderr } = await history(...args);
  expect([code, stderr]).toEqual([0, '']);
  const rows = stdout.split('\r\n');
  expect(rows[0]).toBe('\ufefftag,time,value,quality,reason,seq,origin');
  expect(rows).toHaveLength(1 + 1_002 + 1_001 + 1);
  const time = (t: number): string => new Date(t + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
  expect(rows[2]).toMatch(new RegExp(`^T-0,${time(FIRST + 1_000).replace('+', '\\+')},1,good,none,\\d+,live$`));
  expect(rows[1_001]).toMatch(/^T-0,[^,]+,,bad,[a-z-]+,\d+,live$/);
  expect(rows[1_002]).toMatch(/^T-0,[^,]+,"say ""on"", 开",good,none,\d+,live$/);
  expect(rows[2_003]).toMatch(/^T-1,[^,]+,-0,bad,[a-z-]+,\d+,live$/);
});

it('exports a span as JSON lines into a file, and never over one', async () => {
  const out = join(temporaryFolder(), 'samples.jsonl');
  const span = ['--from', new Date(FIRST).toISOString(), '--to', new Date(FIRST + 2_000).toISOString()];
  const args = ['export', '--data', data, '--tag', 'T-1', ...span, '--out', out];
  expect((await history(...args)).code).toBe(0);
  const lines = readFileSync(out, 'utf8').trim().split('\n');
  expect(lines.map(line => JSON.parse(line).value)).toEqual(['-0', -1]);
  expect((await history(...args)).code).toBe(1);
  expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(2);
});

it('tells what there is, checks it, backs it up beside the station and proves the backup', async () => {
  const stats = JSON.parse((await history('stats', '--data', data)).stdout);
  expect(stats).toMatchObject({
    samples: 2_000,
    months: [{ file: FILE, tags: 2, samples: 2_000, classes: { AI: { tags: 2 } } }],
  });
  const verified = await history('verify', '--data', data, '--deep');
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ isDeep: true, problemCount: 0 });
  const backup = temporaryFolder();
  expect((await history('backup', '--data', data, '--backup', backup)).code).toBe(0);
  const care = () => careOf(rig?.historian ?? never()).historyStatus();
  expect(await care()).toMatchObject({
    lastBackup: { folder: backup, isVerified: false },
    lastCheck: { isDeep: true, problems: 0 },
  });
  const proven = await history('verify', '--backup', backup, '--data', data);
  expect((await care()).lastBackup).toMatchObject({ folder: backup, isVerified: true });
  expect([proven.code, JSON.parse(proven.stdout)]).toMatchObject([0, { isGood: true, samples: 2_003 }]);
  const other = join(temporaryFolder(), 'new');
  expect((await history('restore', '--data', other, '--backup', backup)).code).toBe(0);
  expect(existsSync(join(other, 'history', FILE))).toBe(true);
});

it('ends with 2 when asked wrongly and with 1 when there is nothing, in both languages', async () => {
  const wrong = await history('dump', '--data', data);
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toMatch(/未知命令“dump”[\s\S]*Unknown command "dump"/);
  expect((await history('export', '--data', data)).code).toBe(2);
  expect((await history('export', '--data', data, '--tag', 'T-0', '--from', 'yesterday')).code).toBe(2);
  const impossible = await history('export', '--data', data, '--tag', 'T-0', '--from', '2026-02-31T00:00:00Z');
  expect([impossible.code, impossible.stdout]).toEqual([2, '']);
  const nothing = await history('stats', '--data', join(data, 'nowhere'));
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toMatch(/不是历史文件夹[\s\S]*is no folder of history/);
  const unknown = await history('export', '--data', data, '--tag', 'T-9');
  expect(unknown.stderr).toMatch(/没有位号 T-9[\s\S]*no history of a tag T-9/);
  expect((await history('help')).stdout).toMatch(/导出采样[\s\S]*samples as JSON lines/);
});

it('says in each row where a sample came from', async () => {
  const folder = temporaryFolder();
  const own = await startRig({ folder, tags: historianTags(1) });
  own.historian.record(batchOf(FIRST, [1]));
  const port = own.historian.openImport('backfill');
  await importBatch(port, { t: Float64Array.of(FIRST - 5_000), columns: [{ tag: 'T-0', v: Float64Array.of(9) }] });
  port.close();
  await own.stop();
  const { stdout } = await history('export', '--data', folder, '--tag', 'T-0', '--csv');
  const rows = stdout.trim().split('\r\n').slice(1, 3);
  expect(rows.map(row => row.split(',')).map(cells => [cells[2], cells[6]])).toEqual([
    ['9', 'backfill'],
    ['1', 'live'],
  ]);
});

it('repairs a month with the station stopped, and a month that is over is read by stock SQLite', async () => {
  const lock = openDataDirectory(data);
  const refused = await history('repair', '--data', data);
  expect(refused.stderr).toMatch(/正在使用数据目录[\s\S]*already works with the data folder/);
  lock.release();
  const before = await readAll(rig?.historian ?? never(), 'T-0');
  await rig?.stop();
  spoil(join(data, 'history'), FIRST, 'SELECT data FROM chunk WHERE tag = 2');
  expect((await history('verify', '--data', data, '--deep')).code).toBe(1);
  const part = await history('export', '--data', data, '--tag', 'T-0', '--tag', 'T-1');
  const span = `${new Date(FIRST).toISOString()} – ${new Date(FIRST + 999_000).toISOString()}`;
  expect(part.code).toBe(1);
  expect(part.stderr).toBe(
    ['无法读取：', 'Unreadable: '].map(text => `${text}${join(data, 'history', FILE)} T-1 ${span}\n`).join(''),
  );
  expect((await history('export', '--data', data, '--tag', 'T-0')).code).toBe(0);
  const repaired = await history('repair', '--data', data);
  expect(repaired.code).toBe(1);
  expect(repaired.stderr).toMatch(/丢失 1000 个（T-1）[\s\S]*1000 are lost \(T-1\)/);
  expect(JSON.parse(repaired.stdout)).toMatchObject({
    repaired: [{ samples: 1_000, lost: [{ tag: 'T-1', from: FIRST, to: FIRST + 999_000, samples: 1_000 }] }],
    after: { problemCount: 0 },
  });
  rig = await startRig({ folder: data, tags: historianTags(2) });
  const after = await readAll(rig.historian, 'T-0');
  expect(after.t.slice(0, before.t.length)).toEqual(before.t);
  await rig.stop();
  const file = join(data, 'history', FILE);
  expect(closeMonth(file)).toBe(true);
  // Alone in a folder that nothing can be written to: no log, no index of one.
  const shelf = temporaryFolder();
  copyFileSync(file, join(shelf, FILE));
  chmodSync(shelf, 0o555);
  const db = new Database(join(shelf, FILE), { readonly: true });
  expect(db.prepare("SELECT value FROM meta WHERE key = 'samples'").pluck().get()).toBe(1_000 + 1);
  // Of T-1 there is the mark that nothing is known.
  expect(db.prepare('SELECT name FROM tag ORDER BY id').pluck().all()).toEqual(['T-0', 'T-1']);
  db.close();
  expect(readdirSync(shelf)).toEqual([FILE]);
  chmodSync(shelf, 0o755);
});

it('exports sound months beside a damaged station database, and says of which file the rest is', async () => {
  const backup = temporaryFolder();
  const other = join(temporaryFolder(), 'other');
  expect((await history('backup', '--data', data, '--backup', backup)).code).toBe(0);
  expect((await history('restore', '--data', other, '--backup', backup)).code).toBe(0);
  writeFileSync(join(other, 'station.db'), 'no database at all');
  const { code, stdout, stderr } = await history(
    'export',
    '--data',
    other,
    '--tag',
    'T-0',
    '--to',
    '2100-01-01T00:00Z',
  );
  expect([code, stdout.split('\n').length > 1_000]).toEqual([1, true]);
  expect(stderr).toContain(`Unreadable: ${join(other, 'station.db')} T-0 1970-01-01T00:00:00.000Z – `);
  expect(stderr).not.toContain('2026-');
});

it('answers nothing of a folder that a killed restore has left, nor that it is sound when nothing is there', async () => {
  const empty = temporaryFolder();
  mkdirSync(join(empty, 'history'));
  const looked = await history('verify', '--data', empty);
  expect([looked.code, JSON.parse(looked.stdout).problemCount]).toEqual([1, 2]);
  writeFileSync(join(empty, 'restore.json'), '');
  for (const verb of ['verify', 'stats', 'repair']) {
    const { code, stdout, stderr } = await history(verb, '--data', empty);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/恢复被中断[\s\S]*was interrupted/);
  }
  expect((await history('export', '--data', empty, '--tag', 'T-0')).stderr).toMatch(/was interrupted/);
});

/** As the station beside which all this happens looks after its history. */
function careOf(historian: Historian): HistoryCare {
  const log = createLog('care', { level: 'error', write: () => undefined });
  const settings = { ...DEFAULT_HISTORY, reserveMb: 0 };
  const care = new HistoryCare({
    ...{ historian, settings, log },
    timeZone: 'Asia/Shanghai',
    clock: systemClock,
    onEvent: () => undefined,
  });
  cares.push(care);
  return care;
}

function never(): never {
  throw new Error('there is no historian');
}
