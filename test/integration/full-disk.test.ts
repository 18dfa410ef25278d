/** What a full disk must not stop: settings of control by means of the reserve, whole files, and who has to give way for them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { backUp } from '../../main/historian/care/backup/back-up.ts';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { createLog } from '../../main/platform/log.ts';
import { SettingsFile } from '../../main/platform/settings-file.ts';
import { OverrideFile } from '../../main/tags/override-file.ts';
import { batchOf, startRig } from '../kit/historian-rig.ts';
import { RecorderRig } from '../kit/recorder-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { waitFor } from '../kit/wait-for.ts';

const folderOf = useTemporaryFolders();
const MB = 1_048_576;
const cleanUps: (() => unknown)[] = [];
let disk = '';
let data = '';
let isMounted = false;

beforeEach(() => {
  disk = folderOf();
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'citygate-test', disk]).status === 0;
  if (isMounted) cleanUps.push(() => spawnSync('umount', [disk]));
  data = join(disk, 'data');
  mkdirSync(data);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;

/** Somebody else takes all but `left` bytes. */
function takeRoom(left: number): void {
  writeFileSync(join(disk, 'others'), Buffer.alloc(Math.max(0, free() - left)));
}

const KEPT = { tag: 'PT-1101', kind: 'force', value: 1, who: 'li', why: 'test', since: 1, until: 2 } as const;
const switches = () =>
  new SettingsFile({
    file: join(data, 'devices.json'),
    schema: z.record(z.string(), z.unknown()),
    empty: {},
    log: createLog('test', { level: 'error', write: () => undefined }),
  });

it('keeps overrides and devices out of operation, with the room that the historian gives up', async ctx => {
  if (!isMounted) ctx.skip('this machine does not let us mount');
  const rig = await startRig({ folder: data, settings: { ...DEFAULT_HISTORY, reserveMb: 4 } });
  cleanUps.push(() => rig.stop());
  await waitFor(
    'the reserve',
    () => statSync(join(data, 'reserve'), { throwIfNoEntry: false })?.size === 4 * MB,
    10_000,
  );
  takeRoom(0);
  const overrides = new OverrideFile(data);
  // At once, before anybody has found the disk full, and with nothing recorded that would find it.
  await overrides.save([KEPT]);
  await switches().write({ PLC: { off: true } });
  expect((await overrides.load(0)).overrides).toEqual([KEPT]);
  expect(switches().read()).toEqual({ PLC: { off: true } });
  expect(rig.historian.figures.trouble).toBe('disk-full');
  const recording = setInterval(() => rig.historian.record(batchOf(Date.now(), [1, 2, 3, 4])), 50);
  cleanUps.push(() => clearInterval(recording));
  rmSync(join(disk, 'others'));
  await waitFor('recording again', () => rig.historian.figures.trouble === null, 10_000);
  clearInterval(recording);
  await rig.historian.flush();
  expect(rig.historian.figures).toMatchObject({ lost: 0, unaccounted: 0 });
});

it('says in both languages that an override cannot be kept, and leaves the old file whole, where nothing is kept back', async ctx => {
  if (!isMounted) ctx.skip('this machine does not let us mount');
  const overrides = new OverrideFile(data);
  await overrides.save([KEPT]);
  await switches().write({ PLC: 1 });
  const before = ['overrides.json', 'devices.json'].map(name => readFileSync(join(data, name), 'utf8'));
  takeRoom(0);
  const many = Array.from({ length: 100 }, (_, i) => ({ ...KEPT, tag: `PT-${i}` }));
  await expect(overrides.save(many)).rejects.toMatchObject({
    code: 'overrides-not-written',
    message: expect.stringContaining('ENOSPC'),
    zh: { message: expect.stringContaining('无法写入'), hint: expect.stringContaining('清理磁盘') },
  });
  await expect(switches().write({ PLC: 'x'.repeat(8_192) })).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(['overrides.json', 'devices.json'].map(name => readFileSync(join(data, name), 'utf8'))).toEqual(before);
  expect(readdirSync(data).filter(name => name.endsWith('.new'))).toEqual([]);
});

it('lets recorded frames give way before the disk is full, once, and go on when there is room', async ctx => {
  if (!isMounted) ctx.skip('this machine does not let us mount');
  const clock = { ...systemClock, ahead: 0, monotonic: () => performance.now() + clock.ahead };
  const rig = new RecorderRig({ data, clock, limitBytes: 20 * MB, keptFreeBytes: 4 * MB });
  cleanUps.push(() => rig.recorder.stop());
  const seconds = async (count: number): Promise<void> => {
    for (let second = 0; second < count; second++) {
      for (let i = 0; i < 50; i++) rig.sent('00'.repeat(200));
      clock.ahead += 1_000;
      await rig.recorder.tick();
    }
  };
  await seconds(3);
  expect(rig.events).toEqual([]);
  takeRoom(4 * MB);
  const left = free();
  await seconds(30);
  expect(rig.events).toEqual([{ kind: 'paused', channel: 'plc', code: 'RESERVED' }]);
  expect(free()).toBe(left);
  rmSync(join(disk, 'others'));
  clock.ahead += 5_000;
  await rig.recorder.tick();
  expect(rig.events.at(-1)).toMatchObject({ kind: 'resumed', lost: 0 });
});

it('refuses a backup that would take what is kept back, and leaves nothing of it', async ctx => {
  if (!isMounted) ctx.skip('this machine does not let us mount');
  const rig = await startRig({ folder: data });
  cleanUps.push(() => rig.stop());
  rig.historian.record(batchOf(Date.now(), [1, 2, 3, 4]));
  await rig.historian.seal();
  const before = free();
  const backup = join(disk, 'backup');
  await expect(backUp({ folder: data, monthFolder: join(data, 'history') }, backup)).rejects.toMatchObject({
    code: 'backup-no-room',
    zh: { message: expect.stringContaining('剩余') },
  });
  expect(before - free()).toBeLessThan(MB);
  expect(readdirSync(backup).toSorted()).toEqual(['backup.lock', 'history']);
});
