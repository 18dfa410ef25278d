/**
 * The history of a data folder without its station (command line): month files and the journal together, as one state, also
 * while a station writes. Reads only.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Place } from '../care/disk-facts.ts';
import { rawSamples } from '../query/raw-samples.ts';
import { MonthShelf } from '../reader/month-shelf.ts';
import { originsOf } from '../reader/origins.ts';
import { historyOf, storedOnly } from '../reader/tag-source.ts';
import type { Samples } from '../samples.ts';
import { sortSamples } from '../sort-samples.ts';
import { isFileDamage } from '../store/damage.ts';
import { Journal } from '../store/journal.ts';
import { monthsIn, openMonthForReading } from '../store/month-file.ts';
import { monthFileName } from '../store/months.ts';
import { allTags, Meta, STATION_FILE, type StoredTag } from '../store/station-db.ts';
import { Newest } from '../writer/newest.ts';
import { replay, SEALED_KEY } from '../writer/recovery.ts';
import { Tail } from '../writer/tail.ts';

/** Samples of one page: nothing is ever held whole. */
const PAGE = 65_536;

/** Samples with where each came from, by its place in `ORIGINS`. */
export interface ExportedSamples extends Samples {
  readonly origin: Uint8Array;
}

export class StoredHistory {
  readonly tags = new Map<string, StoredTag>();
  /** What could not be read, told once a file. */
  readonly damaged: string[] = [];
  readonly #shelf: MonthShelf;
  readonly #tail = new Tail();

  /** Of a damaged `station.db` nothing may be there; the months still are. */
  constructor({ folder, monthFolder }: Place) {
    this.#shelf = new MonthShelf(monthFolder, file => this.damaged.push(file));
    const file = join(folder, STATION_FILE);
    if (existsSync(file)) this.#readStation(file, monthFolder);
    for (const month of monthsIn(monthFolder)) this.#readTags(monthFolder, month);
  }

  /** Samples in [from, to) page by page, in order of time. */
  *samples(tag: string, { from, to }: { from: number; to: number }): Generator<ExportedSamples> {
    const stored = this.tags.get(tag);
    const live = {
      tail: this.#tailOf(stored?.id),
      aliveAt: Number.NEGATIVE_INFINITY,
      isRecorded: false,
      interpolation: stored?.interpolation ?? null,
    };
    const history = this.#shelf.session(() => historyOf(this.#shelf, { tag, from, to }, live));
    const imports = history.imports();
    let after: { t: number; taken: number } | null | undefined;
    while (after !== null) {
      const span = { from, to, bounds: false, limit: PAGE };
      const page = rawSamples(history, after === undefined ? span : { ...span, after });
      const samples = storedOnly(page.samples);
      if (samples.t.length > 0) yield { ...samples, origin: originsOf(samples, imports) };
      after = page.next;
    }
  }

  close(): void {
    this.#shelf.close();
  }

  #tailOf(id: number | undefined): Samples | null {
    const samples = id === undefined ? null : this.#tail.take(id);
    return samples === null || samples.t.length === 0 ? null : sortSamples(samples);
  }

  /** The journal first and the months' marks after it: what is sealed in between is then known to be in both. */
  #readStation(file: string, monthFolder: string): void {
    let db: Database.Database | undefined;
    try {
      db = new Database(file, { readonly: true, fileMustExist: true });
      this.#readJournal(db, file, monthFolder);
    } catch (error) {
      if (!isFileDamage(error)) throw error;
      this.damaged.push(file);
    } finally {
      db?.close();
    }
  }

  #readJournal(db: Database.Database, file: string, monthFolder: string): void {
    db.transaction(() => {
      for (const tag of allTags(db)) this.tags.set(tag.name, tag);
      const damage = { rows: 0, samples: 0 };
      const sealedThrough = new Meta(db).number(SEALED_KEY) ?? 0;
      const marks = this.#marks(monthFolder);
      const journal = new Journal(db);
      replay(
        { journal, sealedThrough, marks, damage, isKnown: () => true },
        { tail: this.#tail, newest: new Newest() },
      );
      if (damage.rows > 0) this.damaged.push(file);
    })();
  }

  #marks(monthFolder: string): (month: number, tag: number) => number {
    const known = new Map<number, ReadonlyMap<number, number>>();
    return (month, tag) => {
      let marks = known.get(month);
      if (marks === undefined) {
        marks = new Map(this.#rows(monthFolder, month));
        known.set(month, marks);
      }
      return marks.get(tag) ?? 0;
    };
  }

  #rows(monthFolder: string, month: number): [number, number][] {
    if (!monthsIn(monthFolder).includes(month)) return [];
    return this.#withMonth(monthFolder, month, db =>
      db.prepare<[], [number, number]>('SELECT tag, seq FROM mark').raw().all(),
    );
  }

  #readTags(monthFolder: string, month: number): void {
    for (const tag of this.#withMonth(monthFolder, month, db => [...allTags(db)])) {
      if (!this.tags.has(tag.name)) this.tags.set(tag.name, tag);
    }
  }

  /** Nothing from a file that cannot be read; it is told. */
  #withMonth<T>(monthFolder: string, month: number, read: (db: Database.Database) => T[]): T[] {
    let db: Database.Database | undefined;
    try {
      db = openMonthForReading(monthFolder, month);
      return read(db);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      this.damaged.push(join(monthFolder, monthFileName(month)));
      return [];
    } finally {
      db?.close();
    }
  }
}
