/** Backups of a historian that records, restores, and months that come back: real threads, real files. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { backUp } from '../../main/historian/care/backup/back-up.ts';
import { restoreBackup } from '../../main/historian/care/backup/restore.ts';
import { verifyBackup } from '../../main/historian/care/backup/verify-backup.ts';
import type { CareEvent } from '../../main/historian/care/care-event.ts';
import { HistoryCare } from '../../main/historian/care/history-care.ts';
import { closeMonth } from '../../main/historian/care/retention/close-months.ts';
import type { Historian } from '../../main/historian/historian.ts';
import type { Origin } from '../../main/historian/samples.ts';
import { DEFAULT_HISTORY } from '../../main/historian/settings.ts';
import { monthsIn, openMonthForReading } from '../../main/historian/store/month-file.ts';
import { monthFileName, monthOf } from '../../main/historian/store/months.ts';
import { Meta } from '../../main/historian/store/station-db.ts';
import { ChunkStore } from '../../main/historian/writer/chunk-store.ts';
import { openStationState } from '../../main/historian/writer/writer-state.ts';
import { systemClock } from '../../main/platform/clock.ts';
import { openDataDirectory } from '../../main/platform/data-directory.ts';
import { createLog } from '../../main/platform/log.ts';
import { startStation } from '../../main/station.ts';
import { projectRoot } from '../kit/build.ts';
import { batchOf, historianTags, importBatch, type Rig, readAll, startRig } from '../kit/historian-rig.ts';
import { DAY, put, samplesFrom, spoil, tagNo } from '../kit/month-rig.ts';
import { useTemporaryFolders } from '../kit/temp.ts';
import { sleep, waitFor } from '../kit/wait-for.ts';

const folderOf = useTemporaryFolders();
const TAGS = 3;
const log = createLog('care', { level: 'error', write: () => undefined });
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function rigIn(folder: string): Promise<Rig> {
  const rig = await startRig({ folder, tags: historianTags(TAGS) });
  stops.push(rig.stop);
  return rig;
}

function careOf(historian: Historian, events: CareEvent[] = []): HistoryCare {
  const settings = { ...DEFAULT_HISTORY, reserveMb: 0 };
  const onEvent = (event: CareEvent): void => void events.push(event);
  const care = new HistoryCare({ historian, settings, timeZone: 'Asia/Shanghai', clock: systemClock, log, onEvent });
  stops.push(() => care.stop());
  return care;
}

async function importInto(
  historian: Historian,
  origin: Origin,
  batch: Parameters<typeof importBatch>[1],
): Promise<void> {
  const port = historian.openImport(origin);
  await importBatch(port, batch);
  port.close();
}

const placeOf = (folder: string) => ({ folder, monthFolder: join(folder, 'history') });

/** `count` scans of all tags from `t` on, 1 s apart, with values that are never twice the same. */
function scans(historian: Historian, t: number, count: number): void {
  for (let i = 0; i < count; i++) {
    historian.record(batchOf(t + i * 1_000, [i, Math.fround(Math.sin(i)), i / 3]));
  }
}

it('copies a historian that records and seals, and the restored one has every sample once, bit by bit', async () => {
  const [data, backup, other] = [folderOf(), folderOf(), folderOf()];
  const { historian } = await rigIn(data);
  const now = Date.now();
  await importInto(historian, 'backfill', {
    t: Float64Array.from({ length: 5_000 }, (_, i) => now - 60 * DAY + i * 60_000),
    columns: [{ tag: 'T-0', v: Float64Array.from({ length: 5_000 }, (_, i) => i / 7) }],
  });
  scans(historian, now - 3 * DAY, 3_000);
  await historian.seal();
  scans(historian, now - 2 * DAY, 1_000);
  await historian.flush();
  const stored = await Promise.all(historianTags(TAGS).map(tag => readAll(historian, tag.name)));
  // Goes on meanwhile: commits, and a seal that moves samples from the journal into a month.
  let later = 0;
  const timer = setInterval(() => scans(historian, now - DAY + 20_000 * later++, 20), 5);
  const care = careOf(historian);
  const copying = care.backup(backup);
  const sealing = sleep(100).then(() => historian.seal());
  const result = await copying;
  clearInterval(timer);
  await sealing;
  expect(result.copied).toContain('station.db');
  expect(result.copied.length).toBeGreaterThan(1);

  const verified = await care.verifyBackup();
  expect(verified).toMatchObject({ isGood: true, problems: [] });
  expect((await care.historyStatus()).lastBackup).toMatchObject({ folder: backup, isVerified: true });
  expect(readdirSync(backup).filter(name => name.startsWith('verify-'))).toEqual([]);

  await restoreBackup(backup, placeOf(other));
  const { historian: restored } = await rigIn(other);
  let samples = 0;
  for (const [i, { name }] of historianTags(TAGS).entries()) {
    const all = await readAll(historian, name);
    const back = await readAll(restored, name);
    // The mark of the gap between the backup and this start is the last one.
    const count = back.t.length - 1;
    expect(count).toBeGreaterThanOrEqual(stored[i]?.t.length ?? 0);
    expect(Buffer.from(back.v.buffer).subarray(0, count * 8)).toEqual(Buffer.from(all.v.buffer).subarray(0, count * 8));
    for (const column of ['t', 'q', 'seq'] as const) {
      expect(back[column].slice(0, count)).toEqual(all[column].slice(0, count));
    }
    samples += count;
  }
  expect(verified.samples).toBe(samples);
  // New numbers come after all that are in the copy.
  restored.record(batchOf(now, [1, 2, 3]));
  await restored.flush();
  const { t, seq } = await readAll(restored, 'T-0');
  const at = t.indexOf(now);
  expect(seq[at]).toBeGreaterThan(Math.max(...seq.filter((_, i) => i !== at)));
});

