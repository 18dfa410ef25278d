/**
 * Puts chunks into one month file (writer thread). The caller opens and ends the transactions; axes that several tags share are
 * stored once, until the caller says that others begin.
 */
import type Database from 'better-sqlite3';
import { encodeAxis } from '../codec/axis/axis.ts';
import { encodeColumn } from '../codec/column/column.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import { headOf } from '../codec/heads/head-of.ts';
import { packHeads } from '../codec/heads/head-pack.ts';
import { unpackHeads } from '../codec/heads/packed-head.ts';
import type { Axis, Interpolation, Origin, Samples } from '../samples.ts';
import { openMonthForWriting, syncLog } from '../store/month-file.ts';
import type { StoredTag } from '../store/station-db.ts';
import { AxisBook, type StoredAxis } from './axis-book.ts';

/** Heads to a row of `span`: a year at 1 s is 480 rows, and 32 heads are rewritten never. */
export const HEADS_PER_SPAN = 32;

/** What the writer knows about a tag. */
export interface ChunkTag {
  readonly id: number;
  readonly name: string;
  readonly class: string;
  readonly interpolation: Interpolation;
  /** Raw value → value: lets the codec find the whole numbers behind the values. */
  readonly gains: readonly { readonly gain: number; readonly offset: number }[];
}

export class MonthWriter {
  readonly month: number;
  readonly db: Database.Database;
  readonly #axes = new AxisBook();
  readonly #known = new Set<number>();
  readonly #insertTag: Database.Statement;
  readonly #insertAxis: Database.Statement;
  readonly #insertChunk: Database.Statement;
  readonly #insertHead: Database.Statement;
  readonly #heads: Database.Statement<[number], { id: number; data: Buffer }>;
  readonly #deleteHead: Database.Statement;
  readonly #insertSpan: Database.Statement;
  readonly #mark: Database.Statement;
  readonly #markOf: Database.Statement<[number], number>;
  readonly #lastOf: Database.Statement<[number, number], number | null>;
  readonly #count: Database.Statement<[string, number]>;
  readonly #samples: Database.Statement<[], number>;
  readonly #sequence: Database.Statement;
  /** Samples in the open transaction, and their highest sequence number. */
  #added = 0;
  #addedDemo = 0;
  #lastSeq = 0;
  /** The commit of the open transaction needs no sync. */
  #isQuick = false;
  /** All that was committed is durable. */
  #isSynced = true;
  /** A sync failed: another one would prove nothing. */
  #isDoubtful = false;
  /** Heads of each tag that are not in a span yet, counted when first asked. */
  readonly #loose = new Map<number, number>();
  /** Time of the last sample of each tag, looked up when first asked. */
  readonly #lastT = new Map<number, number>();

