/**
 * Rows of the journal of alarms as they lie in `station.db` (writer thread, reader threads, at the start the main thread): reads
 * only. A row tells its alarm, its person and its place by number.
 */
import type Database from 'better-sqlite3';
import type { AlarmPriority, AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmJournalRow, AlarmWords } from '../../../shared/model/alarm-journal.ts';
import { Meta } from '../store/station-db.ts';
import { afterFrom } from './after-json.ts';
import { type AlarmBlock, type AlarmBlockRow, BLOCK_ROWS, emptyBlock, putRow } from './alarm-block.ts';
import { ANNOUNCED, eventOf, flagsFrom, stateOf } from './alarm-codes.ts';

/** `meta` key: numbers up to this one may have been given to rows that are lost. */
export const ALARMS_FROM_KEY = 'alarms_from';

/** What a start finds. */
export interface StoredAlarms {
  readonly lastSequence: number;
  readonly last: readonly AlarmTransition[];
  readonly announced: readonly Pick<AlarmTransition, 'received' | 'area'>[];
  /** The newest row around which samples are kept; 0 = of none. */
  readonly lastContext: number;
}

/** An alarm as it was defined and called at the time. */
export interface StoredPoint {
  readonly id: number;
  readonly alarm: string;
  readonly tag: string | null;
  readonly priority: number;
  readonly area: string;
  /** Null where it is not known. */
  readonly words: AlarmWords | null;
}

interface RawPoint extends Omit<StoredPoint, 'words'> {
  readonly zh: string | null;
  readonly en: string | null;
  readonly area_zh: string | null;
  readonly area_en: string | null;
  readonly unit: string | null;
}

interface RawRow {
  readonly sequence: number;
  readonly time: number;
  readonly received: number;
  readonly point: number;
  readonly event: number;
  readonly was: number;
  readonly became: number;
  readonly flags: number;
  readonly activations: number;
  readonly value: number | null;
  readonly bound: number | null;
  readonly comment: string | null;
  readonly after: string;
  readonly alarm: string | null;
  readonly tag: string | null;
  readonly priority: AlarmPriority | null;
  readonly area: string | null;
  readonly who: string | null;
  readonly place: string | null;
}

/** Calls of the last ten minutes count in the rate of alarms, ms. */
const ANNOUNCED_MS = 600_000;
/** Of a clock that was set back there may be more: then the newest. */
const MOST_ANNOUNCED = 50_000;

const ROW = `SELECT a.*, p.alarm, p.tag, p.priority, p.area, w.who, w.place
  FROM alarm a LEFT JOIN alarm_point p ON p.id = a.point LEFT JOIN alarm_actor w ON w.id = a.actor`;

export class AlarmRows {
  readonly #one: Database.Statement<[number], RawRow>;
  readonly #block: Database.Statement<[number, number], AlarmBlockRow>;
  readonly #below: Database.Statement<[number], number | null>;
  readonly #from: Database.Statement<[number], number | null>;
  readonly #point: Database.Statement<[number], RawPoint>;
  /** One object for all rows of a point: an answer takes it along once. */
  readonly #words = new Map<number, AlarmWords | null>();

  constructor(db: Database.Database) {
    this.#one = db.prepare(`${ROW} WHERE a.sequence = ?`);
    this.#block = db.prepare(
      'SELECT sequence, received, point, actor, event, became FROM alarm WHERE sequence >= ? AND sequence < ?',
    );
    this.#point = db.prepare('SELECT * FROM alarm_point WHERE id = ?');
    this.#below = db.prepare<[number], number | null>('SELECT max(sequence) FROM alarm WHERE sequence < ?').pluck();
    this.#from = db.prepare<[number], number | null>('SELECT min(sequence) FROM alarm WHERE sequence >= ?').pluck();
  }

  /** Null when there is none, or none that this version understands. */
  row(sequence: number): AlarmJournalRow | null {
    const raw = this.#one.get(sequence);
    const row = raw === undefined ? null : journalRow(raw);
    if (raw === undefined || row === null) return null;
    const words = this.#wordsOf(raw.point);
    return words === null ? row : { ...row, words };
  }

  #wordsOf(point: number): AlarmWords | null {
    const known = this.#words.get(point);
    if (known !== undefined) return known;
    const raw = this.#point.get(point);
    const words = raw === undefined ? null : wordsFrom(raw);
    this.#words.set(point, words);
    return words;
  }

  /** With the whole of its alarm after it. */
  transition(sequence: number): AlarmTransition | null {
    const raw = this.#one.get(sequence);
    if (raw === undefined) return null;
    const row = journalRow(raw);
    const after = afterFrom(raw.after);
    return row === null || after === null ? null : { ...row, after };
  }

  /** The columns of a block, from its rows. */
  block(no: number): AlarmBlock {
    const block = emptyBlock();
    for (const row of this.#block.iterate(no * BLOCK_ROWS, (no + 1) * BLOCK_ROWS)) putRow(block, row);
    return block;
  }

  /** Highest number below; null when there is none. */
  below(sequence: number): number | null {
    return this.#below.get(sequence) ?? null;
  }

  /** Lowest number from there on; null when there is none. */
  from(sequence: number): number | null {
    return this.#from.get(sequence) ?? null;
  }
}

