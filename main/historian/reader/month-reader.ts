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
import { type HeadRow, headsIn, type LostRow, type LostSpan, openRows } from '../codec/heads/head-rows.ts';
import type { Column, Interpolation } from '../samples.ts';
import { isDamage } from '../store/damage.ts';
import { openMonthForReading } from '../store/month-file.ts';
import { monthStart } from '../store/months.ts';
import type { Held, Hold } from './hold.ts';
import { type Ahead, BEFORE, InstantLook } from './instant-look.ts';
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

/** Quality of samples whose bytes the disk has damaged. */
const DAMAGED = NOT_RECORDED;

interface TagRow {
  readonly id: number;
  readonly interpolation: Interpolation;
}

/** Heads of all chunks of a tag, or of those that a span touches, with the span of each row. */
const ALL = `
  SELECT data, first_t, last_t FROM span WHERE tag = ? UNION ALL SELECT data, first_t, last_t FROM head WHERE tag = ?`;
const WITHIN = `
  SELECT data, first_t, last_t FROM span WHERE tag = ? AND first_t <= ? AND last_t >= ?
  UNION ALL SELECT data, first_t, last_t FROM head WHERE tag = ? AND first_t <= ? AND last_t >= ?`;
/** Those after the span that begin first. */
const AFTER = `
  SELECT data, first_t, last_t FROM span WHERE tag = ? AND first_t =
    (SELECT min(first_t) FROM span WHERE tag = ? AND first_t > ?)
  UNION ALL
  SELECT data, first_t, last_t FROM head WHERE tag = ? AND first_t =
    (SELECT min(first_t) FROM head WHERE tag = ? AND first_t > ?)`;

/** Heads of chunks of one tag, and where there were others that cannot be read any more. */
export interface HeadsFound {
  readonly heads: readonly StoredHead[];
  readonly lost: readonly LostSpan[];
}

const NOTHING: HeadsFound = { heads: [], lost: [] };

interface MonthReaderParts {
  readonly folder: string;
  readonly month: number;
  readonly kept: KeptOfMonths;
  readonly hold: Hold;
  /** Told of what could not be read, each time. */
  readonly onDamage: (error: Error) => void;
}

export class MonthReader implements Held {
  readonly db: Database.Database;
  readonly #tag: Database.Statement<[string], TagRow>;
  readonly #all: Database.Statement<number[], HeadRow>;
  readonly #within: Database.Statement<number[], HeadRow>;
  readonly #instant: InstantLook;
  readonly #before: Database.Statement<number[], HeadRow>;
  readonly #after: Database.Statement<number[], HeadRow>;
  readonly #axis: Database.Statement<[number], Buffer>;
  readonly #chunk: Database.Statement<[number], Buffer>;
  readonly #markOf: Database.Statement<[number], number>;
  readonly #dataVersion: Database.Statement<[], number>;
  readonly #beginRead: Database.Statement<[]>;
  readonly #month: number;
  readonly #kept: KeptOfMonths;
  readonly #hold: Hold;
  readonly #tags = new Map<string, TagRow>();
  readonly #onDamage: (error: Error) => void;
  #version = -1;
  #generation = 0;
  #session: number | null = null;
  /** Somebody has written since the question began: what its heads speak of may be gone. */
  #isChanged = false;
  #ahead: Ahead | null = null;
  /** Axes that this question has found damaged. */
  readonly #lostAxes = new Set<number>();

  constructor({ folder, month, kept, hold, onDamage }: MonthReaderParts) {
    this.#onDamage = onDamage;
    this.#month = month;
    this.#kept = kept;
    this.#hold = hold;
    this.db = openMonthForReading(folder, month);
    this.#tag = this.db.prepare('SELECT id, interpolation FROM tag WHERE name = ?');
    this.#all = this.db.prepare<number[], HeadRow>(ALL).raw();
    this.#within = this.db.prepare<number[], HeadRow>(WITHIN).raw();
    this.#instant = new InstantLook(this.db);
    this.#before = this.db.prepare<number[], HeadRow>(BEFORE).raw();
    this.#after = this.db.prepare<number[], HeadRow>(AFTER).raw();
    this.#markOf = this.db.prepare<[number], number>('SELECT seq FROM mark WHERE tag = ?').pluck();
    this.#dataVersion = this.db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#beginRead = this.db.prepare('BEGIN');
    this.#axis = this.db.prepare<[number], Buffer>('SELECT data FROM axis WHERE id = ?').pluck();
    this.#chunk = this.db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
  }

  close(): void {
    this.db.close();
  }

