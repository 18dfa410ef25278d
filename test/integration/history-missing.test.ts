/** A history of which files are gone is never called whole: the station, checks and exports miss them until somebody gives them up. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { historyText } from '../../main/events/history-texts.ts';
import { parseHistoryArguments } from '../../main/historian/cli/history-arguments.ts';
import { runHistoryCommand } from '../../main/historian/cli/history-commands.ts';
import { openDataDirectory } from '../../main/platform/data-directory.ts';
import { batchOf, historianTags, importBatch, startRig } from '../kit/historian-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const temporaryFolder = useTemporaryFolders();
const [MAY, JUNE] = [Date.UTC(2026, 4, 10), Date.UTC(2026, 5, 10)];
let data = '';
let told = '';

/** Two months, by imports alone: nothing was ever sealed. */
beforeEach(async () => {
  data = temporaryFolder();
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    told += String(text);
    return true;
  });
  const rig = await startRig({ folder: data, tags: historianTags(1) });
  const port = rig.historian.openImport('backfill');
  for (const month of [MAY, JUNE]) {
    const t = Float64Array.from({ length: 300 }, (_, i) => month + i * 1_000);
    await importBatch(port, { t, columns: [{ tag: 'T-0', v: t }] });
  }
  port.close();
  await rig.stop();
});
afterEach(() => vi.restoreAllMocks());

async function history(...args: readonly string[]): Promise<{ isGood: boolean; answer: string }> {
  const output = new PassThrough();
  const pieces: string[] = [];
  output.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  told = '';
  const isGood = await runHistoryCommand(parseHistoryArguments([...args, '--data', data], data), output);
  return { isGood, answer: pieces.join('') };
}

const monthFile = (name: string): string => join(data, 'history', name);
const removeMonths = (): void => {
  for (const name of readdirSync(join(data, 'history'))) rmSync(monthFile(name));
};
const problemsOf = async () => {
  const { isGood, answer } = await history('verify');
  return { isGood, problems: JSON.parse(answer).problems };
};

it('misses one month of two, in a check, in figures and in an export of its time alone', async () => {
  expect(await problemsOf()).toEqual({ isGood: true, problems: [] });
  rmSync(monthFile('2026-05.db'));
  const gone = { file: '2026-05.db', kind: 'missing', samples: 300, from: Date.UTC(2026, 4) };
  expect(await problemsOf()).toMatchObject({ isGood: false, problems: [gone] });
  const stats = await history('stats');
  expect([stats.isGood, JSON.parse(stats.answer).missing]).toEqual([false, ['2026-05.db']]);
  const may = await history('export', '--tag', 'T-0', '--to', '2026-05-31T00:00:00Z');
  expect(may).toEqual({ isGood: false, answer: '' });
  expect(told).toMatch(/^文件不见了：2026-05\.db[^\n]+\nMissing: 2026-05\.db[^\n]+\n$/);
  const june = await history('export', '--tag', 'T-0', '--from', '2026-06-01T00:00:00Z');
  expect([june.isGood, june.answer.split('\n').length, told]).toEqual([true, 301, '']);
});

it('misses all months of a station that has never sealed', async () => {
  removeMonths();
  expect(await problemsOf()).toMatchObject({
    isGood: false,
    problems: [{ file: '2026-05.db' }, { file: '2026-06.db' }],
  });
});

it('misses a month that was sealed and never imported', async () => {
  const rig = await startRig({ folder: data, tags: historianTags(1) });
  for (let i = 0; i < 300; i++) rig.historian.record(batchOf(Date.UTC(2026, 6, 10) + i * 1_000, [i]));
  await rig.historian.seal();
  rmSync(monthFile('2026-07.db'));
  const { problems } = await problemsOf();
  await rig.stop();
  expect(problems).toMatchObject([{ file: '2026-07.db', samples: 300 }]);
});

it('is told once at each start, until the file is back', async () => {
  const aside = join(temporaryFolder(), 'may.db');
  renameSync(monthFile('2026-05.db'), aside);
  const textsOfStart = async (): Promise<string[]> => {
    const rig = await startRig({ folder: data, tags: historianTags(1) });
    const { events } = rig;
    await rig.stop();
    return events.flatMap(event => historyText(event, 'UTC')).map(({ zh }) => zh);
  };
  for (let start = 0; start < 2; start++) {
    expect((await textsOfStart()).filter(text => text.includes('2026-05.db 不见了（约 300 个采样）'))).toHaveLength(1);
  }
  renameSync(aside, monthFile('2026-05.db'));
  expect((await textsOfStart()).join()).not.toContain('不见了');
  expect((await problemsOf()).isGood).toBe(true);
});

it('is given up by a repair, which says so, and is missed no more', async () => {
  removeMonths();
  const { isGood, answer } = await history('repair');
  expect([isGood, JSON.parse(answer).after.problems]).toEqual([false, []]);
  expect(JSON.parse(answer).givenUp).toEqual([
    { file: '2026-05.db', samples: 300 },
    { file: '2026-06.db', samples: 300 },
  ]);
  expect(told).toMatch(/2026-05\.db 不见了（约 300 个采样），已销账[\s\S]*2026-05\.db is gone/);
  expect(await problemsOf()).toEqual({ isGood: true, problems: [] });
});

it('comes back with a restore, and a restored month that goes again is missed again', async () => {
  const backup = temporaryFolder();
  expect((await history('backup', '--backup', backup)).isGood).toBe(true);
  rmSync(monthFile('2026-05.db'));
  expect((await history('restore', '--backup', backup)).isGood).toBe(true);
  expect((await problemsOf()).isGood).toBe(true);
  rmSync(monthFile('2026-05.db'));
  expect((await problemsOf()).problems).toMatchObject([{ file: '2026-05.db' }]);
});

it('cannot be exported, counted or backed up in silence without its station database', async () => {
  rmSync(join(data, 'station.db'));
  const out = join(temporaryFolder(), 'out.csv');
  expect((await history('export', '--tag', 'T-0', '--out', out)).isGood).toBe(false);
  expect(told).toMatch(/^文件不见了：station\.db[^\n]+\nMissing: station\.db[^\n]+\n$/);
  expect(existsSync(out)).toBe(true);
  const stats = await history('stats');
  expect([stats.isGood, JSON.parse(stats.answer).station.error]).toEqual([false, 'the file is missing']);
  await expect(history('backup', '--backup', temporaryFolder())).rejects.toMatchObject({ code: 'station-missing' });
});

it('has a damaged month in its figures as something wrong', async () => {
  writeFileSync(monthFile('2026-05.db'), 'no database at all');
  expect((await history('stats')).isGood).toBe(false);
  expect(told).toMatch(/^无法读取：2026-05\.db\nUnreadable: 2026-05\.db\n$/);
});

it('tells whoever would repair or restore a running station to stop it, not to take another folder', async () => {
  const lock = openDataDirectory(data);
  const backup = temporaryFolder();
  mkdirSync(join(backup, 'history'));
  await expect(history('repair')).rejects.toMatchObject({
    code: 'data-locked',
    hint: expect.stringContaining('Stop that station first'),
    zh: { hint: expect.stringMatching(/先停止该站控(?!.*--data)/) },
  });
  lock.release();
});
