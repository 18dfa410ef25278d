/**
 * Looks through the journal of alarms (reader thread), block by block from one end, until there are enough rows. A block outside the
 * span is not read; for few alarms only those blocks are that have rows of them.
 */
import type Database from 'better-sqlite3';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import { type CancelSignal, QueryCancelled } from '../query/query-span.ts';
import { type AlarmBlock, BLOCK_ROWS, blockOf, NO_ROW, unpackBlock } from './alarm-block.ts';
import type { AlarmRowsAnswer, AlarmSearch } from './alarm-query.ts';
import { type AlarmTables, tablesOf, type WordTable } from './alarm-wish.ts';
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
    const block = blocks.read(no);
    const said = blocks.said(no, tables);
    for (let k = 0; k < BLOCK_ROWS; k++) {
      const i = isNewestFirst ? BLOCK_ROWS - 1 - k : k;
      if (!isFit(block, i, tables)) continue;
      const sequence = no * BLOCK_ROWS + i;
      if (after !== null && (isNewestFirst ? sequence >= after : sequence <= after)) continue;
      if (isSaid(block, i, said)) yield sequence;
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
  readonly named: WordTable['named'];
  /** Places of rows with the word in their comment. */
  readonly places: ReadonlySet<number>;
}

/** Each word by itself: one may be in the message and another in what somebody said about it. */
const isSaid = ({ point }: AlarmBlock, i: number, words: readonly Said[]): boolean =>
  words.every(({ named, places }) => named[point[i] as number] === 1 || places.has(i));

/** Whether a block has a number that the pages before have not. */
function isLeft(no: number, { isNewestFirst, after }: Pick<AlarmSearch, 'isNewestFirst' | 'after'>): boolean {
  if (after === null) return true;
  return isNewestFirst ? no * BLOCK_ROWS < after : (no + 1) * BLOCK_ROWS > after + 1;
}

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

  /** Blocks that may have a row, in the order of the search. None outside the span is touched: on a cold disk each costs a read. */
  *numbers(tables: AlarmTables, { isNewestFirst, after }: AlarmSearch): Generator<number> {
    const { points } = tables;
    const wanted = [...points.keys()].filter(id => points[id] === 1);
    if (wanted.length === 0) return;
    const upwards = this.#within(tables).filter(no => isLeft(no, { isNewestFirst, after }));
    const numbers = isNewestFirst ? upwards.toReversed() : upwards;
    if (wanted.length > FEW_POINTS) yield* numbers;
    else yield* this.#withRowsOf(wanted, numbers, isNewestFirst);
  }

  read(no: number): AlarmBlock {
    const data = this.#spans.has(no) ? this.#data.get(no) : undefined;
    // Not packed yet, or damaged: the rows say the same, more slowly.
    return (data === undefined ? null : unpackBlock(data)) ?? this.#rows.block(no);
  }

  said(no: number, { words }: AlarmTables): readonly Said[] {
    const start = no * BLOCK_ROWS;
    return words.map(({ word, named }) => ({
      named,
      places: new Set(this.#said.all(start, start + BLOCK_ROWS, word).map(sequence => sequence - start)),
    }));
  }

  /** Oldest first: those with a time in the span, and those of which that is not written down. */
  #within({ from, to }: AlarmTables): readonly number[] {
    const packed = [...this.#spans].filter(([, { first, last }]) => first < to && last >= from).map(([no]) => no);
    return [...packed, ...this.#unpacked()].toSorted((a, b) => a - b);
  }

  /** Passes over packed blocks without a look at the rows. */
  *#unpacked(): Generator<number> {
    for (let at = this.#rows.from(0); at !== null; ) {
      let no = blockOf(at);
      if (!this.#spans.has(no)) yield no++;
      while (this.#spans.has(no)) no++;
      at = this.#rows.from(no * BLOCK_ROWS);
    }
  }

  /** Those of the blocks that have a row of these alarms; leaps over the others. */
  *#withRowsOf(few: readonly number[], numbers: readonly number[], isNewestFirst: boolean): Generator<number> {
    let reached = isNewestFirst ? Number.POSITIVE_INFINITY : -1;
    for (const no of numbers) {
      if (isNewestFirst ? no > reached : no < reached) continue;
      const next = isNewestFirst ? this.#newestOf(few, (no + 1) * BLOCK_ROWS) : this.#oldestOf(few, no * BLOCK_ROWS);
      if (next === null) return;
      reached = blockOf(next);
      if (reached === no) yield no;
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
