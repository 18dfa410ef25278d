/**
 * What is in a month file, row by row, as it is needed by whoever looks after files rather than draws from them: retention,
 * checks, repair, backup, the command line. Nothing is kept; what is damaged throws where it is read.
 */
import type Database from 'better-sqlite3';
import { openAxis } from '../codec/axis/axis.ts';
import { ChunkDamaged } from '../codec/chunk-damaged.ts';
import { decodeColumn } from '../codec/column/column.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { unpackHeads } from '../codec/heads/packed-head.ts';
import type { Axis, Samples } from '../samples.ts';
import { allTags, Meta, type StoredTag } from './station-db.ts';

/** A row of `span` or of `head`: the aggregates of some chunks of a tag. */
export interface PackRow {
  readonly table: 'span' | 'head';
  /** `no` or `id`. */
  readonly key: number;
  readonly firstT: number;
  readonly lastT: number;
  /** Of all chunks of the row; null where only its bytes tell. */
  readonly samples: number | null;
}

const PACKS = `
  SELECT 'span' AS "table", no AS key, first_t AS firstT, last_t AS lastT, samples FROM span WHERE tag = ?
  UNION ALL SELECT 'head', id, first_t, last_t, NULL FROM head WHERE tag = ?`;

export class MonthContents {
  readonly db: Database.Database;
  readonly #meta: Meta;
  readonly #packs: Database.Statement<number[], PackRow>;
  readonly #span: Database.Statement<number[], Buffer>;
  readonly #head: Database.Statement<number[], Buffer>;
  readonly #axis: Database.Statement<[number], Buffer>;
  readonly #chunk: Database.Statement<[number], Buffer>;
  readonly #mark: Database.Statement<[number], number>;
  #lastAxis: { readonly id: number; readonly axis: Axis } | null = null;

  /** Throws what SQLite throws when the tables are not there. */
  constructor(db: Database.Database) {
    this.db = db;
    this.#meta = new Meta(db);
    this.#packs = db.prepare(PACKS);
    this.#span = db.prepare<number[], Buffer>('SELECT data FROM span WHERE tag = ? AND no = ?').pluck();
    this.#head = db.prepare<number[], Buffer>('SELECT data FROM head WHERE tag = ? AND id = ?').pluck();
    this.#axis = db.prepare<[number], Buffer>('SELECT data FROM axis WHERE id = ?').pluck();
    this.#chunk = db.prepare<[number], Buffer>('SELECT data FROM chunk WHERE id = ?').pluck();
    this.#mark = db.prepare<[number], number>('SELECT seq FROM mark WHERE tag = ?').pluck();
  }

  tags(): readonly StoredTag[] {
    return allTags(this.db);
  }

  /** A number of `meta`; 0 when it was never said. */
  fact(key: string): number {
    return this.#meta.number(key) ?? 0;
  }

  /** Rows with the heads of a tag. */
  packsOf(tag: number): PackRow[] {
    return this.#packs.all(tag, tag);
  }

  /** Heads of one row. Throws `ChunkDamaged`. */
  unpack(tag: number, { table, key }: PackRow): StoredHead[] {
    const data = (table === 'span' ? this.#span : this.#head).get(tag, key);
    return unpackHeads(present(data, 'row of heads'));
  }

  /** Heads of all chunks of a tag. Throws `ChunkDamaged`. */
  headsOf(tag: number): StoredHead[] {
    return this.packsOf(tag).flatMap(row => this.unpack(tag, row));
  }

  /** Samples of a chunk. Throws `ChunkDamaged`. */
  samplesOf({ axisId, chunkId, count }: StoredHead): Samples {
    const axis = this.axis(axisId);
    if (axis.t.length !== count) throw new ChunkDamaged(`an axis of ${axis.t.length} samples for a chunk of ${count}`);
    return { ...axis, ...decodeColumn(present(this.#chunk.get(chunkId), 'chunk'), count) };
  }

  /** Throws `ChunkDamaged`. */
  axis(id: number): Axis {
    if (this.#lastAxis?.id !== id) {
      this.#lastAxis = { id, axis: openAxis(present(this.#axis.get(id), 'axis')).axis() };
    }
    return this.#lastAxis.axis;
  }

  /** Up to which commit the live samples of a tag are in this file; null when it has no mark. */
  markOf(tag: number): number | null {
    return this.#mark.get(tag) ?? null;
  }
}

function present(data: Buffer | undefined, what: string): Buffer {
  if (data === undefined) throw new ChunkDamaged(`a ${what} is missing`);
  return data;
}
