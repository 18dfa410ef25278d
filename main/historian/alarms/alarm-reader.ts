/**
 * Answers questions about the journal of alarms, about annotations and about events (reader thread). Opens `station.db` when it is
 * asked, and anew when there is another file of that name; what it reads for one answer is of one moment.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { AlarmContext } from '../../../shared/model/alarm-journal.ts';
import type { Annotation, AnnotationPage } from '../../../shared/model/annotation.ts';
import { annotationVersions, searchAnnotations } from '../annotations/annotation-search.ts';
import { type EventRowsAnswer, type EventSearch, searchEvents } from '../events/event-search.ts';
import type { CancelSignal } from '../query/query-span.ts';
import { STATION_FILE } from '../store/station-db.ts';
import type { AlarmQuery, AlarmRowsAnswer } from './alarm-query.ts';
import { searchAlarms } from './alarm-search.ts';
import { contextFrom } from './context-blob.ts';
import { alarmsAt } from './past-alarms.ts';
import type { StoredAlarms } from './stored-alarms.ts';

type StationAnswer =
  | AlarmRowsAnswer
  | AlarmContext
  | StoredAlarms
  | EventRowsAnswer
  | AnnotationPage
  | readonly Annotation[]
  | null;

export class AlarmReader {
  readonly #file: string;
  #open: { readonly db: Database.Database; readonly inode: number } | null = null;

  constructor(folder: string) {
    this.#file = join(folder, STATION_FILE);
  }

  /** Throws what SQLite and the disk throw, and `QueryCancelled`. */
  answer(query: AlarmQuery | EventSearch, signal: CancelSignal): StationAnswer {
    const db = this.#database();
    db.exec('BEGIN');
    try {
      return answerFrom(db, query, signal);
    } finally {
      // What the disk refuses ends it by itself.
      if (db.inTransaction) db.exec('COMMIT');
    }
  }

  close(): void {
    this.#open?.db.close();
    this.#open = null;
  }

  #database(): Database.Database {
    const inode = statSync(this.#file).ino;
    if (this.#open?.inode !== inode) this.close();
    this.#open ??= { db: new Database(this.#file, { readonly: true, fileMustExist: true }), inode };
    return this.#open.db;
  }
}

function answerFrom(db: Database.Database, query: AlarmQuery | EventSearch, signal: CancelSignal): StationAnswer {
  switch (query.name) {
    case 'event-rows':
      return searchEvents(db, query, signal);
    case 'alarm-rows':
      return searchAlarms(db, query, signal);
    case 'alarm-context':
      return contextOf(db, query.sequence);
    case 'alarms-at':
      return alarmsAt(db, query.at);
    case 'annotations':
      return searchAnnotations(db, query);
    case 'annotation-versions':
      return annotationVersions(db, query.id);
  }
}

function contextOf(db: Database.Database, sequence: number): AlarmContext | null {
  const data = db.prepare<[number], Buffer>('SELECT data FROM alarm_context WHERE sequence = ?').pluck().get(sequence);
  return data === undefined ? null : contextFrom(sequence, data);
}
