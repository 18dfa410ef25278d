/**
 * Looks for annotations (reader thread). Of each the highest version holds; what was removed is found by its id alone. People write
 * some a day: those of a span are all read, and what SQLite cannot compare in small letters is compared here.
 */
import type Database from 'better-sqlite3';
import type { Annotation, AnnotationFilter, AnnotationPage } from '../../../shared/model/annotation.ts';
import { hasOneOf, searchWords } from '../../../shared/text/search-words.ts';
import { ANNOTATION_COLUMNS, type AnnotationRow, annotationOfRow } from './annotation-table.ts';

/** Plain data. */
export type AnnotationSearch =
  | { readonly name: 'annotations'; readonly filter: AnnotationFilter; readonly limit: number }
  /** Every version of one, oldest first. */
  | { readonly name: 'annotation-versions'; readonly id: string };

const HOLDS = 'version = (SELECT max(version) FROM annotation AS other WHERE other.id = annotation.id)';

/** Within the caller's transaction. */
export function searchAnnotations(
  db: Database.Database,
  { filter, limit }: Extract<AnnotationSearch, { name: 'annotations' }>,
): AnnotationPage {
  const { from, to, tags } = filter;
  const ofTags = tags === undefined ? '' : ` AND tag IN (${tags.map(() => '?').join(', ')})`;
  const rows = db.prepare<(string | number)[], AnnotationRow>(
    `SELECT ${ANNOTATION_COLUMNS} FROM annotation WHERE at >= ? AND at < ?${ofTags} AND removed = 0 AND ${HOLDS}
     ORDER BY at DESC, sequence DESC`,
  );
  const annotations: Annotation[] = [];
  for (const row of rows.iterate(from, to, ...(tags ?? []))) {
    if (!fits(row, filter)) continue;
    if (annotations.length === limit) return { annotations, hasMore: true };
    annotations.push(annotationOfRow(row));
  }
  return { annotations, hasMore: false };
}

export function annotationVersions(db: Database.Database, id: string): readonly Annotation[] {
  return db
    .prepare<[string], AnnotationRow>(`SELECT ${ANNOTATION_COLUMNS} FROM annotation WHERE id = ? ORDER BY version`)
    .all(id)
    .map(annotationOfRow);
}

function fits({ tag, text, who }: AnnotationRow, filter: AnnotationFilter): boolean {
  if (!hasOneOf([who], [(filter.who ?? '').toLowerCase()])) return false;
  return searchWords(filter.text).every(word => hasOneOf([tag, text], [word]));
}
