/** Rows of the table of annotations in `station.db` (writer thread and reader threads): one a version, added and never changed. */
import type Database from 'better-sqlite3';
import type { Annotation } from '../../../shared/model/annotation.ts';

export interface AnnotationRow {
  readonly id: string;
  readonly version: number;
  readonly tag: string;
  readonly at: number;
  readonly text: string;
  readonly removed: number;
  readonly written: number;
  readonly who: string;
  readonly place: string | null;
}

export const ANNOTATION_COLUMNS = 'id, version, tag, at, text, removed, written, who, place';

/** One that is stored already is left as it is: a writer thread that died may have stored it. */
export function insertAnnotation(db: Database.Database, annotation: Annotation): void {
  const { id, version, tag, at, text, isRemoved, writtenAt, who, where } = annotation;
  db.prepare(`INSERT OR IGNORE INTO annotation (${ANNOTATION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    ...[id, version, tag, at, text],
    ...[Number(isRemoved), writtenAt, who, where],
  );
}

export const annotationOfRow = ({ removed, written, place, ...row }: AnnotationRow): Annotation => ({
  ...row,
  isRemoved: removed !== 0,
  writtenAt: written,
  where: place,
});