  /**
   * From here to `leave` everything that is read is of one moment; what a writer has added before counts. Within a transaction a
   * chunk costs half: each statement of its own would lock the file and look whether somebody has changed it.
   */
  enter(): void {
    const { session } = this.#hold;
    if (session === null || this.db.inTransaction) return;
    this.#beginRead.run();
    this.#hold.add(this);
    this.#markOf.get(0);
    const version = this.#dataVersion.get() ?? 0;
    if (session === this.#session && version === this.#version) return;
    this.#isChanged = session === this.#session;
    // Also in the middle of a question: heads that were kept would lack what the mark says is here, and retention frees ids,
    // which are given again.
    if (version !== this.#version) this.#generation = this.#kept.nextGeneration();
    this.#version = version;
    this.#session = session;
    this.forget();
  }

  leave(): void {
    if (this.db.inTransaction) this.db.exec('COMMIT');
  }

  /** What was read ahead for one question. */
  forget(): void {
    this.#ahead = null;
    this.#lostAxes.clear();
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
  kept(tag: string): Stretch | undefined {
    return this.#kept.stretches.find(this.#keyOf(tag));
  }

  keep(tag: string, stretch: Stretch): void {
    this.#kept.stretches.keep(this.#keyOf(tag), stretch);
  }

  #keyOf(tag: string): string {
    return `${this.#generation} ${tag}`;
  }

  /** Of all chunks of a tag. */
  headsOf(tag: string): HeadsFound {
    const row = this.#tagRow(tag);
    if (row === undefined) return NOTHING;
    const { packs, lost } = openRows(this.#all.all(row.id, row.id));
    return { heads: headsIn(packs), lost: this.#told(lost) };
  }

  /** Of the chunks in [from, to], of those before that end last and those after that begin first: far fewer than all. */
  headsWithin(tag: string, from: number, to: number): HeadsFound {
    const row = this.#tagRow(tag);
    if (row === undefined) return NOTHING;
    const { id } = row;
    const touched = openRows(this.#within.all(id, to, from, id, to, from));
    const earlier = openRows(this.#before.all(id, id, from, id, id, from));
    const later = openRows(this.#after.all(id, id, to, id, id, to));
    const heads = headsIn(touched.packs);
    const inside = heads.filter(head => head.firstT <= to && head.lastT >= from);
    // Whatever reaches into the span: another chunk may end later before it, or begin earlier after it.
    const before = [...heads, ...headsIn(earlier.packs)].filter(head => head.lastT < from);
    const after = [...heads, ...headsIn(later.packs)].filter(head => head.firstT > to);
    const next = after.map(head => head.firstT).reduce(least, Number.POSITIVE_INFINITY);
    const lost = this.#told([...touched.lost, ...earlier.lost, ...later.lost]);
    return { heads: [...latest(before), ...inside, ...after.filter(head => head.firstT === next)], lost };
  }

  /** Reads what these tags need for one instant at once; `headsAt` and `sampleOf` take it from there until the question ends. */
  lookAhead(tags: readonly string[], at: number): void {
    const ids = tags.flatMap(tag => this.#tagRow(tag)?.id ?? []).toSorted((a, b) => a - b);
    this.#ahead = this.#instant.ahead(ids, at);
  }

  /** Of the chunks that may have the sample in force at an instant. */
  headsAt(tag: string, at: number): HeadsFound {
    const row = this.#tagRow(tag);
    if (row === undefined) return NOTHING;
    const known = this.#ahead?.at === at ? this.#ahead.found.get(row.id) : undefined;
    const { heads, lost } = known ?? this.#instant.headsAt(row.id, at);
    return { heads, lost: lost.length === 0 ? lost : this.#told(lost) };
  }

  /** Tells of damaged rows, and gives their spans: chunks never reach beyond their month. */
  #told(lost: readonly LostRow[]): LostSpan[] {
    const [first, last] = [monthStart(this.#month), monthStart(this.#month + 1) - 1];
    return lost.map(({ firstT, lastT, why }) => {
      this.#onDamage(why);
      return firstT >= first && lastT >= firstT && lastT <= last ? { firstT, lastT } : { firstT: first, lastT: last };
    });
  }

  /** Of a damaged axis only its ends are known, from the head; its samples are then spread evenly between them, for this question. */
  axisOf(head: StoredHead): AxisReader {
    const { axisId, count } = head;
    const known = this.#kept.axes.find(this.#axisKey(axisId));
    if (known !== undefined) return known;
    if (this.#lostAxes.has(axisId)) return evenAxis(head);
    const read = (): AxisReader => {
      const axis = openAxis(some(this.#axis.get(axisId), 'axis'));
      if (axis.count !== count) throw new ChunkDamaged(`an axis of ${axis.count} samples for a chunk of ${count}`);
      return this.#kept.axes.keep(this.#axisKey(axisId), axis);
    };
    return this.#sound(read, () => {
      this.#lostAxes.add(axisId);
      return evenAxis(head);
    });
  }

  #axisKey(axisId: number): number {
    return this.#generation * MOST_IDS + axisId;
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

  /** Throws what the disk refuses at the moment: that is no damage, and no gap. */
  #sound<T>(read: () => T, instead: () => T): T {
    this.#hold.breathe();
    this.enter();
    try {
      return read();
    } catch (error) {
      if (!isDamage(error)) throw error;
      // Retention may have taken it since the question began.
      if (!this.#isChanged) this.#onDamage(error);
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
