/**
 * What is in a database as one hash (pure reading): every value of every row, in the order of its key. Two files with the same
 * hash hold the same, however their pages lie.
 */
import { createHash, type Hash } from 'node:crypto';
import type Database from 'better-sqlite3';

/** Tables and the columns of their order. `meta` of the station changes with the backup itself and is left out. */
export const MONTH_TABLES = {
  axis: 'id',
  chunk: 'id',
  head: 'id',
  span: 'tag, no',
  tag: 'id',
  mark: 'tag',
  meta: 'key',
} as const;
export const STATION_TABLES = { journal: 'seq', carry: 'id', last_values: 'id', tag: 'id', event: 'number' } as const;

export function contentHash(db: Database.Database, tables: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const [table, order] of Object.entries(tables)) {
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