it('copies a month that is over once, keeps older station databases, and keeps a copy that had more', async () => {
  const [data, backup] = [folderOf(), folderOf()];
  const { historian, stop } = await rigIn(data);
  const now = Date.now();
  const t = Float64Array.of(now - 70 * DAY, now - 70 * DAY + 1);
  await importInto(historian, 'backfill', { t, columns: [{ tag: 'T-0', v: Float64Array.of(1, 2) }] });
  scans(historian, now - 1_000, 1);
  await historian.seal();
  await stop();
  const old = monthFileName(monthOf(now - 70 * DAY));
  closeMonth(join(data, 'history', old));
  const first = await backUp(placeOf(data), backup);
  const second = await backUp(placeOf(data), backup);
  expect(first.copied).toContain(`history/${old}`);
  expect(second.copied).not.toContain(`history/${old}`);
  expect(second.samples).toBe(first.samples);
  for (let i = 0; i < 8; i++) await backUp(placeOf(data), backup);
  expect(readdirSync(backup).filter(name => name.startsWith('station-'))).toHaveLength(6);
  renameSync(join(data, 'history', old), join(data, 'history', `${old}.damaged`));
  const { historian: again } = await rigIn(data);
  await importInto(again, 'backfill', {
    t: t.slice(0, 1),
    columns: [{ tag: 'T-0', v: Float64Array.of(1) }],
  });
  writeFileSync(join(data, 'history', `${old}.damaged`), '');
  await backUp(placeOf(data), backup);
  expect(readdirSync(join(backup, 'history')).filter(name => name.includes('.kept-'))).toHaveLength(1);
});

it('lets numbers go on after those of months that were written after the station database was copied', async () => {
  const [data, backup] = [folderOf(), folderOf()];
  openStationState({ ...placeOf(data), tags: [], onSetAside: () => undefined }).db.close();
  mkdirSync(join(data, 'history'));
  const store = new ChunkStore(join(data, 'history'));
  put(store, tagNo(1), samplesFrom(Date.now() - DAY, 10, 50_000));
  store.close();
  await backUp(placeOf(data), backup);
  expect(await verifyBackup(backup)).toMatchObject({ isGood: true, samples: 10 });
  const db = new Database(join(backup, 'station.db'), { readonly: true });
  expect(new Meta(db).number('sequence_reserved')).toBe(50_009);
  db.close();
});

it('says what it does at the moment, counts logs apart from data, and is idle again after a refusal', async () => {
  const data = folderOf();
  const { historian } = await rigIn(data);
  scans(historian, Date.now() - 10_000, 10);
  await historian.seal();
  const care = careOf(historian);
  expect((await care.historyStatus()).work).toBeNull();
  const checked = care.check({ deep: true });
  const { work, totalBytes, logBytes } = await care.historyStatus();
  expect(work?.kind).toBe('deep-check');
  const file = join(data, 'history', monthFileName(monthOf(Date.now() - 10_000)));
  expect(totalBytes).toBe(statSync(file).size + statSync(join(data, 'station.db')).size);
  expect(logBytes).toBeGreaterThan(0);
  await checked;
  await expect(care.backup()).rejects.toMatchObject({ code: 'no-backup-folder' });
  expect((await care.historyStatus()).work).toBeNull();
});

