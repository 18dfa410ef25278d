/**
 * What can be read of a damaged month file back into a new one (writer thread, or the command line with the station stopped).
 * Chunk by chunk: what its checksum vouches for is taken with its sequence numbers, its head computed anew; nothing is guessed.
 * How far it is stands in the new file, in the same transaction as the samples, so that it is gone on with after a stop.
 */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { NOT_RECORDED } from '../../../shared/model/quality.ts';
import type { StoredHead } from '../codec/heads/head-layout.ts';
import type { Samples } from '../samples.ts';
import { pickSamples } from '../sort-samples.ts';
import { isDamage } from '../store/damage.ts';
import { MonthContents, type PackRow } from '../store/month-contents.ts';
import { monthsIn } from '../store/month-file.ts';
import { monthOfFile, monthStart } from '../store/months.ts';
import { Meta } from '../store/station-db.ts';
import type { ChunkStore } from '../writer/chunk-store.ts';
import type { ChunkTag, MonthWriter } from '../writer/month-writer.ts';
import { removeDatabase } from './backup/copy-database.ts';
import { withNewFirstPage } from './first-page.ts';

/** In the place of a tag: whatever was in the file. */
export const ALL_TAGS = '*';

/** A stretch of samples that is gone. */
export interface LostPart {
  /** `*` (ALL_TAGS): the file cannot be opened as a database. */
  readonly tag: string;
  /** Epoch ms; null where nothing tells. */
  readonly from: number | null;
  readonly to: number | null;
  readonly samples: number | null;
}

export interface Salvaged {
  /** The damaged file, which stays. */
  readonly file: string;
  /** Size of it. */
  readonly bytes: number;
  /** Samples taken back. */
  readonly samples: number;
  readonly lost: readonly LostPart[];
}

export interface SalvageParts {
  readonly store: ChunkStore;
  /** The damaged file: `2026-11.db.damaged`. */
  readonly file: string;
  /** All tags that the station ever had. */
  readonly tags: readonly ChunkTag[];
  /** Live samples of a tag from this commit on are in memory and will be stored from there; infinity when none are. */
  readonly inMemoryFrom: (tag: number) => number;
}

/** Damaged files of a folder and the month each is of. */
export const monthOfDamaged = (file: string): number | null =>
  monthOfFile(basename(file).replace(/\.damaged(?:-\d+)?$/, ''));

interface Progress {
  /** Tags up to this id are done. */
  readonly tag: number;
  /** Chunks of the next tag that are done. */
  readonly chunks: number;
  /** Live samples of that tag from this commit on are not taken. */
  readonly before: number;
}

const NOTHING: Progress = { tag: 0, chunks: 0, before: Number.POSITIVE_INFINITY };
const DONE = 'done';
const keyOf = (file: string): string => `salvaged ${basename(file)}`;

/** Whether all that can be read of the file is in the new one. */
export function isSalvaged(db: Database.Database, file: string): boolean {
  return new Meta(db).text(keyOf(file)) === DONE;
}

/** Every `yield` is a place to stop; the caller commits what was done in between. Throws what the new file's disk throws. */
export function* salvageMonth(parts: SalvageParts): Generator<void, Salvaged> {
  const { store, file, tags } = parts;
  const month = monthOfDamaged(file) ?? Number.NaN;
  const lost: LostPart[] = [];
  let samples = 0;
  const progress = store.inMonth(month, writer => readProgress(writer, file));
  const old = openDamaged(file) ?? (progress === null ? null : yield* openRebuilt(file));
  try {
    if (old === null) {
      lost.push({ tag: ALL_TAGS, from: null, to: null, samples: null });
      if (progress !== null) yield* markGaps(parts, month);
    }
    for (const tag of tags) {
      if (old === null || progress === null || tag.id <= progress.tag) continue;
      const from = tag.id === progress.tag + 1 ? progress : NOTHING;
      samples += yield* salvageTag(parts, tag, { month, old, from, lost });
    }
    store.inMonth(month, ({ db }) => new Meta(db).set(keyOf(file), DONE));
    yield;
    return { file, bytes: statSync(file).size, samples, lost };
  } finally {
    old?.db.close();
    // A copy that was made to read from.
    if (old !== null && old.db.name !== file) removeDatabase(old.db.name);
  }
}

function readProgress({ db }: MonthWriter, file: string): Progress | null {
  const text = new Meta(db).text(keyOf(file));
  if (text === DONE) return null;
  if (text === null) return NOTHING;
  const [tag = 0, chunks = 0, before = -1] = text.split(' ').map(Number);
  return { tag, chunks, before: before < 0 ? Number.POSITIVE_INFINITY : before };
}

/** Null when not even its tables can be found. */
function openDamaged(file: string): MonthContents | null {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    return new MonthContents(db);
  } catch (error) {
    db?.close();
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
}

/** Where only its first page keeps SQLite from finding anything. */
function* openRebuilt(file: string): Generator<void, MonthContents | null> {
  const copy = yield* withNewFirstPage(file);
  if (copy === null) return null;
  const contents = openDamaged(copy);
  if (contents === null) removeDatabase(copy);
  return contents;
}

interface TagWork {
  readonly month: number;
  readonly old: MonthContents;
  readonly from: Progress;
  readonly lost: LostPart[];
}

