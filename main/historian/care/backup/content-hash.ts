/**
 * What is in a database as one hash (pure reading): every value of every row, in the order of its key. Two files with the same
 * hash hold the same, however their pages lie.
 */
import { createHash, type Hash } from 'node:crypto';
import type Database from 'better-sqlite3';

/**
 * Tables and the columns of their order. `meta` of the station changes with the backup itself and is left out, as are the blocks of
 * alarms, which are made of the rows.
 */
export const MONTH_TABLES = {
  axis: 'id',
  chunk: 'id',
  head: 'id',
  span: 'tag, no',
  tag: 'id',
  mark: 'tag',
  meta: 'key',
} as const;
export const STATION_TABLES = {
  journal: 'seq',
  carry: 'id',
  last_values: 'id',
  tag: 'id',
  event: 'number',
  alarm_point: 'id',
  alarm_actor: 'id',
  alarm: 'sequence',
  alarm_context: 'sequence',
} as const;

/** A table that the file does not have, because an earlier version made it, adds nothing. */
export function contentHash(db: Database.Database, tables: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  const there = new Set(db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all());
  for (const [table, order] of Object.entries(tables)) {
    if (!there.has(table)) continue;
    hash.update(`${table}\n`);
    const rows = db.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY ${order}`).raw();
    for (const row of rows.iterate()) for (const value of row) add(hash, value);
  }
  return hash.digest('hex');
}

/** Kind and length in front, so that no two rows read alike. */
function add(hash: Hash, value: unknown): void {
  if (Buffer.isBuffer(value)) {
    hash.update(`b${value.length} `);
    hash.update(value);
    return;
  }
  const text = String(value);
  hash.update(`${typeof value === 'number' ? 'n' : 't'}${Buffer.byteLength(text)} ${text}`);
}
