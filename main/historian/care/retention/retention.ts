/**
 * Takes away samples that are past their time (writer thread): one pass an hour as a sequence of small steps. A month of which
 * nothing is kept is removed as a file; from others chunks go with their heads, then axes that nobody refers to, and the freed
 * pages are given back to the disk (`auto_vacuum` is incremental). What is stopped in the middle is gone on with by the next pass.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ChunkDamaged } from '../../codec/chunk-damaged.ts';
import type { StoredHead } from '../../codec/heads/head-layout.ts';
import { packHeads } from '../../codec/heads/head-pack.ts';
import type { Retired } from '../../messages.ts';
import { isFileDamage } from '../../store/damage.ts';
import { MonthContents, type PackRow } from '../../store/month-contents.ts';
import { monthsIn, openMonthForReading } from '../../store/month-file.ts';
import { monthFileName, monthStart } from '../../store/months.ts';
import { Meta } from '../../store/station-db.ts';
import type { ChunkStore } from '../../writer/chunk-store.ts';
import type { MonthWriter } from '../../writer/month-writer.ts';
import { type Cutoffs, cutoffOf, isExpired, latestCutoff } from './retention-plan.ts';

/** Chunks of one tag that go in one step: 1 ms. */
const CHUNKS_AT_ONCE = 50;
const AXES_AT_ONCE = 200;
/** Pages of 16 kB given back in one step: half a MB is moved at most. */
const PAGES_AT_ONCE = 32;

export interface RetentionParts {
  readonly store: ChunkStore;
  /** Time of the newest live sample of a tag; null when none is known. */
  readonly newestOf: (tag: number) => number | null;
  /** Class of a tag of the running project; null for one of an earlier project. */
  readonly classOf: (tag: number) => string | null;
  /** The file of a month is about to be removed. */
  readonly onRemoving: (month: number) => void;
  /** Told of what has gone, when it is gone. */
  readonly onRetired: (retired: Retired) => void;
}

interface DueTag {
  readonly id: number;
  readonly signalClass: string;
  readonly cutoff: number;
  readonly newestT: number;
}

interface MonthPlan {
  readonly due: readonly DueTag[];
  /** Nothing of the month is kept: samples by class. */
  readonly whole: ReadonlyMap<string, number> | null;
  /** A pass was stopped after it had taken chunks away. */
  readonly isUnfinished: boolean;
}

/** `meta` key of a month: 1 while axes may be left that no chunk refers to any more. */
const SWEEP_KEY = 'sweep';

/** One pass. Every `yield` is a place to stop; the caller commits what was done in between. Throws what the disk throws. */
export function* retentionPass(parts: RetentionParts, cutoffs: Cutoffs): Generator<void> {
  const latest = latestCutoff(cutoffs);
  for (const month of monthsIn(parts.store.folder)) {
    if (monthStart(month) >= latest) return;
    const plan = yield* planMonth(parts, month, cutoffs);
    if (plan.whole !== null) removeMonth(parts, month, { cutoffs, samples: plan.whole });
    else if (plan.due.length > 0 || plan.isUnfinished) yield* shrinkMonth(parts, month, plan.due);
    yield;
  }
}

/** Looks without writing: a closed month stays closed when nothing in it is due. */
function* planMonth(parts: RetentionParts, month: number, cutoffs: Cutoffs): Generator<void, MonthPlan> {
  const db = openMonthForReading(parts.store.folder, month);
  try {
    const contents = new MonthContents(db);
    const versionOf = (): unknown => db.pragma('data_version', { simple: true });
    const version = versionOf();
    const due: DueTag[] = [];
    const samples = new Map<string, number>();
    let isWhole = true;
    for (const { id, class: stored } of contents.tags()) {
      const signalClass = parts.classOf(id) ?? stored;
      const cutoff = cutoffOf(cutoffs, signalClass);
      const found = cutoff === null ? [] : readable(() => contents.headsOf(id));
      const heads = found ?? [];
      const newestT = newestOf(parts, month, { id, heads });
      const gone = heads.filter(head => isExpired(head.lastT, { cutoff: cutoff ?? 0, newestT }));
      isWhole &&= cutoff !== null && found !== null && gone.length === heads.length;
      if (gone.length > 0) due.push({ id, signalClass, cutoff: cutoff ?? 0, newestT });
      samples.set(signalClass, (samples.get(signalClass) ?? 0) + countOf(gone));
      yield;
    }
    // What has come since it was looked at may have to be kept: then chunk by chunk.
    isWhole &&= due.length > 0 && versionOf() === version;
    return { due, whole: isWhole ? samples : null, isUnfinished: new Meta(db).number(SWEEP_KEY) === 1 };
  } catch (error) {
    // Whoever reads the file tells; here it keeps what it has.
    if (isFileDamage(error)) return { due: [], whole: null, isUnfinished: false };
    throw error;
  } finally {
    db.close();
  }
}

/** Null when it is damaged: what cannot be read is not judged. */
function readable(read: () => StoredHead[]): StoredHead[] | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChunkDamaged) return null;
    throw error;
  }
}

const countOf = (heads: readonly StoredHead[]): number => heads.reduce((sum, head) => sum + head.count, 0);

