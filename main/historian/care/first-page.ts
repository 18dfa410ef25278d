/**
 * A damaged month file whose first page is what is damaged (writer thread, command line): SQLite then finds nothing, though all
 * samples are there. Every month file is made by the same statements, so its first page – header and where each table begins –
 * is known: a copy gets a new one, and is read instead. The damaged file itself is left as it is.
 */
import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { freeBytes } from '../../platform/free-bytes.ts';
import { migrateMonth } from '../store/schema.ts';
import { PAGE_BYTES } from '../store/station-db.ts';
import { removeDatabase } from './backup/copy-database.ts';

/** One piece of the copy, between two of which recording goes on. */
const PIECE_BYTES = 1_048_576;
/** Beyond the copy this much stays free: the disk is needed for recording. */
const MARGIN_BYTES = 134_217_728;
/** Places in the header (SQLite file format, 1.3). */
const VERSIONS_AT = 18;
const CHANGES_AT = 24;
const PAGES_AT = 28;
const FREE_LIST_AT = 32;
const FREE_PAGES_AT = 36;
const CHANGES_AGAIN_AT = 92;
/** Journal of a file with and without a write-ahead log beside it. */
const WITH_LOG = 2;
const WITHOUT_LOG = 1;

/**
 * Makes the copy; null when the file is too short to have had samples. Remove it with `removeDatabase`. Every `yield` is a place to
 * stop. Throws what the disk throws, and ENOSPC before it would fill it.
 */
export function* withNewFirstPage(file: string): Generator<void, string | null> {
  const { size } = statSync(file);
  if (size < 2 * PAGE_BYTES) return null;
  if (freeBytes(dirname(file)) < size + MARGIN_BYTES) {
    throw Object.assign(new Error(`there is no room to read ${file} from a copy`), { code: 'ENOSPC' });
  }
  const copy = `${file}.rebuilt`;
  removeDatabase(copy);
  const log = `${file}-wal`;
  const hasLog = existsSync(log);
  if (hasLog) copyFileSync(log, `${copy}-wal`);
  const [from, to] = [openSync(file, 'r'), openSync(copy, 'w')];
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < size; at += PIECE_BYTES) {
      const bytes = readSync(from, piece, { position: at });
      if (at === 0) firstPage(Math.floor(size / PAGE_BYTES), hasLog).copy(piece);
      writeSync(to, piece, 0, bytes, at);
      yield;
    }
  } finally {
    closeSync(from);
    closeSync(to);
  }
  return copy;
}

function firstPage(pages: number, hasLog: boolean): Buffer {
  const db = new Database(':memory:');
  try {
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma('auto_vacuum = INCREMENTAL');
    migrateMonth(db);
    const page = db.serialize().subarray(0, PAGE_BYTES);
    const version = hasLog ? WITH_LOG : WITHOUT_LOG;
    page.fill(version, VERSIONS_AT, VERSIONS_AT + 2);
    // The size counts where both counters are the same.
    page.writeUInt32BE(1, CHANGES_AT);
    page.writeUInt32BE(1, CHANGES_AGAIN_AT);
    page.writeUInt32BE(pages, PAGES_AT);
    page.writeUInt32BE(0, FREE_LIST_AT);
    page.writeUInt32BE(0, FREE_PAGES_AT);
    return page;
  } finally {
    db.close();
  }
}
