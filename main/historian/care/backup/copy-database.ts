/**
 * One database, copied while a station writes it (care thread): a snapshot, in small pieces with pauses, so that the disk stays
 * free for recording. Counts and content are taken from the same snapshot.
 */
import { createHash } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { syncFile } from '../../../platform/sync.ts';

/** Pages of 16 kB in one piece, and the pause after it, ms: at most 160 MB/s. */
const PAGES = 100;
const PAUSE_MS = 10;

/**
 * Replaces `to`; returns what `look` found in the very state that was copied. Throws what SQLite and the disk throw; then there
 * is no `to`.
 */
export async function copyDatabase<T>(from: string, to: string, look: (db: Database.Database) => T): Promise<T> {
  const db = new Database(from, { readonly: true, fileMustExist: true });
  removeDatabase(to);
  const rest = new Int32Array(new SharedArrayBuffer(4));
  try {
    // An open transaction holds the snapshot: without it every commit of the station would start the copy anew.
    db.exec('BEGIN');
    const seen = look(db);
    const progress = (): number => {
      // This thread has nothing else to do meanwhile.
      Atomics.wait(rest, 0, 0, PAUSE_MS);
      return PAGES;
    };
    await db.backup(to, { progress });
    db.exec('COMMIT');
    toSingleFile(to);
    return seen;
  } catch (error) {
    removeDatabase(to);
    throw error;
  } finally {
    db.close();
  }
}

/** A copy has no write-ahead log: it is one file, readable from a read-only place, and on the disk. */
function toSingleFile(file: string): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
  syncFile(file);
}

export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

export async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1_048_576 })) hash.update(piece as Buffer);
  return hash.digest('hex');
}