it('refuses a folder inside its own, and one that holds it', async () => {
  const data = folderOf();
  const { historian } = await rigIn(data);
  const care = careOf(historian);
  await expect(care.backup(join(data, 'backup'))).rejects.toMatchObject({ code: 'backup-place' });
  await expect(care.backup(join(data, '..'))).rejects.toMatchObject({ code: 'backup-place' });
  await expect(care.backup()).rejects.toMatchObject({ code: 'no-backup-folder' });
});

it('finds a backup that the disk has changed, and restores neither it nor into a running station', async () => {
  const [data, backup, other] = [folderOf(), folderOf(), folderOf()];
  const { historian } = await rigIn(data);
  scans(historian, Date.now() - 10_000, 10);
  await historian.seal();
  const events: CareEvent[] = [];
  const care = careOf(historian, events);
  await care.backup(backup);
  const name = monthFileName(monthOf(Date.now() - 10_000));
  const content = readFileSync(join(backup, 'history', name));
  content[content.length - 100] = (content[content.length - 100] ?? 0) ^ 1;
  writeFileSync(join(backup, 'history', name), content);
  expect(await care.verifyBackup(backup)).toMatchObject({
    isGood: false,
    problems: [{ zh: expect.stringContaining(name) }],
  });
  expect(events).toMatchObject([{ kind: 'backup-bad' }]);
  expect((await care.historyStatus()).lastBackup?.isVerified).toBe(false);
  writeFileSync(join(other, 'station.db'), 'mine');
  await expect(restoreBackup(backup, placeOf(other))).rejects.toMatchObject({ code: 'backup-damaged' });
  expect(readFileSync(join(other, 'station.db'), 'utf8')).toBe('mine');
  const running = openDataDirectory(other);
  await expect(restoreBackup(backup, placeOf(other))).rejects.toMatchObject({ code: 'data-locked' });
  running.release();
  await expect(verifyBackup(other)).rejects.toMatchObject({ code: 'no-backup' });
});

it('moves what was there before a restore out of the way and overwrites nothing', async () => {
  const [data, backup, other] = [folderOf(), folderOf(), folderOf()];
  const { historian } = await rigIn(data);
  scans(historian, Date.now() - 10_000, 10);
  await historian.seal();
  await backUp(placeOf(data), backup);
  mkdirSync(join(other, 'history'));
  writeFileSync(join(other, 'station.db'), 'mine');
  writeFileSync(join(other, 'history', '2020-01.db'), 'mine too');
  const { before } = await restoreBackup(backup, placeOf(other));
  expect(readFileSync(join(before ?? '', 'station.db'), 'utf8')).toBe('mine');
  expect(existsSync(join(other, 'history', '2020-01.db'))).toBe(false);
  const aside = readdirSync(join(other, 'history')).find(name => name.startsWith('before-restore-')) ?? '';
  expect(readFileSync(join(other, 'history', aside, '2020-01.db'), 'utf8')).toBe('mine too');
});

/** A backup of ten scans, and a data folder with other files in it. */
async function beforeRestore(): Promise<{ backup: string; other: string; name: string }> {
  const [data, backup, other] = [folderOf(), folderOf(), folderOf()];
  const { historian } = await rigIn(data);
  const t = Date.now() - 10_000;
  scans(historian, t, 10);
  await historian.seal();
  await backUp(placeOf(data), backup);
  mkdirSync(join(other, 'history'));
  writeFileSync(join(other, 'station.db'), 'mine');
  writeFileSync(join(other, 'history', '2020-01.db'), 'mine too');
  return { backup, other, name: monthFileName(monthOf(t)) };
}

it.each([
  'away',
  'in',
])('lets nothing start after a restore killed while files moved %s; the next one ends it', async stage => {
  const { backup, other, name } = await beforeRestore();
  const before = 'before-restore-2026-11-01T00-00-00-000Z';
  mkdirSync(join(other, before));
  renameSync(join(other, 'station.db'), join(other, before, 'station.db'));
  if (stage === 'in') {
    mkdirSync(join(other, 'history', before));
    renameSync(join(other, 'history', '2020-01.db'), join(other, 'history', before, '2020-01.db'));
    writeFileSync(join(other, 'history', name), 'half of a mo');
  }
  const files = ['station.db', `history/${name}`];
  writeFileSync(join(other, 'restore.json'), JSON.stringify({ before, stage, files }));
  const projectDirectory = join(projectRoot, 'assets/demo-station');
  await expect(startStation({ projectDirectory, dataDirectory: other, log })).rejects.toMatchObject({
    code: 'restore-interrupted',
    zh: { message: expect.stringContaining('恢复被中断') },
  });
  expect(await restoreBackup(backup, placeOf(other))).toMatchObject({ before: join(other, before) });
  expect(readFileSync(join(other, before, 'station.db'), 'utf8')).toBe('mine');
  expect(readFileSync(join(other, 'history', before, '2020-01.db'), 'utf8')).toBe('mine too');
  expect(readdirSync(join(other, 'history')).toSorted()).toEqual([name, before].toSorted());
  expect(readdirSync(other).filter(file => file.startsWith('restor'))).toEqual([]);
  expect((await readBack(other))[0]?.t.length).toBeGreaterThanOrEqual(10);
});

