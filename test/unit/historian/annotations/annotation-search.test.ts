/** Annotations in `station.db`: versions that are never written over, of which the highest holds, found by every part of a filter. */
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { annotationVersions, searchAnnotations } from '../../../../main/historian/annotations/annotation-search.ts';
import { insertAnnotation } from '../../../../main/historian/annotations/annotation-table.ts';
import { openStationDb } from '../../../../main/historian/store/station-db.ts';
import type { Annotation, AnnotationFilter } from '../../../../shared/model/annotation.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 1);

const note = (id: string, over: Partial<Annotation> = {}): Annotation => ({
  ...{ id, version: 1, tag: 'PT-1', at: T0 + 1_000, text: '滤芯已更换 Filter changed', isRemoved: false },
  ...{ writtenAt: T0 + 5_000, who: '李', where: '10.0.0.7' },
  ...over,
});

function stored(notes: readonly Annotation[]): Database.Database {
  const db = openStationDb(folderOf());
  for (const one of notes) insertAnnotation(db, one);
  return db;
}

function found(db: Database.Database, filter: Partial<AnnotationFilter> = {}, limit = 100) {
  const { annotations, hasMore } = searchAnnotations(db, {
    name: 'annotations',
    filter: { from: T0, to: T0 + 1e9, ...filter },
    limit,
  });
  return { ids: annotations.map(({ id, version }) => `${id}${version}`), hasMore };
}

describe('annotations on the disk', () => {
  it('come back as they were written, a version by the same number left alone', () => {
    const db = stored([note('a'), note('a', { text: 'another' }), note('a', { version: 2, text: 'now', where: null })]);
    expect(annotationVersions(db, 'a')).toEqual([note('a'), note('a', { version: 2, text: 'now', where: null })]);
    expect(annotationVersions(db, 'b')).toEqual([]);
    db.close();
  });

  it('are found as their highest version says, and not when that took them away', () => {
    const db = stored([
      ...[note('a'), note('a', { version: 2, text: 'now' })],
      ...[note('b'), note('b', { version: 2, isRemoved: true })],
      ...[note('c'), note('c', { version: 2, isRemoved: true }), note('c', { version: 3 })],
    ]);
    expect(found(db).ids).toEqual(['c3', 'a2']);
    expect(found(db, { text: 'filter' }).ids).toEqual(['c3']);
    db.close();
  });

  it('are found newest first by what they are about, as many as are asked for', () => {
    const db = stored([3, 1, 2].map(i => note(`n${i}`, { at: T0 + i })));
    expect(found(db)).toEqual({ ids: ['n31', 'n21', 'n11'], hasMore: false });
    expect(found(db, {}, 2)).toEqual({ ids: ['n31', 'n21'], hasMore: true });
    expect(found(db, { from: T0 + 2, to: T0 + 3 }).ids).toEqual(['n21']);
    db.close();
  });

  it('are found by tag, person and words in any case', () => {
    const db = stored([note('a'), note('b', { tag: 'FI-2', who: 'Ömer', text: 'Pump off' })]);
    const ids = (filter: Partial<AnnotationFilter>): unknown => found(db, filter).ids;
    expect([ids({ tags: ['FI-2'] }), ids({ tags: [] }), ids({ who: 'öm' })]).toEqual([['b1'], [], ['b1']]);
    expect([ids({ text: 'FILTER 滤芯' }), ids({ text: 'pt-1 pump' }), ids({ text: 'fi-2 PUMP' })]).toEqual([
      ['a1'],
      [],
      ['b1'],
    ]);
    db.close();
  });
});
