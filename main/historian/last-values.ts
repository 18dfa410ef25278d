/**
 * The newest sample of every tag as the run before left it (main thread, once at start): read before the writer thread exists, because
 * a thread takes longer to start than this takes to read. The one time that the main thread touches the disk of the history.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { HistorianTag, LastValues } from './messages.ts';
import { Journal } from './store/journal.ts';
import { allTags, STATION_FILE } from './store/station-db.ts';
import { readNewest } from './writer/recovery.ts';

/** Nobody else has the file open yet; whoever holds it all the same is not waited for, ms. */
const BUSY_MS = 50;

/** Null when there is none yet, or when only the writer thread, which mends files, can tell. */
export function readLastValues(folder: string, tags: readonly HistorianTag[]): LastValues | null {
  const file = join(folder, STATION_FILE);
  if (!existsSync(file)) return null;
  try {
    const db = new Database(file, { readonly: true, timeout: BUSY_MS });
    try {
      const stored = allTags(db);
      const names = new Map(stored.map(({ id, name }) => [id, name]));
      const recorded = new Set(tags.filter(({ logging }) => logging.kind !== 'none').map(({ name }) => name));
      // A tag that is no longer recorded is in the table that the last seal saved; nobody looks for it in the journal.
      const wanted = new Set(stored.filter(({ name }) => recorded.has(name)).map(({ id }) => id));
      const { tag, t, v, q, exact } = readNewest(db, new Journal(db), wanted).all();
      return { tag: Array.from(tag, id => names.get(id) ?? ''), t, v, q, exact: exact ?? new Map() };
    } finally {
      db.close();
    }
  } catch (error) {
    // Whatever is wrong with the file, the writer thread finds it as well, mends it and tells.
    if (error instanceof Error) return null;
    throw error;
  }
}
