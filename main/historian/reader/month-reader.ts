/**
 * One month file, open for reading (reader thread). Heads, axes and the database itself are kept while they are used; what a
 * writer adds meanwhile is seen at the next question.
 */
import type Database from 'better-sqlite3';
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import { type AxisReader, openAxis } from '../codec/axis/axis.ts';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { decodeColumn, decodeSample, decodeValues } from '../codec/column/column.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { unpackHeads } from '../codec/heads/packed-head.ts';
import type { Column, Interpolation } from '../samples.ts';
import { openMonthForReading } from '../store/month-file.ts';
import { type Ahead, InstantLook } from './instant-look.ts';
import { Kept } from './kept.ts';
import type { Stretch } from './stretch.ts';

/**
 * Axes kept open, 35 kB each once their times and numbers were looked at: as many as a chart has columns, so that it is drawn again
 * without reading them, and eight pens share theirs.
 */
const KEPT_AXES = 2_048;
/** Chunks whose heads are kept, 200 bytes each: four pens of ten years. */
const KEPT_CHUNKS = 620_000;
/** Ids of rows are below it; more generations than a thread lives through leave the key a safe integer. */
const MOST_IDS = 2 ** 36;

/** What a thread keeps of all its month files together. */
export class KeptOfMonths {
  readonly axes = new Kept<number, AxisReader>(KEPT_AXES);
  readonly stretches = new Kept<string, Stretch>(KEPT_CHUNKS, ({ parts }) => parts.length + 1);
  #generation = 0;

  /** A number for what is read from a file as it is now: what was kept under another one is not asked for again. */
  nextGeneration(): number {
    return ++this.#generation;
  }

  clear(): void {
    this.axes.clear();
    this.stretches.clear();
  }
}

/** How long a file is held at a time; a writer waits a second for it. */
const HOLD_MS = 200;

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

interface MonthReaderParts {
  readonly folder: string;
  readonly month: number;
  readonly kept: KeptOfMonths;
  /** Told of what could not be read, each time. */
  readonly onDamage: (error: Error) => void;
}

export class MonthReader {
  readonly db: Database.Database;
  readonly #tag: Database.Statement<[string], TagRow>;
  readonly #all: Database.Statement<number[], Buffer>;
  readonly #within: Database.Statement<number[], Buffer>;
  readonly #instant: InstantLook;
  readonly #before: Database.Statement<number[], Buffer>;
  readonly #after: Database.Statement<number[], Buffer>;
  readonly #axis: Database.Statement<[number], Buffer>;
  readonly #chunk: Database.Statement<[number], Buffer>;
  readonly #markOf: Database.Statement<[number], number>;
  readonly #dataVersion: Database.Statement<[], number>;
  readonly #beginRead: Database.Statement<[]>;
  readonly #kept: KeptOfMonths;
  readonly #tags = new Map<string, TagRow>();
  readonly #onDamage: (error: Error) => void;
  #version = -1;
  #generation = 0;
  #enteredAt = 0;
  #ahead: Ahead | null = null;

  constructor({ folder, month, kept, onDamage }: MonthReaderParts) {
    this.#onDamage = onDamage;
    this.#kept = kept;
    this.db = openMonthForReading(folder, month);
    this.#tag = this.db.prepare('SELECT id, interpolation FROM tag WHERE name = ?');
    this.#all = this.db.prepare<number[], Buffer>(ALL).pluck();
    this.#within = this.db.prepare<number[], Buffer>(WITHIN).pluck();
    this.#instant = new InstantLook(this.db);
    this.#before = this.db.prepare<number[], Buffer>(BEFORE).pluck();
    this.#after = this.db.prepare<number[], Buffer>(AFTER).pluck();
    this.#markOf = this.db.prepare<[number], number>('SELECT seq FROM mark WHERE tag = ?').pluck();
    this.#dataVersion = this.db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#beginRead = this.db.prepare('BEGIN');
    this.#axis = this.db.prepare<[number], Buffer>('SELECT data FROM axis WHERE id = ?').pluck();
    this.#chunk = this.db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
  }

  close(): void {
    this.db.close();
  }

  /** From here to `leave` everything that is read is of one moment; what a writer has added before counts. */
  enter(): void {
    this.#begin();
    const version = this.#dataVersion.get() ?? 0;
    // Retention frees ids, which are given again.
    if (version !== this.#version) this.#generation = this.#kept.nextGeneration();
    this.#version = version;
  }

  #begin(): void {
    this.#beginRead.run();
    this.#markOf.get(0);
    this.#enteredAt = performance.now();
  }

