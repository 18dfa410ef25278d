/**
 * Looks at the journal of a running station from outside, every 2 ms: from when on a row can be read from its file. With WAL and a
 * sync at each commit a row is durable before any reader sees it.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EVENT_CODES } from '../../../../main/historian/alarms/alarm-codes.ts';
import { STATION_FILE } from '../../../../main/historian/store/station-db.ts';
import type { AlarmEventKind } from '../../../../shared/model/alarm.ts';
import { sleep } from '../../bench.ts';

const LOOK_EVERY_MS = 2;
/** Whoever asks may be ahead of the looks. */
const PATIENCE_MS = 1_000;

interface SeenRow {
  readonly sequence: number;
  readonly alarm: string;
  readonly event: number;
  /** Epoch ms of the look that found it, and of the one before, when it was not there. */
  readonly at: number;
  readonly absentAt: number;
}

/** When rows were found; the looks come late when the machine is busy. */
export interface RowsSeen {
  readonly at: number;
  /** Certainly not there yet. */
  readonly absentAt: number;
}

export class JournalWatch {
  readonly #db: Database.Database;
  readonly #timer: NodeJS.Timeout;
  readonly #seen: SeenRow[] = [];
  #last: number;

  /** @param data folder of the station */
  constructor(data: string) {
    this.#db = new Database(join(data, STATION_FILE), { readonly: true, fileMustExist: true });
    this.#last = this.#db.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM alarm').pluck().get() ?? 0;
    const newer = this.#db.prepare<[number], Omit<SeenRow, 'at' | 'absentAt'>>(
      `SELECT a.sequence, p.alarm, a.event FROM alarm a JOIN alarm_point p ON p.id = a.point
       WHERE a.sequence > ? ORDER BY a.sequence`,
    );
    let absentAt = Date.now();
    this.#timer = setInterval(() => {
      const lookedAt = Date.now();
      const rows = newer.all(this.#last);
      const at = Date.now();
      for (const row of rows) this.#seen.push({ ...row, at, absentAt });
      absentAt = lookedAt;
      this.#last = rows.at(-1)?.sequence ?? this.#last;
    }, LOOK_EVERY_MS);
  }

  /** When the last of these alarms had such a row after `since`; null when one has none within a moment. */
  async seen(ids: readonly string[], event: AlarmEventKind, since: number): Promise<RowsSeen | null> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      const found = this.#find(ids, event, since);
      if (found !== null) return found;
      await sleep(LOOK_EVERY_MS);
    }
    return null;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#db.close();
  }

  #find(ids: readonly string[], event: AlarmEventKind, since: number): RowsSeen | null {
    const wanted = new Set(ids);
    let last: RowsSeen = { at: 0, absentAt: 0 };
    for (let i = this.#seen.length - 1; i >= 0 && wanted.size > 0; i--) {
      const row = this.#seen[i];
      if (row === undefined || row.at < since) break;
      if (row.event !== EVENT_CODES[event] || !wanted.delete(row.alarm)) continue;
      if (row.at > last.at) last = row;
    }
    return wanted.size > 0 ? null : last;
  }
}
