/** A disk whose sync fails once: the kernel then forgets what it has not written, so a second sync must not be believed. */
import type * as fs from 'node:fs';
import { copyFileSync, fsyncSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it, vi } from 'vitest';
import { monthFileName, monthOf } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
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