  /**
   * A question that reads for long lets go of the file in between: retention may be waiting for it. Within a transaction a chunk
   * costs half: each statement of its own would lock the file and look whether somebody has changed it.
   */
  #breathe(): void {
    if (!this.db.inTransaction || performance.now() < this.#enteredAt + HOLD_MS) return;
    if (this.db.inTransaction) this.db.exec('COMMIT');
    this.#begin();
  }

  leave(): void {
    this.#ahead = null;
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

  /** What was made of all chunks of a tag, as long as nothing is added to the file. */
  kept(tag: string, make: () => Stretch): Stretch {
    return this.#kept.stretches.get(`${this.#generation} ${tag}`, make);
  }

  /** Heads of all chunks of a tag. Throws `ChunkDamaged`. */
  headsOf(tag: string): readonly StoredHead[] {
    const row = this.#tagRow(tag);
    return row === undefined ? [] : this.#all.all(row.id, row.id).flatMap(unpackHeads);
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
    const next = after.map(head => head.firstT).reduce(least, Number.POSITIVE_INFINITY);
    return { inside, before: latest(before), after: after.filter(h => h.firstT === next) };
  }

  /** Reads what these tags need for one instant at once; `headsAt` and `sampleOf` take it from there until `leave`. */
  lookAhead(tags: readonly string[], at: number): void {
    const ids = tags.flatMap(tag => this.#tagRow(tag)?.id ?? []).toSorted((a, b) => a - b);
    this.#ahead = this.#instant.ahead(ids, at);
  }

  /** Heads of the chunks that may have the sample in force at an instant. Throws `ChunkDamaged`. */
  headsAt(tag: string, at: number): readonly StoredHead[] {
    const row = this.#tagRow(tag);
    if (row === undefined) return [];
    const known = this.#ahead?.at === at ? this.#ahead.heads.get(row.id) : undefined;
    return known ?? this.#instant.headsAt(row.id, at);
  }

  /** Of a damaged axis only its ends are known, from the head; its samples are then spread evenly between them. */
  axisOf(head: StoredHead): AxisReader {
    const { axisId } = head;
    return this.#kept.axes.get(this.#generation * MOST_IDS + axisId, () =>
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

  /** Its numbers alone; valid until the next ones are asked for. */
  valuesOf({ chunkId, count }: StoredHead): Float64Array {
    const read = (): Float64Array => decodeValues(some(this.#chunk.get(chunkId), 'chunk'), count);
    return this.#sound(read, () => new Float64Array(count).fill(Number.NaN));
  }

  /** One sample of a chunk without its time. */
  sampleOf({ chunkId, count }: StoredHead, index: number): ReturnType<typeof decodeSample> {
    const read = () => decodeSample(some(this.#chunkOf(chunkId), 'chunk'), { count, index });
    return this.#sound(read, () => ({ v: Number.NaN, q: DAMAGED }));
  }

  #chunkOf(id: number): Buffer | undefined {
    return this.#ahead?.chunks.get(id) ?? this.#chunk.get(id);
  }

  #sound<T>(read: () => T, instead: () => T): T {
    try {
      this.#breathe();
      return read();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Retention may have taken it since the question began: that is no damage.
      if (this.#dataVersion.get() === this.#version) this.#onDamage(error);
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

const least = (a: number, b: number): number => Math.min(a, b);

/** The one that ends last; all that tie: of two samples at one time the later commit counts, and heads do not know which that is. */
function latest(heads: readonly StoredHead[]): readonly StoredHead[] {
  if (heads.length < 2) return heads;
  const lastT = heads.reduce((t, head) => Math.max(t, head.lastT), Number.NEGATIVE_INFINITY);
  return heads.filter(head => head.lastT === lastT);
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
    times: () => Float64Array.from({ length: count }, (_, i) => timeAt(i)),
    indexAt: t => (t <= firstT ? 0 : Math.min(count, Math.ceil((t - firstT) / (step || Number.POSITIVE_INFINITY)))),
    axis: () => ({
      t: Float64Array.from({ length: count }, (_, i) => timeAt(i)),
      seq: new Float64Array(count).fill(firstSeq),
    }),
  };
}
