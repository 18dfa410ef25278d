/** The journal of alarms and of annotations as the rest of main sees it (main thread): what the start found, rows in, pages out. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { AlarmTransition } from '../../../shared/model/alarm.ts';
import type { AlarmContext } from '../../../shared/model/alarm-journal.ts';
import type { Annotation, AnnotationFilter, AnnotationPage } from '../../../shared/model/annotation.ts';
import type { AskOptions } from '../reader-pool.ts';
import { BUSY_MS, STATION_FILE } from '../store/station-db.ts';
import { AlarmDesk, type AlarmOrder, type AlarmWordsById } from './alarm-desk.ts';
import type { AlarmQuery, AlarmRowsAnswer, AlarmSearch } from './alarm-query.ts';
import { type StoredAlarms, storedAlarms } from './stored-alarms.ts';

export interface AlarmStoreParts {
  /** Holds `station.db`. */
  readonly folder: string;
  readonly now: () => number;
  readonly post: (order: AlarmOrder) => void;
  readonly ask: (query: AlarmQuery, options: AskOptions) => Promise<unknown>;
}

export class AlarmStore {
  readonly #parts: AlarmStoreParts;
  readonly desk: AlarmDesk;
  #found: StoredAlarms | null = null;

  constructor(parts: AlarmStoreParts) {
    this.#parts = parts;
    this.desk = new AlarmDesk(parts.post);
  }

  /**
   * As the start found it. Where the disk has not let anybody read it, alarms begin at rest, with numbers that no row can have: those
   * of the clock.
   */
  get snapshot(): StoredAlarms {
    return (this.#found ??= this.#read());
  }

  /** Of the writer thread, which mends what cannot be read. The first that is known stays. */
  found(alarms: StoredAlarms): void {
    this.#found ??= alarms;
  }

  /**
   * Resolves when the rows are durable; rejects when none of them is. Numbers rise from batch to batch. `words`: what their alarms are
   * called today, by id.
   */
  append(rows: readonly AlarmTransition[], words: AlarmWordsById = new Map()): Promise<void> {
    return this.desk.append(rows, words);
  }

  /** Replaces what was kept for the same row. Resolves when it is durable; rejects when it is not. */
  keepContext(context: AlarmContext): Promise<void> {
    return this.desk.keepContext(context);
  }

  /** Rejects with `QueryCancelled`, or with what the disk says. */
  async search(search: Omit<AlarmSearch, 'name'>, options: AskOptions): Promise<AlarmRowsAnswer> {
    // The reader answers each kind of question with its own type.
    return (await this.#parts.ask({ name: 'alarm-rows', ...search }, options)) as AlarmRowsAnswer;
  }

  async context(sequence: number): Promise<AlarmContext | null> {
    const options: AskOptions = { lane: 'people' };
    return (await this.#parts.ask({ name: 'alarm-context', sequence }, options)) as AlarmContext | null;
  }

  /** How the alarms stood at an instant, epoch ms UTC. Rejects with `QueryCancelled`, or with what the disk says. */
  async at(at: number, signal?: AbortSignal): Promise<StoredAlarms> {
    return (await this.#parts.ask({ name: 'alarms-at', at }, { lane: 'people', signal })) as StoredAlarms;
  }

  /** Resolves when this version of an annotation is durable; rejects when it is not. */
  keepAnnotation(annotation: Annotation): Promise<void> {
    return this.desk.keepAnnotation(annotation);
  }

  async annotations(filter: AnnotationFilter, limit: number, signal?: AbortSignal): Promise<AnnotationPage> {
    const options: AskOptions = { lane: 'people', signal };
    return (await this.#parts.ask({ name: 'annotations', filter, limit }, options)) as AnnotationPage;
  }

  /** Every version, oldest first; none when there is no such annotation. */
  async annotationVersions(id: string): Promise<readonly Annotation[]> {
    return (await this.#parts.ask({ name: 'annotation-versions', id }, { lane: 'people' })) as readonly Annotation[];
  }

  #read(): StoredAlarms {
    const { folder, now } = this.#parts;
    const file = join(folder, STATION_FILE);
    if (!existsSync(file)) return { lastSequence: 0, last: [], announced: [], lastContext: 0 };
    let db: Database.Database | undefined;
    try {
      db = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
      return storedAlarms(db, now());
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const lastSequence = Math.floor(now());
      return { lastSequence, last: [], announced: [], lastContext: lastSequence };
    } finally {
      db?.close();
    }
  }
}
