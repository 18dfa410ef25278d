/**
 * What a journal usually is, for comparison: one SQLite table of rows with an index on their time, searched with WHERE and LIKE.
 * Fills a file of its own with the rows of one month, then answers the same questions.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { AlarmJournalFilter } from '../../../../shared/model/alarm-journal.ts';
import { madeAlarms, randomRows } from '../../../kit/alarm-rows.ts';
import { answer, dropFromCache, orderOf } from '../../historian/measured.ts';
import type { JournalSpan } from './journal-fill-process.ts';
import type { Answered, JournalQuestion } from './journal-process.ts';

export interface StockOrder {
  readonly folder: string;
  readonly alarms: number;
  readonly span: JournalSpan;
  readonly searches: readonly JournalQuestion[];
  readonly times: number;
}

export interface StockMeasured {
  readonly searches: readonly Answered[];
}

const { folder, alarms, span, searches, times } = orderOf<StockOrder>();
const db = new Database(join(folder, 'stock.db'));
fill();
const answered: Answered[] = [];
for (const question of searches) answered.push(await measure(question));
answer({ searches: answered } satisfies StockMeasured);

function fill(): void {
  const made = madeAlarms(alarms);
  const messages = new Map(made.map(({ id, message }) => [id, message]));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.exec(`CREATE TABLE alarm (sequence INTEGER PRIMARY KEY, received REAL, id TEXT, tag TEXT, area TEXT, priority INTEGER,
    event TEXT, state TEXT, who TEXT, comment TEXT, zh TEXT, en TEXT, value REAL, bound REAL)`);
  const insert = db.prepare('INSERT INTO alarm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  db.transaction(() => {
    const { rows: count, ...rest } = span;
    for (const row of randomRows({ seed: 9, count, alarms: made, ...rest })) {
      const { sequence, received, id, tag, area, priority, event, to, who, comment, value, limit } = row;
      const { zh = '', en = '' } = messages.get(id) ?? {};
      insert.run(sequence, received, id, tag, area, priority, event, to, who, comment, zh, en, value, limit);
    }
  })();
  db.exec('CREATE INDEX alarm_received ON alarm (received)');
  db.pragma('wal_checkpoint(TRUNCATE)');
}

async function measure({ name, filter, limit }: JournalQuestion): Promise<Answered> {
  const { where, values } = whereOf(filter);
  const ask = db.prepare<(string | number)[]>(
    `SELECT * FROM alarm WHERE ${where} ORDER BY received DESC LIMIT ${limit}`,
  );
  await dropFromCache(folder);
  const ms: number[] = [];
  let rows = 0;
  for (let i = 0; i <= times; i++) {
    const asked = performance.now();
    rows = ask.all(...values).length;
    ms.push(performance.now() - asked);
  }
  const [coldMs = Number.NaN, ...warmMs] = ms;
  return { name, coldMs, warmMs, rows };
}

function whereOf(filter: AlarmJournalFilter): {
  readonly where: string;
  readonly values: readonly (string | number)[];
} {
  const parts = ['received >= ?', 'received < ?'];
  const values: (string | number)[] = [filter.from, filter.to];
  const among = (column: string, wanted: readonly (string | number)[] | undefined): void => {
    if (wanted === undefined) return;
    parts.push(`${column} IN (${wanted.map(() => '?').join(', ')})`);
    values.push(...wanted);
  };
  among('id', filter.ids);
  among('tag', filter.tags);
  among('area', filter.areas);
  among('priority', filter.priorities);
  among('event', filter.events);
  among('state', filter.states);
  const like = (columns: readonly string[], part: string | undefined): void => {
    if (part === undefined) return;
    parts.push(`(${columns.map(column => `${column} LIKE ?`).join(' OR ')})`);
    values.push(...columns.map(() => `%${part}%`));
  };
  like(['who'], filter.who);
  like(['id', 'comment', 'zh', 'en'], filter.text);
  return { where: parts.join(' AND '), values };
}
