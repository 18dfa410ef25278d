/**
 * One month file, everything in it (care thread, command line): SQLite's own check, every axis, chunk and head decoded, heads
 * computed anew from the samples and compared, references, counts and marks. Reads tag by tag, so that a station that writes
 * meanwhile is neither held up nor mistaken for damage.
 */
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Text } from '../../../../shared/text/text.ts';
import { ChunkDamaged } from '../../codec/chunk-damaged.ts';
import { NUMBER_FIELDS, type StoredHead } from '../../codec/heads/head-layout.ts';
import { headOf } from '../../codec/heads/head-of.ts';
import { MonthContents, type PackRow } from '../../store/month-contents.ts';
import { isUntouched, openMonthForReading } from '../../store/month-file.ts';
import { monthFileName, monthOf } from '../../store/months.ts';
import { checkMonth } from '../../store/schema.ts';
import type { StoredTag } from '../../store/station-db.ts';
import type { Findings } from './problem.ts';
import { reasonOf, tableName, treeReason } from './reason.ts';

/** Rows of SQLite's own report that are kept. */
const REPORT_ROWS = 20;

interface Work {
  readonly month: number;
  readonly file: string;
  readonly db: Database.Database;
  readonly contents: MonthContents;
  readonly findings: Findings;
  /** 1 for each chunk and axis id that a head refers to, of those that were there at the beginning. */
  readonly chunks: Uint8Array;
  readonly axes: Uint8Array;
  /** Everything that refers to something could be read. */
  isComplete: boolean;
}

/** @param isDeep also all samples. Never throws for what is in the file. */
export function checkMonthFile(
  folder: string,
  month: number,
  { isDeep, findings }: { isDeep: boolean; findings: Findings },
): void {
  const file = basename(join(folder, monthFileName(month)));
  findings.files++;
  let db: Database.Database | undefined;
  try {
    db = openMonthForReading(folder, month);
    if (isUntouched(db)) return;
    if (!checkMonth(db))
      return findings.add({ file, kind: 'file', why: { zh: '不是月文件', en: 'it is no month file' } });
    checkTrees(db, file, { isDeep, findings });
    if (isDeep) checkContents(db, { month, file, findings });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    findings.add({ file, kind: 'file', why: reasonOf(error) });
  } finally {
    db?.close();
  }
}

export function checkTrees(
  db: Database.Database,
  file: string,
  { isDeep, findings }: { isDeep: boolean; findings: Findings },
): void {
  const rows = db.pragma(`${isDeep ? 'integrity_check' : 'quick_check'}(${REPORT_ROWS})`);
  if (!Array.isArray(rows)) return;
  for (const why of rows.flatMap((row: object) => Object.values(row).map(String))) {
    if (why !== 'ok') findings.add({ file, kind: 'file', why: treeReason(why) });
  }
}

function checkContents(
  db: Database.Database,
  { month, file, findings }: { month: number; file: string; findings: Findings },
): void {
  const most = (table: string): number => db.prepare<[], number>(`SELECT max(id) FROM ${table}`).pluck().get() ?? 0;
  const work: Work = {
    ...{ month, file, db, findings },
    contents: new MonthContents(db),
    chunks: new Uint8Array(most('chunk') + 1),
    axes: new Uint8Array(most('axis') + 1),
    isComplete: true,
  };
  for (const tag of work.contents.tags()) {
    // A snapshot a tag: what retention or a seal does meanwhile is seen whole or not at all.
    db.transaction(() => checkTag(work, tag))();
  }
  if (!work.isComplete) return;
  findOrphans(work, 'chunk', work.chunks);
  findOrphans(work, 'axis', work.axes);
  db.transaction(() => checkCount(work))();
}

function checkTag(work: Work, tag: StoredTag): void {
  const { contents, findings, file } = work;
  let lastSeq = 0;
  for (const row of contents.packsOf(tag.id)) {
    const heads = unpackRow(work, tag, row);
    for (const head of heads) {
      checkChunk(work, tag, head);
      if (head.origin === 'live') lastSeq = Math.max(lastSeq, head.lastSeq);
    }
  }
  const mark = contents.markOf(tag.id) ?? 0;
  if (lastSeq > mark) {
    const why = {
      zh: `标记为 ${mark}，实时采样已到 ${lastSeq}`,
      en: `the mark is ${mark}, live samples reach to ${lastSeq}`,
    };
    findings.add({ file, kind: 'counts', tag: tag.name, why });
  }
}

