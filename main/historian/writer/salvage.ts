/** Takes what is readable out of a damaged station database (writer thread). Rows are checked by themselves; no row is guessed. */
import Database from 'better-sqlite3';

/** Tables and the column that their rows are in order of. */
const TABLES = [
  ['tag', 'id'],
  ['meta', 'key'],
  ['event', 'number'],
  ['carry', 'id'],
  ['journal', 'seq'],
  ['last_values', 'id'],
  ['month', 'month'],
] as const;

/** Copies what can be read of `file` into `to`, which is empty but for its tables. Never throws for damage in `file`. */
export function salvageStation(file: string, to: Database.Database): void {
  let from: Database.Database;
  try {
    from = new Database(file, { readonly: true });
  } catch (error) {
    if (error instanceof Error) return;
    throw error;
  }
  try {
    for (const [table, key] of TABLES) copyTable(from, to, { table, key });
  } finally {
    from.close();
  }
}

function copyTable(
  from: Database.Database,
  to: Database.Database,
  { table, key }: { table: string; key: string },
): void {
  const seen = new Set<unknown>();
  // Forwards until the damage, then backwards until it: what lies between is lost.
  for (const order of ['ASC', 'DESC']) {
    try {
      copyRows(from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${key} ${order}`), to, {
        table,
        isNew: row => !seen.has(row[key]) && seen.add(row[key]) !== undefined,
      });
      return;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
  }
}

function copyRows(
  rows: Database.Statement<[], Record<string, unknown>>,
  to: Database.Database,
  { table, isNew }: { table: string; isNew: (row: Record<string, unknown>) => boolean },
): void {
  let insert: Database.Statement | null = null;
  for (const row of rows.iterate()) {
    if (!isNew(row)) return;
    const columns = Object.keys(row);
    insert ??= to.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    insert.run(Object.values(row));
  }
}
