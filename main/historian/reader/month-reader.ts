/**
 * One month file, open for reading (reader thread). Heads, axes and the database itself are kept while they are used; what a
 * writer adds meanwhile is seen at the next question.
 */
import type Database from 'better-sqlite3';
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import { type AxisReader, openAxis } from '../codec/axis/axis.ts';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { decodeColumn, decodeSample } from '../codec/column/column.ts';
import { type StoredHead, unpackHeads } from '../codec/heads/head-pack.ts';
import type { Column, Interpolation } from '../samples.ts';
import { openMonthForReading } from '../store/month-file.ts';
import { Kept } from './kept.ts';

/** Axes kept open, 35 kB each once their times were looked at: eight pens over the same days share theirs. */
const KEPT_AXES = 512;
/** Tags whose heads are kept: 1,300 heads of a month of one tag take 0.5 MB. */
const KEPT_TAGS = 48;

/** Quality of samples whose bytes the disk has damaged. */
const DAMAGED = NOT_RECORDED;

const NOTHING: HeadsWithin = { inside: [], before: [], after: [] };

interface TagRow {
  readonly id: number;
  readonly interpolation: Interpolation;
}

/** Heads of all chunks of a tag, or of those that a span touches. */
const ALL = 'SELECT data FROM span WHERE tag = ? UNION ALL SELECT data FROM head WHERE tag = ?';
const WITHIN = `
  SELECT data FROM span WHERE tag = ? AND first_t <= ? AND last_t >= ?
  UNION ALL SELECT data FROM head WHERE tag = ? AND first_t <= ? AND last_t >= ?`;
/** Those before the span that reach furthest, and those after it that begin first. */
const BEFORE = `
  SELECT data FROM span WHERE tag = ? AND last_t = (SELECT max(last_t) FROM span WHERE tag = ? AND last_t < ?)
  UNION ALL
  SELECT data FROM head WHERE tag = ? AND last_t = (SELECT max(last_t) FROM head WHERE tag = ? AND last_t < ?)`;
const AFTER = `
  SELECT data FROM span WHERE tag = ? AND first_t = (SELECT min(first_t) FROM span WHERE tag = ? AND first_t > ?)
  UNION ALL
  SELECT data FROM head WHERE tag = ? AND first_t = (SELECT min(first_t) FROM head WHERE tag = ? AND first_t > ?)`;

export interface HeadsWithin {
  readonly inside: readonly StoredHead[];
  /** Of the chunks that end before the span those that end last. */
  readonly before: readonly StoredHead[];
  /** Of the chunks that begin after it those that begin first. */
  readonly after: readonly StoredHead[];
}

export class MonthReader {
  readonly db: Database.Database;
  readonly #tag: Database.Statement<[string], TagRow>;
  readonly #all: Database.Statement<number[], Buffer>;
  readonly #within: Database.Statement<number[], Buffer>;
  readonly #before: Database.Statement<number[], Buffer>;
  readonly #after: Database.Statement<number[], Buffer>;
  readonly #axis: Database.Statement<[number], Buffer>;
  readonly #chunk: Database.Statement<[number], Buffer>;
  readonly #markOf: Database.Statement<[number], number>;
  readonly #axes = new Kept<number, AxisReader>(KEPT_AXES);
  readonly #tags = new Map<string, TagRow>();
  readonly #known = new Kept<string, readonly StoredHead[]>(KEPT_TAGS);
  readonly #onDamage: (error: Error) => void;
  #version = -1;

  /** @param onDamage told of what could not be read, each time */
  constructor(folder: string, month: number, onDamage: (error: Error) => void) {
    this.#onDamage = onDamage;
    this.db = openMonthForReading(folder, month);
    this.#tag = this.db.prepare('SELECT id, interpolation FROM tag WHERE name = ?');
    this.#all = this.db.prepare<number[], Buffer>(ALL).pluck();
    this.#within = this.db.prepare<number[], Buffer>(WITHIN).pluck();
    this.#before = this.db.prepare<number[], Buffer>(BEFORE).pluck();
    this.#after = this.db.prepare<number[], Buffer>(AFTER).pluck();
    this.#markOf = this.db.prepare<[number], number>('SELECT seq FROM mark WHERE tag = ?').pluck();
    this.#axis = this.db.prepare<[number], Buffer>('SELECT data FROM axis WHERE id = ?').pluck();
    this.#chunk = this.db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
  }

  close(): void {
    this.db.close();
  }

  /** From here to `leave` everything that is read is of one moment; what a writer has added before counts. */
  enter(): void {
    this.db.exec('BEGIN');
    this.#markOf.get(0);
    const version = Number(this.db.pragma('data_version', { simple: true }));
    if (version !== this.#version) {
      this.#known.clear();
      // Retention frees ids, which are given again.
      this.#axes.clear();
    }
    this.#version = version;
  }

