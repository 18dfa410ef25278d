/** A disk whose sync fails once: the kernel then forgets what it has not written, so a second sync must not be believed. */
import type * as fs from 'node:fs';
import { copyFileSync, fsyncSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it, vi } from 'vitest';
import type { FromWriter } from '../../../../main/historian/messages.ts';
import { DEFAULT_HISTORY } from '../../../../main/historian/settings.ts';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { fileMarks } from '../../../../main/historian/writer/file-marks.ts';
import { HistoryWriter } from '../../../../main/historian/writer/history-writer.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { historianTags } from '../../../kit/historian-rig.ts';
import { put, samplesFrom, tagNo } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

// The one thing of a disk that cannot be had here.
vi.mock('node:fs', async importOriginal => {
  const real = await importOriginal<typeof fs>();
  return { ...real, fsyncSync: vi.fn(real.fsyncSync) };
});

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);

afterEach(() => vi.mocked(fsyncSync).mockClear());

/** Chunks that are in the file of the month itself, whatever its log has. */
function chunksInFile(folder: string): number {
  const copy = folderOf();
  const name = monthFileName(monthOf(T0));
  copyFileSync(join(folder, name), join(copy, name));
  const db = new Database(join(copy, name));
  try {
    const isBorn = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'chunk'").get() !== undefined;
    return isBorn ? (db.prepare<[], number>('SELECT count(*) FROM chunk').pluck().get() ?? 0) : 0;
  } finally {
    db.close();
  }
}

it('writes what was sealed again when a sync has failed, and syncs its log otherwise', () => {
  const folder = folderOf();
  const store = new ChunkStore(folder);
  put(store, tagNo(1), samplesFrom(T0, 3));
  store.sync();
  expect(chunksInFile(folder)).toBe(0);

  put(store, tagNo(1), samplesFrom(T0 + 10_000, 2, 10));
  vi.mocked(fsyncSync).mockImplementationOnce(() => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' });
  });
  expect(() => store.sync()).toThrow('input/output error');
  store.sync();
  expect(chunksInFile(folder)).toBe(2);
  store.close();
});

it('does not believe the sync of an import that comes in between either', () => {
  const folder = folderOf();
  const store = new ChunkStore(folder);
  put(store, tagNo(1), samplesFrom(T0, 3));
  vi.mocked(fsyncSync).mockImplementationOnce(() => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' });
  });
  expect(() => store.sync()).toThrow('input/output error');
  put(store, tagNo(2), samplesFrom(T0, 2, 10), 'backfill');
  store.sync();
  expect(chunksInFile(folder)).toBe(2);
  store.close();
});

it('forces to the disk what a thread that died had committed without a sync, before its marks are believed', () => {
  const folder = folderOf();
  const dead = new ChunkStore(folder);
  put(dead, tagNo(1), samplesFrom(T0, 3));
  vi.mocked(fsyncSync).mockClear();
  expect(fileMarks(folder, () => undefined)(monthOf(T0), 1)).toBe(3);
  expect(chunksInFile(folder)).toBe(1);
  expect(fsyncSync).toHaveBeenCalled();
  dead.close();
});

it('lets the journal go only when what was sealed is on the disk', () => {
  vi.useFakeTimers();
  const folder = folderOf();
  const sent: FromWriter[] = [];
  const { retentionDays } = DEFAULT_HISTORY;
  const data = { folder, monthFolder: join(folder, 'history'), tags: historianTags(1), reserveBytes: 0 };
  const writer = new HistoryWriter({ ...data, retentionDays, runFrom: null }, message => sent.push(message));
  const kinds = (): string[] => sent.map(({ kind }) => kind);
  const columns = {
    handles: Uint32Array.of(0),
    t: Float64Array.of(T0),
    v: Float64Array.of(1),
    q: Uint16Array.of(GOOD),
  };
  writer.receive({ kind: 'samples', id: 1, count: 1, gapAt: null, exact: null, ...columns });
  vi.advanceTimersByTime(100);
  vi.mocked(fsyncSync).mockImplementation(() => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' });
  });
  writer.receive({ kind: 'seal', id: 1 });
  vi.advanceTimersByTime(5_000);
  expect(kinds()).toContain('trouble');
  expect(kinds()).not.toContain('sealed');
  vi.mocked(fsyncSync).mockReset();
  vi.advanceTimersByTime(12_000);
  expect(kinds()).toContain('sealed');
  writer.receive({ kind: 'stop' });
  vi.advanceTimersByTime(100);
  vi.useRealTimers();
});