function unpackRow(work: Work, tag: StoredTag, row: PackRow): StoredHead[] {
  const { contents, findings, file } = work;
  const span = { from: row.firstT, to: row.lastT, samples: row.samples };
  try {
    const heads = contents.unpack(tag.id, row);
    const firstT = Math.min(...heads.map(head => head.firstT));
    const lastT = Math.max(...heads.map(head => head.lastT));
    const samples = heads.reduce((sum, head) => sum + head.count, 0);
    if (firstT !== row.firstT || lastT !== row.lastT || (row.samples !== null && row.samples !== samples)) {
      findings.add({
        file,
        kind: 'counts',
        tag: tag.name,
        ...span,
        why: {
          zh: `${tableName(row.table)} ${row.key} 与其聚合值不符`,
          en: `the ${row.table} row ${row.key} is not that of its heads`,
        },
      });
    }
    return heads;
  } catch (error) {
    if (!(error instanceof ChunkDamaged || error instanceof Database.SqliteError)) throw error;
    work.isComplete = false;
    findings.add({ file, kind: 'heads', tag: tag.name, ...span, why: reasonOf(error) });
    return [];
  }
}

function checkChunk(work: Work, tag: StoredTag, head: StoredHead): void {
  const { contents, findings, file } = work;
  const hit = { file, tag: tag.name, from: head.firstT, to: head.lastT, samples: head.count };
  if (work.chunks[head.chunkId] === 1)
    findings.add({
      ...hit,
      kind: 'references',
      why: { zh: `数据块 ${head.chunkId} 有两个聚合值`, en: `two heads of chunk ${head.chunkId}` },
    });
  work.chunks[head.chunkId] = 1;
  work.axes[head.axisId] = 1;
  try {
    const samples = contents.samplesOf(head);
    findings.samples += head.count;
    const wrong = differenceOf(head, { ...headOf(samples, head.interpolation), ...sequencesOf(samples.seq) });
    if (wrong !== null) findings.add({ ...hit, kind: 'head-differs', why: wrong });
    if (!samples.t.every(t => monthOf(t) === work.month)) {
      findings.add({ ...hit, kind: 'counts', why: { zh: '采样不属于本月', en: 'samples of another month' } });
    }
  } catch (error) {
    if (!(error instanceof ChunkDamaged || error instanceof RangeError || error instanceof Database.SqliteError))
      throw error;
    findings.add({ ...hit, kind: 'samples', why: reasonOf(error) });
  }
}

function sequencesOf(seq: Float64Array): { firstSeq: number; lastSeq: number } {
  return { firstSeq: seq.reduce((a, b) => Math.min(a, b)), lastSeq: seq.reduce((a, b) => Math.max(a, b)) };
}

function differenceOf(head: StoredHead, computed: Partial<StoredHead>): Text | null {
  for (const field of NUMBER_FIELDS) {
    const value = computed[field];
    if (value !== undefined && !Object.is(head[field], value))
      return {
        zh: `${field} 应为 ${value}，聚合值记为 ${head[field]}`,
        en: `${field} is ${value}, its head says ${head[field]}`,
      };
  }
  return null;
}

/** Ids that were there at the beginning, still are, and that no head refers to. */
function findOrphans({ db, file, findings }: Work, table: 'chunk' | 'axis', seen: Uint8Array): void {
  const ids = db.prepare<[number], number>(`SELECT id FROM ${table} WHERE id < ?`).pluck();
  let orphans = 0;
  for (const id of ids.iterate(seen.length)) if (seen[id] === 0) orphans++;
  if (orphans > 0)
    findings.add({
      file,
      kind: 'references',
      why: {
        zh: `${tableName(table)}中有 ${orphans} 行无人引用`,
        en: `${orphans} rows of ${table} that no head refers to`,
      },
    });
}

function checkCount({ contents, file, findings }: Work): void {
  let samples = 0;
  for (const { id } of contents.tags()) {
    for (const row of contents.packsOf(id)) {
      samples += row.samples ?? contents.unpack(id, row).reduce((sum, head) => sum + head.count, 0);
    }
  }
  const said = contents.fact('samples');
  if (said !== samples)
    findings.add({
      file,
      kind: 'counts',
      samples: Math.abs(said - samples),
      why: { zh: `实有 ${samples} 个采样，记录为 ${said}`, en: `${samples} samples, meta says ${said}` },
    });
}
