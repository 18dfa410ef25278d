/** Whose word on the last backup and the last check counts: the station's or that of the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CareDone, careOfCli, newerCare, tellCare } from '../../../../main/historian/care/care-state.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const backup = (at: number, saidAt: number, isVerified = false): CareDone['lastBackup'] => ({
  ...{ at, saidAt, isVerified },
  folder: `/backup-${at}`,
});
const check = (at: number): CareDone['lastCheck'] => ({ at, isDeep: true, problems: 0 });

describe('of two words', () => {
  it('the newer backup counts, and of one backup the later word, whether good or bad', () => {
    const newer = (own: CareDone['lastBackup'], other: CareDone['lastBackup']) =>
      newerCare({ lastBackup: own, lastCheck: null }, { lastBackup: other, lastCheck: null }).lastBackup;
    expect(newer(backup(1, 1), backup(2, 2))).toEqual(backup(2, 2));
    expect(newer(backup(2, 2), backup(1, 9))).toEqual(backup(2, 2));
    expect(newer(backup(2, 2), backup(2, 5, true))).toEqual(backup(2, 5, true));
    expect(newer(backup(2, 6), backup(2, 5, true))).toEqual(backup(2, 6));
    expect(newer(null, backup(2, 5))).toEqual(backup(2, 5));
    expect(newer(backup(2, 5), null)).toEqual(backup(2, 5));
  });

  it('the newer check counts, and the rest of what the station remembers stays', () => {
    const own = { lastBackup: null, lastCheck: check(5), fullTold: 30 };
    expect(newerCare(own, { lastBackup: null, lastCheck: check(4) })).toEqual(own);
    expect(newerCare(own, { lastBackup: null, lastCheck: check(6) })).toEqual({ ...own, lastCheck: check(6) });
    expect(newerCare({ ...own, lastCheck: null }, { lastBackup: null, lastCheck: check(1) }).lastCheck).toEqual(
      check(1),
    );
  });
});

describe('what the command line has done', () => {
  it('is kept piece by piece, and is nothing where its file is damaged or missing', async () => {
    const folder = folderOf();
    expect(await careOfCli(folder)).toEqual({ lastBackup: null, lastCheck: null });
    await tellCare(folder, { lastBackup: backup(1, 1) });
    await tellCare(folder, { lastCheck: check(2) });
    expect(await careOfCli(folder)).toEqual({ lastBackup: backup(1, 1), lastCheck: check(2) });
    writeFileSync(join(folder, 'history-care-cli.json'), '{"lastBackup": 1');
    expect(await careOfCli(folder)).toEqual({ lastBackup: null, lastCheck: null });
  });
});
