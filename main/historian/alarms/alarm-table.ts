/**
 * The journal of alarms as it is written (writer thread): rows are added and never changed. Sent again after the death of a thread,
 * a row is known by its number. Also what was kept around alarms, as much of it as there is room for.
 */
import type Database from 'better-sqlite3';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmContext, AlarmWords } from '../../../shared/model/alarm-journal.ts';
import { afterJson } from './after-json.ts';
import { BLOCK_ROWS, blockOf, packBlock, spanOf } from './alarm-block.ts';
import { EVENT_CODES, flagsOf, STATE_CODES } from './alarm-codes.ts';
import type { AlarmWordsById } from './alarm-desk.ts';
import { contextBytes } from './context-blob.ts';
import { AlarmRows, storedPoints } from './stored-alarms.ts';

/** What was kept around alarms takes this much at most: several years of it; the oldest goes. */
export const CONTEXT_BYTES = 512 * 1_048_576;

/** Numbers of alarms and people, by what they are. */
interface Numbers {
  readonly points: Map<string, number>;
  readonly actors: Map<string, number>;
  lastPoint: number;
  lastActor: number;
}

const pointKey = ({ alarm, tag, priority, area, words }: Pointed): string =>
  JSON.stringify([alarm, tag, priority, area, words === null ? null : columnsOf(words)]);
const columnsOf = ({ message, areaName, unit }: AlarmWords): readonly string[] => [
  ...[message.zh, message.en, areaName.zh, areaName.en, unit],
];
const NO_COLUMNS = [null, null, null, null, null];
const actorKey = (who: string | null, where: string | null): string => JSON.stringify([who, where]);

interface Pointed {
  readonly alarm: string;
  readonly tag: string | null;
  readonly priority: number;
  readonly area: string;
  readonly words: AlarmWords | null;
}

export class AlarmTable {
  readonly #db: Database.Database;
  readonly #rows: AlarmRows;
  readonly #insert: Database.Statement;
  readonly #contextBytes: number;
  #numbers: Numbers | null = null;
  /** Highest number; null = look it up. */
  #lastKnown: number | null = null;
  /** Blocks that are full and not packed yet. */
  #unpacked: Set<number> | null = null;