/** A tag that was never recorded live has its newest sample in the last month with samples of it. */
function newestOf(
  { newestOf: live, store }: RetentionParts,
  month: number,
  { id, heads }: { id: number; heads: readonly StoredHead[] },
): number {
  const known = live(id);
  if (known !== null || heads.length === 0) return known ?? 0;
  for (const later of monthsIn(store.folder).filter(m => m > month)) {
    const db = openMonthForReading(store.folder, later);
    try {
      if (new MonthContents(db).packsOf(id).length > 0) return Number.POSITIVE_INFINITY;
    } finally {
      db.close();
    }
  }
  return heads.reduce((last, head) => Math.max(last, head.lastT), Number.NEGATIVE_INFINITY);
}

function removeMonth(
  { store, onRemoving, onRetired }: RetentionParts,
  month: number,
  { cutoffs, samples }: { cutoffs: Cutoffs; samples: ReadonlyMap<string, number> },
): void {
  store.commit();
  store.forget(month);
  onRemoving(month);
  const file = join(store.folder, monthFileName(month));
  // The log first: one that is left without its file would be taken for that of the next file of this name.
  for (const suffix of ['-wal', '-shm', '']) rmSync(file + suffix, { force: true });
  for (const [signalClass, count] of samples) {
    if (count > 0) onRetired({ signalClass, samples: count, before: cutoffOf(cutoffs, signalClass) ?? 0 });
  }
}

function* shrinkMonth({ store, onRetired }: RetentionParts, month: number, due: readonly DueTag[]): Generator<void> {
  for (const tag of due) {
    for (;;) {
      const gone = store.inMonth(month, writer => shrinkTag(writer, tag));
      if (gone.length === 0) break;
      onRetired({ signalClass: tag.signalClass, samples: countOf(gone), before: tag.cutoff });
      yield;
    }
  }
  yield* dropAxes(store, month);
  while (store.inMonth(month, writer => giveBack(writer))) yield;
  store.inMonth(month, ({ db }) => new Meta(db).set(SWEEP_KEY, 0));
  store.commit();
  store.release(month);
}

/** Removes some chunks of a tag with their heads. Returns their heads; none when nothing is left to remove. */
function shrinkTag(writer: MonthWriter, tag: DueTag): StoredHead[] {
  const contents = new MonthContents(writer.db);
  const gone: StoredHead[] = [];
  for (const row of contents.packsOf(tag.id)) {
    if (row.firstT >= tag.cutoff) continue;
    const heads = readable(() => contents.unpack(tag.id, row)) ?? [];
    const kept = heads.filter(head => !isExpired(head.lastT, tag));
    if (kept.length === heads.length) continue;
    rewrite(writer, tag.id, { row, kept });
    gone.push(...heads.filter(head => isExpired(head.lastT, tag)));
    if (gone.length >= CHUNKS_AT_ONCE) break;
  }
  const drop = writer.db.prepare('DELETE FROM chunk WHERE id = ?');
  for (const { chunkId } of gone) drop.run(chunkId);
  if (gone.length === 0) return gone;
  writer.removed(gone);
  new Meta(writer.db).set(SWEEP_KEY, 1);
  return gone;
}

function rewrite({ db }: MonthWriter, tag: number, { row, kept }: { row: PackRow; kept: readonly StoredHead[] }): void {
  const where = row.table === 'span' ? 'tag = ? AND no = ?' : 'tag = ? AND id = ?';
  if (kept.length === 0) {
    db.prepare(`DELETE FROM ${row.table} WHERE ${where}`).run(tag, row.key);
    return;
  }
  const firstT = Math.min(...kept.map(head => head.firstT));
  const lastT = Math.max(...kept.map(head => head.lastT));
  const data = packHeads(kept);
  const set = 'SET first_t = ?, last_t = ?, data = ?';
  if (row.table === 'head') db.prepare(`UPDATE head ${set} WHERE ${where}`).run(firstT, lastT, data, tag, row.key);
  else
    db.prepare(`UPDATE span ${set}, samples = ? WHERE ${where}`).run(firstT, lastT, data, countOf(kept), tag, row.key);
}

/** Axes that no chunk refers to. One that is stored while this goes on is none of those that are looked at. */
function* dropAxes(store: ChunkStore, month: number): Generator<void> {
  const axes = new Set(store.inMonth(month, ({ db }) => db.prepare<[], number>('SELECT id FROM axis').pluck().all()));
  const tags = store.inMonth(month, ({ db }) => new MonthContents(db).tags());
  for (const { id } of tags) {
    const heads = store.inMonth(month, ({ db }) => readable(() => new MonthContents(db).headsOf(id)));
    // What it refers to is not known: then all axes stay.
    if (heads === null) return;
    for (const { axisId } of heads) axes.delete(axisId);
    yield;
  }
  const left = [...axes];
  while (left.length > 0) {
    const some = left.splice(0, AXES_AT_ONCE);
    store.inMonth(month, ({ db }) => {
      const drop = db.prepare('DELETE FROM axis WHERE id = ?');
      for (const id of some) drop.run(id);
    });
    yield;
  }
}

/** Gives some free pages back to the disk; false when there are none. */
function giveBack({ db }: MonthWriter): boolean {
  const free = (): number => Number(db.pragma('freelist_count', { simple: true }));
  const before = free();
  if (before === 0) return false;
  db.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
  return free() < before;
}