it('puts everything back when a file cannot be put in place', async () => {
  const { backup, other } = await beforeRestore();
  // As the manifest says, but no database: what comes last fails.
  const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8'));
  const content = Buffer.alloc(4_096, 1);
  const station = manifest.files.find((file: { path: string }) => file.path === 'station.db');
  Object.assign(station, { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') });
  writeFileSync(join(backup, 'station.db'), content);
  writeFileSync(join(backup, 'manifest.json'), JSON.stringify(manifest));
  await expect(restoreBackup(backup, placeOf(other))).rejects.toThrow(/not a database/);
  expect(readFileSync(join(other, 'station.db'), 'utf8')).toBe('mine');
  expect(readdirSync(join(other, 'history'))).toEqual(['2020-01.db']);
  expect(readdirSync(other).filter(name => /restor/.test(name))).toEqual([]);
});

it('takes back what is readable of a month that a start finds damaged, once, and tells', async () => {
  const data = folderOf();
  const now = Date.now();
  const { historian, stop } = await rigIn(data);
  scans(historian, now - 4_000_000, 3_000);
  await historian.seal();
  scans(historian, now - 500_000, 100);
  await stop();
  const before = await readBack(data);
  spoil(join(data, 'history'), now - 4_000_000, 'SELECT data FROM chunk ORDER BY id DESC');
  const { historian: again, events } = await rigIn(data);
  expect(again.report?.setAside).toHaveLength(1);
  const salvaged = await waitFor('the salvage', () => events.find(event => event.kind === 'salvaged'));
  expect(salvaged).toMatchObject({ samples: 7_500, lost: [{ tag: 'T-2', samples: 1_500 }] });
  await again.seal();
  const after = await readBack(data, again);
  // In the place of those that are lost there is the mark that nothing is known.
  for (const [i, lost] of [0, 0, 1_500 - 1].entries()) {
    const [was, is] = [before[i], after[i]];
    expect(is?.t.length).toBe((was?.t.length ?? 0) - lost);
    expect(new Set(is?.t).size).toBe(is?.t.length);
  }
});

async function readBack(data: string, running?: Historian) {
  const historian = running ?? (await rigIn(data)).historian;
  const all = await Promise.all(historianTags(TAGS).map(tag => readAll(historian, tag.name)));
  if (running === undefined) await historian.stop();
  return all;
}

it('tells how much there is, and how fast it grows: of the field, not of what was imported', async () => {
  const data = folderOf();
  const { historian } = await rigIn(data);
  const now = Date.now();
  // As much in the last hour as a demo's whole past of a day.
  scans(historian, now - 3_600_000, 3_600);
  await importInto(historian, 'demo', {
    t: Float64Array.from({ length: 60_000 }, (_, i) => now - DAY + i * 1_000),
    columns: [{ tag: 'T-0', v: Float64Array.from({ length: 60_000 }, (_, i) => Math.sin(i)) }],
  });
  await historian.seal();
  const care = careOf(historian);
  const status = await care.historyStatus();
  expect(status).toMatchObject({
    state: 'recording',
    trouble: null,
    hasDemoData: true,
    lastCheck: null,
    lastBackup: null,
  });
  expect(status.totalSamples).toBe(60_000 + 3 * 3_600);
  expect(status.oldestAt).toBe(now - DAY);
  // The rate of the last hour for a whole day, at the size that a sample has in the files.
  const size = sizeOfSample(join(data, 'history'));
  expect((status.bytesPerDay ?? 0) / (3 * 86_400) / size).toBeCloseTo(1, 1);
  expect(status.fullAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
  expect(await care.check({ deep: true })).toMatchObject({ problemCount: 0, samples: status.totalSamples });
  expect((await care.historyStatus()).lastCheck).toMatchObject({ isDeep: true, problems: 0 });
});

/** Bytes of the pages of all months but those of an empty file, a sample. */
function sizeOfSample(folder: string): number {
  let [bytes, samples] = [0, 0];
  for (const month of monthsIn(folder)) {
    const db = openMonthForReading(folder, month);
    bytes += (Number(db.pragma('page_count', { simple: true })) - 12) * 16_384;
    samples += new Meta(db).number('samples') ?? 0;
    db.close();
  }
  return bytes / samples;
}
