/**
 * Looks through the journal of alarms (reader thread), block by block from one end, until there are enough rows. A block outside the
 * span is not read; for few alarms only those blocks are that have rows of them.
 */
import type Database from 'better-sqlite3';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import { type CancelSignal, QueryCancelled } from '../query/query-span.ts';
import { type AlarmBlock, BLOCK_ROWS, blockOf, NO_ROW, unpackBlock } from './alarm-block.ts';
import type { AlarmRowsAnswer, AlarmSearch } from './alarm-query.ts';
import { type AlarmTables, tablesOf } from './alarm-wish.ts';
import { AlarmRows } from './stored-alarms.ts';

/** For so many alarms their rows are looked up block by block; beyond it every block has some of them. */
const FEW_POINTS = 32;

/** What is read of the file is of one moment: within the caller's transaction. Throws `QueryCancelled`. */
export function searchAlarms(db: Database.Database, search: AlarmSearch, signal: CancelSignal): AlarmRowsAnswer {
  const { limit } = search;
  const rows = new AlarmRows(db);
  const found: AlarmJournalRow[] = [];
  for (const sequence of hits(db, rows, search)) {
    if (signal.isCancelled) throw new QueryCancelled();
    if (sequence === null) continue;
    const row = rows.row(sequence);
    if (row === null) continue;
    if (found.length === limit) return { rows: found, hasMore: true };
    found.push(row);
  }
  return { rows: found, hasMore: false };
}

/** Numbers of the rows that fit, in the order of the search; null behind each block, so that the caller can stop. */
function* hits(db: Database.Database, rows: AlarmRows, search: AlarmSearch): Generator<number | null> {
  const tables = tablesOf(db, search);
  const { isNewestFirst, after } = search;
  const blocks = new Blocks(db, rows);
  for (const no of blocks.numbers(tables, search)) {
    const block = blocks.read(no, tables);
    if (block !== null) {
      const said = blocks.said(no, tables);
      for (let k = 0; k < BLOCK_ROWS; k++) {
        const i = isNewestFirst ? BLOCK_ROWS - 1 - k : k;
        if (!isFit(block, i, tables)) continue;
        const sequence = no * BLOCK_ROWS + i;
        if (after !== null && (isNewestFirst ? sequence >= after : sequence <= after)) continue;
        if (isSaid(block, i, { tables, said })) yield sequence;
      }
    }
    yield null;
  }
}

/** All but the text. Runs once a row: no more than it needs. */
function isFit(block: AlarmBlock, i: number, { from, to, points, actors, events, states }: AlarmTables): boolean {
  const event = block.event[i] as number;
  if (event === NO_ROW || points[block.point[i] as number] !== 1) return false;
  const time = block.received[i] as number;
  if (!(time >= from && time < to)) return false;
  if (events !== null && events[event] !== 1) return false;
  if (states !== null && states[block.became[i] as number] !== 1) return false;
  return actors === null || actors[block.actor[i] as number] === 1;
}

interface Said {
  readonly tables: AlarmTables;
  /** Places of rows with the text in their comment. */
  readonly said: ReadonlySet<number>;
}

const isSaid = ({ point }: AlarmBlock, i: number, { tables: { named }, said }: Said): boolean =>
  named === null || named[point[i] as number] === 1 || said.has(i);

const NOTHING: ReadonlySet<number> = new Set();

class Blocks {
  readonly #rows: AlarmRows;
  readonly #spans: ReadonlyMap<number, { readonly first: number; readonly last: number }>;
  readonly #data: Database.Statement<[number], Buffer>;
  readonly #said: Database.Statement<[number, number, string], number>;
  readonly #below: Database.Statement<[number, number], number | null>;
  readonly #from: Database.Statement<[number, number], number | null>;

  constructor(db: Database.Database, rows: AlarmRows) {
    this.#rows = rows;
    const spans = db.prepare<[], { no: number; first: number; last: number }>(
      'SELECT no, first, last FROM alarm_block',
    );
    this.#spans = new Map(spans.all().map(({ no, first, last }) => [no, { first, last }]));
    this.#data = db.prepare<[number], Buffer>('SELECT data FROM alarm_block WHERE no = ?').pluck();
    this.#said = db
      .prepare<[number, number, string], number>(
        `SELECT sequence FROM alarm INDEXED BY alarm_said
         WHERE folded IS NOT NULL AND sequence >= ? AND sequence < ? AND instr(folded, ?) > 0`,
      )
      .pluck();
    const edge = (what: string, side: string) =>
      db.prepare<[number, number], number | null>(`SELECT ${what} FROM alarm WHERE point = ? AND ${side}`).pluck();
    this.#below = edge('max(sequence)', 'sequence < ?');
    this.#from = edge('min(sequence)', 'sequence >= ?');
  }

  /** Blocks that may have a row, in the order of the search. */
  *numbers({ points }: AlarmTables, { isNewestFirst, after }: AlarmSearch): Generator<number> {
    const wanted = [...points.keys()].filter(id => points[id] === 1);
    if (wanted.length === 0) return;
    const few = wanted.length <= FEW_POINTS ? wanted : null;
    if (isNewestFirst) yield* this.#downwards(few, after ?? Number.MAX_SAFE_INTEGER);
    else yield* this.#upwards(few, (after ?? -1) + 1);
  }

  /** Null when no row of it lies in the span. */
  read(no: number, { from, to }: AlarmTables): AlarmBlock | null {
    const span = this.#spans.get(no);
    if (span !== undefined && (span.first >= to || span.last < from)) return null;
    const data = span === undefined ? undefined : this.#data.get(no);
    // Not packed yet, or damaged: the rows say the same, more slowly.
    return (data === undefined ? null : unpackBlock(data)) ?? this.#rows.block(no);
  }

  said(no: number, { text }: AlarmTables): ReadonlySet<number> {
    if (text === null) return NOTHING;
    const start = no * BLOCK_ROWS;
    return new Set(this.#said.all(start, start + BLOCK_ROWS, text).map(sequence => sequence - start));
  }

  *#downwards(few: readonly number[] | null, before: number): Generator<number> {
    for (let end = before; ; ) {
      const next = few === null ? this.#rows.below(end) : this.#newestOf(few, end);
      if (next === null) return;
      yield blockOf(next);
      end = blockOf(next) * BLOCK_ROWS;
    }
  }

  *#upwards(few: readonly number[] | null, start: number): Generator<number> {
    for (let at = start; ; ) {
      const next = few === null ? this.#rows.from(at) : this.#oldestOf(few, at);
      if (next === null) return;
      yield blockOf(next);
      at = (blockOf(next) + 1) * BLOCK_ROWS;
    }
  }

  #newestOf(points: readonly number[], end: number): number | null {
    const found = points.flatMap(point => this.#below.get(point, end) ?? []);
    return found.length === 0 ? null : Math.max(...found);
  }

  #oldestOf(points: readonly number[], start: number): number | null {
    const found = points.flatMap(point => this.#from.get(point, start) ?? []);
    return found.length === 0 ? null : Math.min(...found);
  }
}
