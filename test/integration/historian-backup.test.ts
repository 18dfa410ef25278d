/** Backups that are not alone, are not whole, or are of less than the one before. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../main/historian/care/backup/back-up.ts';
import { restoreBackup } from '../../main/historian/care/backup/restore.ts';
import { verifyBackup } from '../../main/historian/care/backup/verify-backup.ts';
import { checkHistory } from '../../main/historian/care/check/check-history.ts';
import { Meta } from '../../main/historian/store/station-db.ts';
import { ChunkStore } from '../../main/historian/writer/chunk-store.ts';
import { openStationState } from '../../main/historian/writer/writer-state.ts';
import { DAY, put, samplesFrom, tagNo } from '../kit/month-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';

const folderOf = useTemporaryFolders();
const placeOf = (folder: string) => ({ folder, monthFolder: join(folder, 'history') });
const T0 = Date.UTC(2026, 9, 3);

/** A station's files without a station. */
function dataFolder(): { data: string; add: (t: number, count: number, seq: number) => void } {
  const data = folderOf();
  openStationState({ ...placeOf(data), tags: [], onSetAside: () => undefined }).db.close();
  mkdirSync(join(data, 'history'));
  const add = (t: number, count: number, seq: number): void => {
    const store = new ChunkStore(join(data, 'history'));
    put(store, tagNo(1), samplesFrom(t, count, seq));
    store.close();
  };
  return { data, add };
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** An old station database beside newer months, as an interrupted backup leaves them. */
async function interrupted(): Promise<string> {
  const { data, add } = dataFolder();
  const backup = folderOf();
  add(T0, 10, 1);
  await backUp(placeOf(data), backup);
  const [old, aside] = [manifestOf(backup), join(folderOf(), 'station.db')];
  copyFileSync(join(backup, 'station.db'), aside);
  add(T0 + DAY, 10, 50_000);
  await backUp(placeOf(data), backup);
  copyFileSync(aside, join(backup, 'station.db'));
  const manifest = manifestOf(backup);
  const station = (file: { path: string }): boolean => file.path === 'station.db';
  manifest.files = [...manifest.files.filter((f: { path: string }) => !station(f)), old.files.find(station)];
  writeFileSync(join(backup, 'manifest.json'), JSON.stringify(manifest));
  return backup;
}

describe('a backup that was interrupted between its months and its station database', () => {
  it('is found out by a proof: numbers of samples would be given twice', async () => {
    const backup = await interrupted();
    expect(await verifyBackup(backup)).toMatchObject({
      isGood: false,
      problems: [{ en: expect.stringContaining('numbers would be given twice: up to 50009') }],
    });
  });

  it('is restored with numbers that go on after those of its months', async () => {
    const [backup, other] = [await interrupted(), folderOf()];
    await restoreBackup(backup, placeOf(other));
    const db = new Database(join(other, 'station.db'), { readonly: true });
    expect(new Meta(db).number('sequence_reserved')).toBe(50_009);
    db.close();
  });

  it('leaves numbers alone that are further already', async () => {
    const { data, add } = dataFolder();
    add(T0, 10, 1);
    const db = new Database(join(data, 'station.db'));
    new Meta(db).set('sequence_reserved', 70_000);
    db.close();
    const [backup, other] = [folderOf(), folderOf()];
    await backUp(placeOf(data), backup);
    await restoreBackup(backup, placeOf(other));
    const back = new Database(join(other, 'station.db'), { readonly: true });
    expect(new Meta(back).number('sequence_reserved')).toBe(70_000);
    back.close();
  });
});

describe('a copy of a month', () => {
  const kept = (backup: string): string[] =>
    readdirSync(join(backup, 'history')).filter(name => name.includes('.kept-'));

  it('takes the place of one that had as many samples or fewer', async () => {
    const { data, add } = dataFolder();
    const backup = folderOf();
    add(T0, 10, 1);
    await backUp(placeOf(data), backup);
    await backUp(placeOf(data), backup);
    add(T0 + DAY, 10, 100);
    await backUp(placeOf(data), backup);
    expect(kept(backup)).toEqual([]);
  });

  it('takes the place of one from which retention has taken since, and of no other that had more', async () => {
    const { data, add } = dataFolder();
    const backup = folderOf();
    add(T0, 10, 1);
    await backUp(placeOf(data), backup);
    const month = new Database(join(data, 'history/2026-10.db'));
    const set = (key: string, value: number): void => new Meta(month).set(key, value);
    set('samples', 7);
    set('retired', 3);
    await backUp(placeOf(data), backup);
    expect(kept(backup)).toEqual([]);
    set('samples', 6);
    await backUp(placeOf(data), backup);
    month.close();
    const [name = ''] = kept(backup);
    expect(kept(backup)).toHaveLength(1);
    expect(name).toMatch(/^2026-10\.kept-\d{4}-\d\d-\d\dT[\d-]+Z\.db$/);
    // What was there: the copy before.
    const copy = new Database(join(backup, 'history', name), { readonly: true });
    expect(new Meta(copy).number('samples')).toBe(7);
    copy.close();
    // Nothing that looks at months takes it for one.
    expect(await verifyBackup(backup)).toMatchObject({ files: 2 });
  });
});

it('a month that is being made is nothing yet, neither to be copied nor to be complained of', async () => {
  const { data, add } = dataFolder();
  const backup = folderOf();
  add(T0, 10, 1);
  new Database(join(data, 'history/2026-11.db')).pragma('journal_mode = WAL');
  const born = await backUp(placeOf(data), backup);
  expect(born.copied).toEqual(['history/2026-10.db', 'station.db']);
  expect(checkHistory(placeOf(data), true).problems).toEqual([]);
});

describe('two at once', () => {
  it('in one folder: the second is refused, copies nothing, and the first is good', async () => {
    const { data, add } = dataFolder();
    const backup = folderOf();
    add(T0, 2_000, 1);
    const first = backUp(placeOf(data), backup);
    const busy = { code: 'backup-busy', zh: { message: expect.stringContaining('正在进行备份') } };
    await expect(backUp(placeOf(data), backup)).rejects.toMatchObject(busy);
    await first;
    const proof = verifyBackup(backup);
    await expect(backUp(placeOf(data), backup)).rejects.toMatchObject(busy);
    await expect(verifyBackup(backup)).rejects.toMatchObject(busy);
    await expect(restoreBackup(backup, placeOf(folderOf()))).rejects.toMatchObject(busy);
    expect(await proof).toMatchObject({ isGood: true, samples: 2_000 });
    expect((await backUp(placeOf(data), backup)).samples).toBe(2_000);
  });

  it('in two folders do not stand in each other’s way', async () => {
    const { data, add } = dataFolder();
    add(T0, 2_000, 1);
    const folders = [folderOf(), folderOf()];
    await Promise.all(folders.map(folder => backUp(placeOf(data), folder)));
    for (const folder of folders) expect(await verifyBackup(folder)).toMatchObject({ isGood: true, samples: 2_000 });
  });
});