  constructor(db: Database.Database, contextBytesKept = CONTEXT_BYTES) {
    this.#db = db;
    this.#contextBytes = contextBytesKept;
    this.#rows = new AlarmRows(db);
    this.#insert = db.prepare(
      `INSERT INTO alarm (sequence, time, received, point, event, was, became, actor, flags, activations, value, bound,
       comment, folded, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sequence) DO NOTHING`,
    );
  }

  /** A number of these rows that another row has already; null when there is none. Such rows must not be added. */
  taken(rows: readonly AlarmTransition[]): number | null {
    const isOther = ({ sequence, received, id, event }: AlarmTransition): boolean => {
      if (sequence > this.#last) return false;
      const known = this.#rows.row(sequence);
      return known !== null && (known.id !== id || known.received !== received || known.event !== event);
    };
    return rows.find(isOther)?.sequence ?? null;
  }

  /** Within the caller's transaction; when that fails, `forget` comes next. `words`: what the alarms are called now, by id. */
  add(rows: readonly AlarmTransition[], words: AlarmWordsById = new Map()): void {
    for (const row of rows) {
      const { sequence, time, received, value, limit, comment, activations } = row;
      this.#came(sequence);
      this.#insert.run(
        ...[sequence, time, received, this.#pointOf(row, words.get(row.id) ?? null)],
        ...[EVENT_CODES[row.event], STATE_CODES[row.from], STATE_CODES[row.to]],
        ...[this.#actorOf(row), flagsOf(row), activations, value, limit],
        ...(comment === '' ? [null, null] : [comment, comment.toLowerCase()]),
        afterJson(row.after),
      );
    }
  }

  /** Replaces what was kept for the same row; the oldest gives way. Within the caller's transaction. */
  addContext(context: AlarmContext): void {
    const data = contextBytes(context);
    const insert = this.#db.prepare('INSERT OR REPLACE INTO alarm_context (sequence, bytes, data) VALUES (?, ?, ?)');
    insert.run(context.sequence, data.length, data);
    const total = this.#db.prepare<[], number>('SELECT total(bytes) FROM alarm_context').pluck();
    const drop = this.#db.prepare(
      'DELETE FROM alarm_context WHERE sequence = (SELECT min(sequence) FROM alarm_context WHERE sequence <> ?)',
    );
    while ((total.get() ?? 0) > this.#contextBytes && drop.run(context.sequence).changes > 0);
  }

  /** What a transaction that failed had given numbers to has none. */
  forget(): void {
    this.#numbers = null;
    this.#unpacked = null;
    this.#lastKnown = null;
  }

  /** Blocks wait to be packed. */
  get hasWork(): boolean {
    return this.#waiting.size > 0;
  }

  /** Packs one block in a transaction of its own. Throws what the disk throws. */
  packSome(): void {
    const [no] = this.#waiting;
    if (no === undefined) return;
    const block = this.#rows.block(no);
    const { first = 0, last = 0 } = spanOf(block) ?? {};
    this.#db.prepare('INSERT OR REPLACE INTO alarm_block VALUES (?, ?, ?, ?)').run(no, first, last, packBlock(block));
    this.#waiting.delete(no);
  }

  get #last(): number {
    return (this.#lastKnown ??= this.#rows.below(Number.MAX_SAFE_INTEGER) ?? 0);
  }

  get #waiting(): Set<number> {
    return (this.#unpacked ??= this.#findUnpacked());
  }

  #findUnpacked(): Set<number> {
    const packed = new Set(this.#db.prepare<[], number>('SELECT no FROM alarm_block').pluck().all());
    const found = new Set<number>();
    const end = blockOf(this.#last);
    for (let at = this.#rows.from(0); at !== null && blockOf(at) < end; at = this.#rows.from(nextStart(at))) {
      if (!packed.has(blockOf(at))) found.add(blockOf(at));
    }
    return found;
  }

  #came(sequence: number): void {
    const no = blockOf(sequence);
    if (sequence > this.#last) {
      if (no > blockOf(this.#last) && this.#last > 0) this.#waiting.add(blockOf(this.#last));
      this.#lastKnown = sequence;
    } else if (no < blockOf(this.#last)) {
      // Out of order: what was made of the block without it is not true any more.
      this.#db.prepare('DELETE FROM alarm_block WHERE no = ?').run(no);
      this.#waiting.add(no);
    }
  }

  #pointOf({ id: alarm, tag, priority, area }: AlarmTransition, words: AlarmWords | null): number {
    const numbers = this.#known();
    const key = pointKey({ alarm, tag, priority, area, words });
    const known = numbers.points.get(key);
    if (known !== undefined) return known;
    const id = ++numbers.lastPoint;
    this.#db
      .prepare('INSERT INTO alarm_point VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, alarm, tag, priority, area, ...(words === null ? NO_COLUMNS : columnsOf(words)));
    numbers.points.set(key, id);
    return id;
  }

  /** 0 = the station itself. */
  #actorOf({ who, where }: AlarmTransition): number {
    if (who === null && where === null) return 0;
    const numbers = this.#known();
    const key = actorKey(who, where);
    const known = numbers.actors.get(key);
    if (known !== undefined) return known;
    const id = ++numbers.lastActor;
    this.#db.prepare('INSERT INTO alarm_actor VALUES (?, ?, ?)').run(id, who, where);
    numbers.actors.set(key, id);
    return id;
  }

  #known(): Numbers {
    return (this.#numbers ??= this.#readNumbers());
  }

  #readNumbers(): Numbers {
    const points = storedPoints(this.#db);
    const actors = this.#db
      .prepare<[], { id: number; who: string | null; place: string | null }>('SELECT id, who, place FROM alarm_actor')
      .all();
    return {
      points: new Map(points.map(point => [pointKey(point), point.id])),
      actors: new Map(actors.map(({ id, who, place }) => [actorKey(who, place), id])),
      lastPoint: points.reduce((most, { id }) => Math.max(most, id), 0),
      lastActor: actors.reduce((most, { id }) => Math.max(most, id), 0),
    };
  }
}

const nextStart = (sequence: number): number => (blockOf(sequence) + 1) * BLOCK_ROWS;
