/**
 * The fast look at month files at every start (writer thread): the newest two, which are the ones that a power cut can have hit.
 * Opens them and reads and decodes the last row of every table, some milliseconds in all; a deep check reads everything.
 */
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openAxis } from '../codec/axis/axis.ts';
import { envelopeCrc } from '../codec/chunk-damaged.ts';
import { unpackHeads } from '../codec/heads/packed-head.ts';
import { isDamage } from '../store/damage.ts';
import { isUntouched, monthsIn, openMonthForReading } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import { checkMonth } from '../store/schema.ts';

const LOOKED_AT = 2;
const CRC_BYTES = 4;

/** Files of the newest months that cannot be used as they are. Throws `StationError` `newer-format`. */
export function damagedNewest(folder: string): string[] {
  return monthsIn(folder)
    .slice(-LOOKED_AT)
    .filter(month => !isSound(folder, month))
    .map(month => join(folder, monthFileName(month)));
}

function isSound(folder: string, month: number): boolean {
  try {
    const db = openMonthForReading(folder, month);
    try {
      return isUntouched(db) || (checkMonth(db) && isReadable(db));
    } finally {
      db.close();
    }
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

function isReadable(db: Database.Database): boolean {
  const last = (sql: string): Buffer | undefined => db.prepare<[], Buffer>(sql).pluck().get();
  const axis = last('SELECT data FROM axis ORDER BY id DESC LIMIT 1');
  if (axis !== undefined) openAxis(axis).axis();
  const chunk = last('SELECT data FROM chunk ORDER BY id DESC LIMIT 1');
  if (chunk !== undefined && !hasCrc(chunk)) return false;
  for (const table of ['head ORDER BY id DESC', 'span ORDER BY tag DESC, no DESC']) {
    const heads = last(`SELECT data FROM ${table} LIMIT 1`);
    if (heads !== undefined) unpackHeads(heads);
  }
  for (const table of ['tag', 'mark', 'meta']) db.prepare(`SELECT * FROM ${table}`).all();
  return true;
}

function hasCrc(chunk: Buffer): boolean {
  const end = chunk.length - CRC_BYTES;
  return end > 0 && chunk.readUInt32LE(end) === envelopeCrc(chunk.subarray(0, end));
}