function* salvageTag(parts: SalvageParts, tag: ChunkTag, work: TagWork): Generator<void, number> {
  const { store, file } = parts;
  const { month, old, from, lost } = work;
  const isResumed = from.chunks > 0;
  const { heads, gone } = headsOf(old, tag, lost);
  if (heads.length === 0 && gone.length === 0) return 0;
  // What came after the file was put aside is in the new file or in memory; what came before is in neither.
  const before = isResumed ? from.before : store.inMonth(month, w => firstNew(w, tag.id, parts.inMemoryFrom(tag.id)));
  if (!isResumed)
    store.inMonth(month, writer => gone.forEach(row => void writer.add(tag, gapAt(row.firstT), GAP_ORIGIN)));
  let taken = 0;
  for (let i = isResumed ? from.chunks : 0; i < heads.length; i++) {
    const head = heads[i];
    if (head === undefined) break;
    const samples = readChunk(old, head);
    if (samples === null) lost.push({ tag: tag.name, from: head.firstT, to: head.lastT, samples: head.count });
    const wanted = samples === null ? null : wantedOf(samples, head, before);
    store.inMonth(month, writer => {
      if (wanted !== null) taken += writer.add(tag, wanted, head.origin);
      // Else the line from the sample before to the one after would look like a value.
      else if (samples === null) writer.add(tag, gapAt(head.firstT, head.firstSeq), head.origin);
      const limit = Number.isFinite(before) ? before : -1;
      new Meta(writer.db).set(keyOf(file), `${tag.id - 1} ${i + 1} ${limit}`);
    });
    yield;
  }
  store.inMonth(month, writer => {
    keepMark(writer, tag.id, { heads, before, mark: markOf(old, tag.id) });
    new Meta(writer.db).set(keyOf(file), `${tag.id} 0 -1`);
  });
  yield;
  return taken;
}

/** The earliest commit of live samples of the tag that are stored anew, or wait for it. */
function firstNew({ db }: MonthWriter, tag: number, inMemoryFrom: number): number {
  const heads = new MonthContents(db).headsOf(tag).filter(head => head.origin === 'live');
  return heads.reduce((first, head) => Math.min(first, head.firstSeq), inMemoryFrom);
}

function wantedOf(samples: Samples, head: StoredHead, before: number): Samples | null {
  if (head.origin !== 'live' || head.lastSeq < before) return samples;
  const indexes = Uint32Array.from(samples.seq.keys()).filter(i => (samples.seq[i] ?? 0) < before);
  return indexes.length === 0 ? null : pickSamples(samples, indexes);
}

function keepMark(
  writer: MonthWriter,
  tag: number,
  { heads, before, mark }: { heads: readonly StoredHead[]; before: number; mark: number | null },
): void {
  const last = heads.reduce((most, h) => (h.origin === 'live' ? Math.max(most, h.lastSeq) : most), 0);
  const through = Math.min(mark ?? last, before - 1);
  if (through > writer.markOf(tag)) writer.mark(tag, through);
}

function markOf(old: MonthContents, tag: number): number | null {
  return attempt(() => old.markOf(tag));
}

function readChunk(old: MonthContents, head: StoredHead): Samples | null {
  return attempt(() => old.samplesOf(head));
}

function headsOf(old: MonthContents, tag: ChunkTag, lost: LostPart[]): { heads: StoredHead[]; gone: PackRow[] } {
  const rows = attempt(() => old.packsOf(tag.id));
  if (rows === null) lost.push({ tag: tag.name, from: null, to: null, samples: null });
  const gone: PackRow[] = [];
  const heads = (rows ?? []).flatMap(row => {
    const found = attempt(() => old.unpack(tag.id, row));
    if (found === null) gone.push(row);
    return found ?? [];
  });
  lost.push(...gone.map(row => lostRow(tag, row)));
  return { heads, gone };
}

/** Commit of a gap that stands for samples whose commits nobody knows. */
const OLDEST_COMMIT = 1;
/** They are no samples of the journal: what was recorded live is judged by its commits. */
const GAP_ORIGIN = 'backfill';

/** From here on nothing is known, until the next sample. */
const gapAt = (t: number, seq = OLDEST_COMMIT): Samples => ({
  t: Float64Array.of(t),
  seq: Float64Array.of(seq),
  v: Float64Array.of(Number.NaN),
  q: Uint16Array.of(NOT_RECORDED),
});

/** Of a month of which nothing can be read. */
function* markGaps({ store, tags }: SalvageParts, month: number): Generator<void> {
  for (const tag of tags) {
    store.inMonth(month, writer => writer.add(tag, gapAt(monthStart(month)), GAP_ORIGIN));
    yield;
  }
}

const lostRow = ({ name }: ChunkTag, { firstT, lastT, samples }: PackRow): LostPart => ({
  tag: name,
  from: firstT,
  to: lastT,
  samples,
});

/** Null where the damage is. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || isDamage(error)) return null;
    throw error;
  }
}

/** Damaged files in the folder whose readable part is not in the new file yet. */
export function unsalvagedIn(folder: string, names: readonly string[]): string[] {
  const months = new Set(monthsIn(folder));
  return names
    .map(name => join(folder, name))
    .filter(file => {
      const month = monthOfDamaged(file);
      if (month === null || monthOfFile(basename(file)) !== null) return false;
      return !months.has(month) || !isDone(file);
    });
}

function isDone(file: string): boolean {
  const fresh = join(dirname(file), basename(file).replace(/\.damaged(?:-\d+)?$/, ''));
  try {
    const db = new Database(fresh, { readonly: true, fileMustExist: true });
    try {
      return isSalvaged(db, file);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}