  leave(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT');
  }

  /** Up to which commit the live samples of a tag are in this file; 0 when none are. */
  markOf(tag: string): number {
    const row = this.#tagRow(tag);
    return row === undefined ? 0 : (this.#markOf.get(row.id) ?? 0);
  }

  /** Null when the tag is not in this file. */
  interpolationOf(tag: string): Interpolation | null {
    return this.#tagRow(tag)?.interpolation ?? null;
  }

  /** Heads of all chunks of a tag; kept. Throws `ChunkDamaged`. */
  headsOf(tag: string): readonly StoredHead[] {
    return this.#known.get(tag, () => {
      const row = this.#tagRow(tag);
      return row === undefined ? [] : this.#all.all(row.id, row.id).flatMap(unpackHeads);
    });
  }

  /** Heads of the chunks in [from, to] and of their neighbours: far fewer than all. Throws `ChunkDamaged`. */
  headsWithin(tag: string, from: number, to: number): HeadsWithin {
    const row = this.#tagRow(tag);
    if (row === undefined) return NOTHING;
    const touched = this.#within.all(row.id, to, from, row.id, to, from).flatMap(unpackHeads);
    const inside = touched.filter(head => head.firstT <= to && head.lastT >= from);
    // Whatever reaches into the span: another chunk may end later before it, or begin earlier after it.
    const before = [
      ...touched,
      ...this.#before.all(row.id, row.id, from, row.id, row.id, from).flatMap(unpackHeads),
    ].filter(h => h.lastT < from);
    const after = [...touched, ...this.#after.all(row.id, row.id, to, row.id, row.id, to).flatMap(unpackHeads)].filter(
      h => h.firstT > to,
    );
    const latest = before.reduce((t, h) => Math.max(t, h.lastT), Number.NEGATIVE_INFINITY);
    const next = after.reduce((t, h) => Math.min(t, h.firstT), Number.POSITIVE_INFINITY);
    // All that tie: of two at one time the later one counts, and the chunks do not know which that is.
    return { inside, before: before.filter(h => h.lastT === latest), after: after.filter(h => h.firstT === next) };
  }

  /** Of a damaged axis only its ends are known, from the head; its samples are then spread evenly between them. */
  axisOf(head: StoredHead): AxisReader {
    const { axisId } = head;
    return this.#axes.get(axisId, () =>
      this.#sound(
        () => openAxis(some(this.#axis.get(axisId), 'axis')),
        () => evenAxis(head),
      ),
    );
  }

  /** Samples of a damaged chunk have no value: a gap, and nothing made up. */
  columnOf({ chunkId, count }: StoredHead): Column {
    const read = (): Column => decodeColumn(some(this.#chunk.get(chunkId), 'chunk'), count);
    return this.#sound(read, () => ({
      v: new Float64Array(count).fill(Number.NaN),
      q: new Uint16Array(count).fill(DAMAGED),
    }));
  }

  /** One sample of a chunk without its time. */
  sampleOf({ chunkId, count }: StoredHead, index: number): ReturnType<typeof decodeSample> {
    const read = () => decodeSample(some(this.#chunk.get(chunkId), 'chunk'), { count, index });
    return this.#sound(read, () => ({ v: Number.NaN, q: DAMAGED }));
  }

  #sound<T>(read: () => T, instead: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Retention may have taken it since the question began: that is no damage.
      if (Number(this.db.pragma('data_version', { simple: true })) === this.#version) this.#onDamage(error);
      return instead();
    }
  }

  #tagRow(tag: string): TagRow | undefined {
    let row = this.#tags.get(tag);
    if (row === undefined) {
      row = this.#tag.get(tag);
      if (row !== undefined) this.#tags.set(tag, row);
    }
    return row;
  }
}

function some(data: Buffer | undefined, what: string): Buffer {
  if (data === undefined) throw new ChunkDamaged(`an ${what} is missing in a month file`);
  return data;
}

function evenAxis({ count, firstT, lastT, firstSeq }: StoredHead): AxisReader {
  const step = count > 1 ? (lastT - firstT) / (count - 1) : 0;
  const timeAt = (index: number): number => firstT + index * step;
  return {
    count,
    timeAt,
    indexAt: t => (t <= firstT ? 0 : Math.min(count, Math.ceil((t - firstT) / (step || Number.POSITIVE_INFINITY)))),
    axis: () => ({
      t: Float64Array.from({ length: count }, (_, i) => timeAt(i)),
      seq: new Float64Array(count).fill(firstSeq),
    }),
  };
}
