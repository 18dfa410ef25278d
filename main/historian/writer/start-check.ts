/**
 * The check of `station.db` at every start (writer thread): the shape of the trees that are read or written next. Years of alarms
 * make it large, and nobody waits for all of them to be read: then their trees are looked at only when a thread has met damage.
 */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** Up to this size all of it is looked at: some tenths of a second from a cold disk. */
const SMALL_BYTES = 64 * 1_048_576;
/** Everything else is small, whatever the station has been through. */
const ALWAYS = [
  ...['meta', 'tag', 'journal', 'carry', 'last_values', 'event', 'month'],
  ...['alarm_point', 'alarm_actor', 'annotation'],
];

const suspicionOf = (file: string): string => `${file}.suspect`;

/** Damage was met in use: the next start looks at everything. What the disk refuses here costs that look alone. */
export function suspect(file: string): void {
  try {
    writeFileSync(suspicionOf(file), '');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

/** Throws with the code `SQLITE_CORRUPT` for what is damaged. */
export function checkAtStart(db: Database.Database, smallBytes = SMALL_BYTES): void {
  const isSuspect = existsSync(suspicionOf(db.name));
  const isWhole = isSuspect || statSync(db.name).size <= smallBytes;
  for (const table of isWhole ? ['1'] : ALWAYS) {
    const found = db.pragma(`quick_check(${table})`, { simple: true });
    if (found !== 'ok') throw Object.assign(new Error(String(found)), { code: 'SQLITE_CORRUPT' });
  }
  if (isSuspect) rmSync(suspicionOf(db.name), { force: true });
}
