/**
 * The journal and the carried samples in `station.db` (writer thread): every commit in one row, in the order of its number, until
 * it is sealed. Reading it back at start tolerates rows that the disk has damaged: they are counted, not guessed.
 */
import type Database from 'better-sqlite3';
import { decodeJournal, type JournalSamples, journalBytes, tagsInJournal } from './journal-blob.ts';

export interface JournalRow {
  readonly seq: number;
  /** Wall time of the commit, epoch ms. */
  readonly at: number;
  /** Which post of the main thread it was; so that a post that is sent again is not stored twice. */
  readonly post: number;
  readonly samples: JournalSamples;
}

/** Rows that could not be read. */
export interface JournalDamage {
  rows: number;
  samples: number;
}

interface RawRow {
  readonly seq: number;
  readonly at: number;
  readonly post: number;
  readonly samples: number;
  readonly data: Buffer;
}

/** Samples of a row of carried ones: few enough that a row stays small, many enough that there are few rows. */
const CARRIED_PER_ROW = 65_536;
/** Rows deleted at once, so that a commit never waits long behind it. */
const DELETED_AT_ONCE = 256;

export class Journal {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly #insertCarried: Database.Statement;
  readonly #clearCarried: Database.Statement;
  readonly #delete: Database.Statement;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO journal (seq, at, post, samples, data) VALUES (?, ?, ?, ?, ?)');
    this.#insertCarried = db.prepare('INSERT INTO carry (samples, data) VALUES (?, ?)');
    this.#clearCarried = db.prepare('DELETE FROM carry');
    this.#delete = db.prepare(
      'DELETE FROM journal WHERE seq IN (SELECT seq FROM journal WHERE seq <= ? ORDER BY seq LIMIT ?)',
    );
  }

  /** Within the caller's transaction. */
  add({ seq, at, post, samples }: JournalRow): void {
    this.#insert.run(seq, at, post, samples.count, journalBytes(samples));
  }

  get lastSeq(): number {
    return this.#one('SELECT max(seq) FROM journal');
  }

  /** Wall time of the newest commit, epoch ms; 0 without one. */
  get lastAt(): number {
    return this.#one('SELECT at FROM journal ORDER BY seq DESC LIMIT 1');
  }

  /** Samples of each post that was stored after commit `seq`, by its id. */
  postsAfter(seq: number): ReadonlyMap<number, number> {
    const rows = this.#db.prepare<[number], [number, number]>(
      'SELECT post, sum(samples) FROM journal WHERE seq > ? AND post > 0 GROUP BY post',
    );
    return new Map(rows.raw().all(seq));
  }

  /** Every readable row, oldest first. */
  *rows(damage: JournalDamage): Generator<JournalRow> {
    for (const row of this.#db.prepare<[], RawRow>('SELECT * FROM journal ORDER BY seq').iterate()) {
      const samples = read(row, damage);
      if (samples !== null) yield { seq: row.seq, at: row.at, post: row.post, samples };
    }
  }

  /**
   * Rows after commit `seq` that have a tag whose flag in `wanted`, by id, is 1 at the time; the newest first. What is damaged is
   * passed over.
   */
  *newestRows(seq: number, wanted: Uint8Array): Generator<{ seq: number; samples: JournalSamples }> {
    const rows = this.#db.prepare<[number], RawRow>('SELECT * FROM journal WHERE seq > ? ORDER BY seq DESC');
    for (const row of rows.iterate(seq)) {
      const isOf = unlessDamaged(() => isAny(tagsInJournal(row.data), wanted));
      const samples = isOf === true ? unlessDamaged(() => decodeJournal(row.data)) : null;
      if (samples !== null) yield { seq: row.seq, samples };
    }
  }

  /** Samples that were carried over, each with its own sequence number. */
  *carried(damage: JournalDamage): Generator<JournalSamples> {
    const rows = this.#db.prepare<[], { samples: number; data: Buffer }>('SELECT samples, data FROM carry ORDER BY id');
    for (const row of rows.iterate()) {
      const samples = read(row, damage);
      if (samples !== null) yield samples;
    }
  }

  /** Puts these in the place of what was carried. Within the caller's transaction. */
  replaceCarried(rows: readonly JournalSamples[]): void {
    this.#clearCarried.run();
    for (const samples of rows) this.#insertCarried.run(samples.count, journalBytes(samples));
  }

  /** Takes away some of the rows up to `seq`; false when there are none left. A transaction of its own. */
  deleteSome(seq: number): boolean {
    return this.#delete.run(seq, DELETED_AT_ONCE).changes === DELETED_AT_ONCE;
  }

  #one(sql: string): number {
    return Number(this.#db.prepare(sql).pluck().get() ?? 0);
  }
}

export { CARRIED_PER_ROW };

/** A loop and no more: it sees two million samples where a tag has been silent for half an hour. */
function isAny(tags: Uint32Array, wanted: Uint8Array): boolean {
  for (let i = 0; i < tags.length; i++) if (wanted[tags[i] as number] === 1) return true;
  return false;
}

function read(row: { samples: number; data: Buffer }, damage: JournalDamage): JournalSamples | null {
  const samples = unlessDamaged(() => decodeJournal(row.data));
  if (samples !== null) return samples;
  damage.rows++;
  damage.samples += row.samples;
  return null;
}

function unlessDamaged<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    // Bytes that are damaged, or that are made to look sound.
    if (error instanceof Error) return null;
    throw error;
  }
}
