/**
 * How the alarms stood at a moment of the past (reader thread): the last row of each that had been received by then. The journal is in
 * order of receiving but where the clock was set back; there the rows before the step count as received.
 */
import type Database from 'better-sqlite3';
import { type StoredAlarms, storedAlarms } from './stored-alarms.ts';

/** `at` is epoch ms UTC. A few look-ups an alarm, however long the journal is. */
export const alarmsAt = (db: Database.Database, at: number): StoredAlarms => storedAlarms(db, at, firstAfter(db, at));

/** Number of the first row that was received after `at`; behind the last one when there is none. */
function firstAfter(db: Database.Database, at: number): number {
  const bounds = db
    .prepare<[], { low: number | null; high: number | null }>('SELECT min(sequence) low, max(sequence) high FROM alarm')
    .get();
  // Numbers of lost rows are left out: the next row that there is answers for them.
  const next = db.prepare<[number], { received: number }>(
    'SELECT received FROM alarm WHERE sequence >= ? ORDER BY sequence LIMIT 1',
  );
  let low = bounds?.low ?? 1;
  let high = (bounds?.high ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((next.get(middle)?.received ?? Number.POSITIVE_INFINITY) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
