/**
 * One month file, open for reading (reader thread). Heads, axes and the database itself are kept while they are used; what a
 * writer adds meanwhile is seen at the next question.
 */
import type Database from 'better-sqlite3';
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import { type AxisReader, openAxis } from '../codec/axis/axis.ts';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { decodeColumn } from '../codec/column/column.ts';
import { type StoredHead, unpackHeads } from '../codec/heads/head-pack.ts';
import type { Column, Interpolation } from '../samples.ts';
import { openMonthForReading } from '../store/month-file.ts';
import { Kept } from './kept.ts';

/** Axes kept open: a month of one tag at 1 s has 1,300, and its neighbours share them. */
const KEPT_AXES = 2_048;
/** Tags whose heads are kept: 1,300 heads of a month of one tag take 0.5 MB. */
const KEPT_TAGS = 48;

/** Quality of samples whose bytes the disk has damaged. */
const DAMAGED = NOT_RECORDED;

interface TagRow {
  readonly id: number;
  readonly interpolation: Interpolation;
}

export class MonthReader {
  readonly db: Database.Database;
  readonly #tag: Database.Statement<[string], TagRow>;
  readonly #spans: Database.Statement<[number], Buffer>;
  readonly #heads: Database.Statement<[number], Buffer>;
  readonly #axis: Database.Statement<[number], Buffer>;
  readonly #chunk: Database.Statement<[number], Buffer>;
  readonly #axes = new Kept<number, AxisReader>(KEPT_AXES);
  readonly #known = new Kept<string, readonly StoredHead[]>(KEPT_TAGS);
  #version = -1;

  readonly #onDamage: (error: Error) => void;

  /** @param onDamage told of what could not be read, each time */
  constructor(folder: string, month: number, onDamage: (error: Error) => void) {
    this.#onDamage = onDamage;
    this.db = openMonthForReading(folder, month);
    this.#tag = this.db.prepare('SELECT id, interpolation FROM tag WHERE name = ?');
    this.#spans = this.db.prepare<[number], Buffer>('SELECT data FROM span WHERE tag = ? ORDER BY no').pluck();
    this.#heads = this.db.prepare<[number], Buffer>('SELECT data FROM head WHERE tag = ? ORDER BY id').pluck();
    this.#axis = this.db.prepare<[number], Buffer>('SELECT data FROM axis WHERE id = ?').pluck();
    this.#chunk = this.db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
  }

  close(): void {
    this.db.close();
  }

  /** Null when the tag is not in this file. */
  interpolationOf(tag: string): Interpolation | null {
    return this.#tag.get(tag)?.interpolation ?? null;
  }

  /** Heads of all chunks of a tag, in the order in which they were stored. Throws `ChunkDamaged`. */
  headsOf(tag: string): readonly StoredHead[] {
    const version = Number(this.db.pragma('data_version', { simple: true }));
    if (version !== this.#version) this.#known.clear();
    this.#version = version;
    return this.#known.get(tag, () => this.#readHeads(tag));
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

  #sound<T>(read: () => T, instead: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#onDamage(error);
      return instead();
    }
  }

  #readHeads(tag: string): readonly StoredHead[] {
    const id = this.#tag.get(tag)?.id;
    if (id === undefined) return [];
    // One snapshot of both tables: between two a head could move from one to the other.
    const rows = this.db.transaction(() => [...this.#spans.all(id), ...this.#heads.all(id)])();
    return rows.flatMap(unpackHeads);
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