  constructor(folder: string, month: number) {
    this.month = month;
    this.db = openMonthForWriting(folder, month);
    const prepare = (sql: string) => this.db.prepare(sql);
    this.#insertTag = prepare(
      `INSERT INTO tag VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
       SET class = excluded.class, interpolation = excluded.interpolation`,
    );
    this.#insertAxis = prepare('INSERT INTO axis (data) VALUES (?)');
    this.#insertChunk = prepare('INSERT INTO chunk (tag, data) VALUES (?, ?)');
    this.#insertHead = prepare('INSERT INTO head (tag, first_t, last_t, data) VALUES (?, ?, ?, ?)');
    this.#heads = this.db.prepare('SELECT id, data FROM head WHERE tag = ? ORDER BY id');
    this.#deleteHead = prepare('DELETE FROM head WHERE tag = ?');
    this.#insertSpan = prepare(
      'INSERT INTO span SELECT ?, coalesce(max(no), 0) + 1, ?, ?, ?, ? FROM span WHERE tag = ?',
    );
    this.#mark = prepare('INSERT INTO mark VALUES (?, ?) ON CONFLICT (tag) DO UPDATE SET seq = excluded.seq');
    this.#markOf = this.db.prepare<[number], number>('SELECT seq FROM mark WHERE tag = ?').pluck();
    this.#lastOf = this.db
      .prepare<[number, number], number | null>(
        `SELECT max(t) FROM (SELECT max(last_t) AS t FROM span WHERE tag = ?
                             UNION ALL SELECT max(last_t) FROM head WHERE tag = ?)`,
      )
      .pluck();
    this.#samples = this.db.prepare<[], number>("SELECT value FROM meta WHERE key = 'samples'").pluck();
    this.#count = this.db.prepare(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value',
    );
    this.#sequence = prepare(
      "INSERT INTO meta VALUES ('seq', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)",
    );
  }

  /** `isQuick`: what is committed is durable only after `sync`. Otherwise, as after `commit`, all that was ever added is. */
  begin({ isQuick }: { isQuick: boolean }): void {
    if (isQuick !== this.#isQuick) this.db.pragma(`synchronous = ${isQuick ? 'NORMAL' : 'FULL'}`);
    this.#isQuick = isQuick;
    this.db.exec('BEGIN IMMEDIATE');
  }

  commit(): void {
    if (this.#added > 0) {
      this.#count.run('samples', this.#added);
      if (this.#addedDemo > 0) this.#count.run('demo_samples', this.#addedDemo);
      this.#sequence.run(this.#lastSeq);
    }
    try {
      this.db.exec('COMMIT');
    } catch (error) {
      // Its sync may be what failed, and that was of the commits before as well.
      this.#isDoubtful ||= !this.#isSynced;
      throw error;
    }
    // A sync after one that failed proves nothing, also when SQLite does it.
    this.#isSynced = !this.#isQuick && !this.#isDoubtful;
    this.#added = 0;
    this.#addedDemo = 0;
  }

  /**
   * Makes durable what was committed. A commit of SQLite without a sync is whole or not there after a power cut, in the order of
   * commits (sqlite.org/pragma.html#pragma_synchronous, NORMAL); it syncs by itself what it takes out of its log.
   * Throws what the disk throws.
   */
  sync(): void {
    if (this.#isSynced) return;
    if (this.#isDoubtful) this.#writeAgain();
    this.#isDoubtful = true;
    syncLog(this.db.name);
    this.#isDoubtful = false;
    this.#isSynced = true;
  }

  /**
   * After a sync that failed the kernel may count as written what it has not written, and a second sync says yes (fsync(2), Linux).
   * Copied out of the log into the file it is written anew, and that is synced.
   */
  #writeAgain(): void {
    const [done] = this.db.pragma('wal_checkpoint(FULL)') as { busy: number; log: number; checkpointed: number }[];
    if (done?.busy === 0 && done.checkpointed === done.log) return;
    throw Object.assign(new Error('somebody reads the month file that must be written again'), { code: 'EBUSY' });
  }

  /** Whatever this transaction added is gone, and so is what is remembered of it. */
  rollback(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.forgetAxes();
    this.#known.clear();
    this.#loose.clear();
    this.#lastT.clear();
    this.#added = 0;
    this.#addedDemo = 0;
  }

  /** Axes of later transactions will differ: a seal has other times than the one before. */
  forgetAxes(): void {
    this.#axes.clear();
  }

  /** Adds one chunk. `samples` are in order and all of this month. Returns how many there are in it. */
  add(tag: ChunkTag, samples: Samples, origin: Origin): number {
    if (!this.#known.has(tag.id)) this.#know(tag);
    const { id: axisId, firstSeq, lastSeq } = this.#axisOf(samples);
    const head: StoredHead = {
      ...headOf(samples, tag.interpolation),
      axisId,
      chunkId: Number(this.#insertChunk.run(tag.id, encodeColumn(samples, { gains: tag.gains })).lastInsertRowid),
      origin,
      interpolation: tag.interpolation,
      firstSeq,
      lastSeq,
    };
    this.#insertHead.run(tag.id, head.firstT, head.lastT, packHeads([head]));
    this.#added += head.count;
    if (origin === 'demo') this.#addedDemo += head.count;
    this.#lastSeq = Math.max(this.#lastSeq, head.lastSeq);
    const lastT = this.#lastT.get(tag.id);
    if (lastT !== undefined) this.#lastT.set(tag.id, Math.max(lastT, head.lastT));
    this.#gatherHeads(tag.id);
    return head.count;
  }

  /** These chunks have been taken out by retention. */
  removed(heads: readonly StoredHead[]): void {
    const count = (list: readonly StoredHead[]): number => list.reduce((sum, head) => sum + head.count, 0);
    this.#count.run('samples', -count(heads));
    this.#count.run('retired', count(heads));
    this.#count.run('demo_samples', -count(heads.filter(head => head.origin === 'demo')));
    this.#loose.clear();
  }

  /** In the file, as of the last commit. */
  get samples(): number {
    return this.#samples.get() ?? 0;
  }

  /** The live samples of the tag up to `seq` are in this file. */
  mark(tag: number, seq: number): void {
    this.#mark.run(tag, seq);
  }

  /** 0 when no live samples of the tag are in this file. */
  markOf(tag: number): number {
    return this.#markOf.get(tag) ?? 0;
  }

  /** Time of the last sample of the tag in this file, of whatever origin; −∞ when there is none. */
  lastTimeOf(tag: number): number {
    let lastT = this.#lastT.get(tag);
    if (lastT === undefined) {
      lastT = this.#lastOf.get(tag, tag) ?? Number.NEGATIVE_INFINITY;
      this.#lastT.set(tag, lastT);
    }
    return lastT;
  }

  close(): void {
    this.db.close();
  }

  #know({ id, name, class: kind, interpolation }: StoredTag): void {
    this.#insertTag.run(id, name, kind, interpolation);
    this.#known.add(id);
  }

  #axisOf(axis: Axis): StoredAxis {
    return this.#axes.find(axis, () => Number(this.#insertAxis.run(encodeAxis(axis)).lastInsertRowid));
  }

  #gatherHeads(tag: number): void {
    const loose = this.#loose.get(tag);
    if (loose !== undefined && loose + 1 < HEADS_PER_SPAN) {
      this.#loose.set(tag, loose + 1);
      return;
    }
    const rows = this.#heads.all(tag);
    this.#loose.set(tag, rows.length % HEADS_PER_SPAN);
    if (rows.length < HEADS_PER_SPAN) return;
    const heads = rows.flatMap(row => unpackHeads(row.data));
    const firstT = Math.min(...heads.map(h => h.firstT));
    const lastT = Math.max(...heads.map(h => h.lastT));
    const samples = heads.reduce((sum, h) => sum + h.count, 0);
    this.#insertSpan.run(tag, firstT, lastT, samples, packHeads(heads), tag);
    this.#deleteHead.run(tag);
  }
}
