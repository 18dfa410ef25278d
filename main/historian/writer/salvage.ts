/**
 * Takes what is readable out of a damaged station database (writer thread). Rows are checked by themselves; no row is guessed. What
 * was made of rows is left behind: blocks of alarms would name rows that are gone, whose numbers later ones may get.
 */
import Database from 'better-sqlite3';
import { ALARMS_FROM_KEY } from '../alarms/stored-alarms.ts';
import { Meta } from '../store/station-db.ts';

/** Tables and the column that their rows are in order of. */
const TABLES = [
  ['tag', 'id'],
  ['meta', 'key'],
  ['event', 'number'],
  ['carry', 'id'],
  ['journal', 'seq'],
  ['last_values', 'id'],
  ['month', 'month'],
  ['alarm_point', 'id'],
  ['alarm_actor', 'id'],
  ['alarm', 'sequence'],
  ['alarm_context', 'sequence'],
  ['annotation', 'sequence'],
] as const;

/** Rows of one transaction: years of alarms are not synced row by row, and no log grows as large as all of them. */
const ROWS_AT_ONCE = 10_000;

type Row = Record<string, unknown>;

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
    for (const [table, key] of TABLES) {
      const isEndKnown = copyTable(from, to, { table, key });
      // Numbers of rows that are gone may be on paper and in other people's files: no later row gets one.
      if (table === 'alarm' && !isEndKnown) new Meta(to).set(ALARMS_FROM_KEY, Date.now());
    }
  } finally {
    from.close();
  }
  nameLost(to);
}

/** False when the last row may be among those that are lost. */
function copyTable(
  from: Database.Database,
  to: Database.Database,
  { table, key }: { table: string; key: string },
): boolean {
  let isEndKnown = false;
  let reached: unknown = null;
  // Forwards until the damage, then backwards until it: what lies between is lost.
  for (const order of ['ASC', 'DESC']) {
    const isForwards = order === 'ASC';
    try {
      const rows = from.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY ${key} ${order}`);
      copyRows(rows, to, {
        table,
        isNew: row => isForwards || reached === null || isAbove(row[key], reached),
        copied: row => {
          if (isForwards) reached = row[key];
          else isEndKnown = true;
        },
      });
      return true;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
    }
  }
  return isEndKnown;
}

/** Keys of one table are all numbers or all words. */
const isAbove = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a > b : String(a) > String(b);

interface Copying {
  readonly table: string;
  readonly isNew: (row: Row) => boolean;
  readonly copied: (row: Row) => void;
}

function copyRows(rows: Database.Statement<[], Row>, to: Database.Database, { table, isNew, copied }: Copying): void {
  let insert: Database.Statement | null = null;
  let count = 0;
  to.exec('BEGIN IMMEDIATE');
  try {
    for (const row of rows.iterate()) {
      if (!isNew(row)) return;
      const columns = Object.keys(row);
      insert ??= to.prepare(
        `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      insert.run(Object.values(row));
      copied(row);
      if (++count % ROWS_AT_ONCE === 0) to.exec('COMMIT; BEGIN IMMEDIATE');
    }
  } finally {
    // What was read before the damage stays.
    if (to.inTransaction) to.exec('COMMIT');
  }
}

/**
 * What rows say of an alarm or a person whose name is lost: a number stands for it, so that they are found, and so that no other
 * alarm or person gets it and is taken for it.
 */
function nameLost(db: Database.Database): void {
  db.exec(`
    INSERT INTO alarm_point (id, alarm, priority, area) SELECT DISTINCT point, '#' || point, 4, '' FROM alarm
      WHERE point NOT IN (SELECT id FROM alarm_point);
    INSERT INTO alarm_actor SELECT DISTINCT actor, '#' || actor, NULL FROM alarm
      WHERE actor <> 0 AND actor NOT IN (SELECT id FROM alarm_actor);
  `);
}