export const storedPoints = (db: Database.Database): readonly StoredPoint[] =>
  db
    .prepare<[], RawPoint>('SELECT * FROM alarm_point')
    .all()
    .map(raw => {
      const { id, alarm, tag, priority, area } = raw;
      return { id, alarm, tag, priority, area, words: wordsFrom(raw) };
    });

function wordsFrom({ zh, en, area_zh, area_en, unit }: RawPoint): AlarmWords | null {
  if (zh === null || en === null) return null;
  return { message: { zh, en }, areaName: { zh: area_zh ?? '', en: area_en ?? '' }, unit: unit ?? '' };
}

/** Behind every row. */
const NO_END = Number.MAX_SAFE_INTEGER;

/** The last row of each alarm without reading the others. `now` is epoch ms; rows from number `end` on are passed over. */
export function storedAlarms(db: Database.Database, now: number, end = NO_END): StoredAlarms {
  const rows = new AlarmRows(db);
  const all = storedPoints(db);
  const byAlarm = Map.groupBy(all, ({ alarm }) => alarm);
  const last = [...byAlarm.values()].flatMap(points => lastOf(db, rows, { points, end }) ?? []);
  const highest = (table: string): number =>
    db.prepare<[], number>(`SELECT coalesce(max(sequence), 0) FROM ${table}`).pluck().get() ?? 0;
  const lastContext = highest('alarm_context');
  const above = new Meta(db).number(ALARMS_FROM_KEY);
  return {
    lastSequence: end === NO_END ? Math.max(highest('alarm'), lastContext, above ?? 0) : end - 1,
    last,
    announced: announcedAfter(db, now - ANNOUNCED_MS, { points: all, end }),
    lastContext,
  };
}

/** Definitions of one alarm or of all, and the number of the first row that does not count. */
interface Of {
  readonly points: readonly StoredPoint[];
  readonly end: number;
}

/** A row that the disk has damaged is passed over. */
function lastOf(db: Database.Database, rows: AlarmRows, { points, end: from }: Of): AlarmTransition | null {
  const newest = db
    .prepare<[number, number], number | null>('SELECT max(sequence) FROM alarm WHERE point = ? AND sequence < ?')
    .pluck();
  for (let end = from; ; ) {
    const found = Math.max(0, ...points.map(({ id }) => newest.get(id, end) ?? 0));
    if (found === 0) return null;
    const row = rows.transition(found);
    if (row !== null) return row;
    end = found;
  }
}

/** Oldest first. */
function announcedAfter(db: Database.Database, after: number, { points, end }: Of): StoredAlarms['announced'] {
  const areas = new Map(points.map(({ id, area }) => [id, area]));
  const found: StoredAlarms['announced'][number][] = [];
  const newest = db.prepare<[number], { received: number; flags: number; point: number }>(
    'SELECT received, flags, point FROM alarm WHERE sequence < ? ORDER BY sequence DESC',
  );
  for (const { received, flags, point } of newest.iterate(end)) {
    if (received <= after || found.length >= MOST_ANNOUNCED) break;
    if ((flags & ANNOUNCED) !== 0) found.push({ received, area: areas.get(point) ?? '' });
  }
  return found.toReversed();
}

function journalRow(raw: RawRow): AlarmJournalRow | null {
  const { sequence, time, received, point, tag, value, bound, who, place, flags, activations } = raw;
  const [event, from, to] = [eventOf(raw.event), stateOf(raw.was), stateOf(raw.became)];
  if (event === undefined || from === undefined || to === undefined) return null;
  // Its definition was lost to a damaged disk: what happened is shown all the same.
  const { alarm, priority, area, comment } = raw;
  return {
    ...{ sequence, time, received, tag, event, from, to, value, who, activations },
    ...{ id: alarm ?? `#${point}`, priority: priority ?? 4, area: area ?? '' },
    ...{ limit: bound, where: place, comment: comment ?? '' },
    ...flagsFrom(flags),
  };
}
