/** Sealing: each sample ends in exactly one chunk, whatever stops it in the middle. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hold } from '../../../../main/historian/reader/hold.ts';
import { KeptOfMonths, MonthReader } from '../../../../main/historian/reader/month-reader.ts';
import { bitsOf } from '../../../../main/historian/sample-bits.ts';
import type { Samples } from '../../../../main/historian/samples.ts';
import { monthsIn } from '../../../../main/historian/store/month-file.ts';
import { monthFileName } from '../../../../main/historian/store/months.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { Newest } from '../../../../main/historian/writer/newest.ts';
import { SealJob } from '../../../../main/historian/writer/seal-job.ts';
import { Tail } from '../../../../main/historian/writer/tail.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);

let folder: string;
let store: ChunkStore;
let tail: Tail;

beforeEach(() => {
  folder = folderOf();
  store = new ChunkStore(folder);
  tail = new Tail();
});
afterEach(() => store.close());

const tagOf = (id: number) => ({
  chunk: { id, name: `T-${id}`, class: 'AI', interpolation: 'sloped' as const, gains: [] },
  policy: { kind: 'all' as const },
});

/** `count` samples of tag `id`, a second apart, with values from `first` on, each of a commit of its own from `seq` on. */
function arrive(
  id: number,
  { count, first = 0, seq = 1, t = T0 }: { count: number; first?: number; seq?: number; t?: number },
): void {
  const v = Float64Array.from({ length: count }, (_, i) => first + i);
  const arrivals = {
    t: v.map((_, i) => t + i * 1_000),
    bits: bitsOf(v),
    q: new Uint16Array(count).fill(513),
  };
  tail.add(
    new Uint32Array(count).fill(id),
    arrivals,
    v.map((_, i) => seq + i),
  );
}

function seal(through: number, { isComplete = false, now = T0 + 3_600_000 } = {}): SealJob {
  const job = new SealJob({ tail, store, tagOf, newest: new Newest() }, { through, isComplete, now });
  while (!job.step());
  return job;
}

function openMonth(month: number, onDamage: (error: Error) => void): MonthReader {
  return new MonthReader({ folder, month, kept: new KeptOfMonths(), hold: new Hold(), onDamage });
}

function stored(id: number): number[] {
  return monthsIn(folder).flatMap(month => {
    const reader = openMonth(month, error => {
      throw error;
    });
    const parts = reader
      .headsOf(`T-${id}`)
      .heads.map((head): Samples => ({ ...reader.axisOf(head).axis(), ...reader.columnOf(head) }));
    reader.close();
    return parts.flatMap(part => [...part.v]);
  });
}

const counted = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

describe('sealing', () => {
  it('takes the commits up to a number and leaves the later ones in memory', () => {
    arrive(1, { count: 600 });
    const job = seal(500);
    expect(job).toMatchObject({ sealed: 500, unaccounted: 0, carried: [] });
    expect(stored(1)).toEqual(counted(0, 500));
    expect(tail.take(1).v).toEqual(Float64Array.from(counted(500, 100)));
  });

  it('keeps tags with few samples in memory, until they are a day old or somebody asks for all', () => {
    arrive(1, { count: 100 });
    expect(seal(100)).toMatchObject({ sealed: 0, carried: [1] });
    expect(seal(100, { now: T0 + 86_400_000 })).toMatchObject({ sealed: 100, carried: [] });
    arrive(2, { count: 3 });
    expect(seal(100, { isComplete: true })).toMatchObject({ sealed: 3, carried: [] });
  });

  it('cuts a burst into chunks, and gives tags that were heard together one axis', () => {
    for (const id of [1, 2, 3]) arrive(id, { count: 5_000 });
    seal(5_000);
    const db = new Database(join(folder, monthFileName(monthsIn(folder)[0] ?? 0)), { readonly: true });
    const count = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([count('chunk'), count('axis'), count('head')]).toEqual([9, 3, 9]);
    db.close();
    expect(stored(2)).toEqual(counted(0, 5_000));
  });

  it('puts 32 heads into one row, and reads them and the others back', () => {
    for (let part = 0; part < 33; part++) {
      arrive(1, { count: 300, first: part * 300, seq: part * 300 + 1, t: T0 + part * 300_000 });
      seal((part + 1) * 300);
    }
    const db = new Database(join(folder, monthFileName(monthsIn(folder)[0] ?? 0)), { readonly: true });
    expect(db.prepare('SELECT no, samples FROM span').all()).toEqual([{ no: 1, samples: 9_600 }]);
    expect(db.prepare('SELECT count(*) FROM head').pluck().get()).toBe(1);
    db.close();
    expect(stored(1)).toEqual(counted(0, 9_900));
  });

  it('stores each sample once when a seal was durable in the file and the journal is read again', () => {
    arrive(1, { count: 400 });
    seal(400);
    // The program died before the journal was emptied: everything comes again, with more.
    arrive(1, { count: 400 });
    arrive(1, { count: 300, first: 400, seq: 401, t: T0 + 400_000 });
    const reader = openMonth(monthsIn(folder)[0] ?? 0, () => undefined);
    const mark = Number(reader.db.prepare('SELECT seq FROM mark').pluck().get());
    reader.close();
    expect(mark).toBe(400);
    tail.drop(1, { count: 400, through: mark });
    seal(700);
    expect(stored(1)).toEqual(counted(0, 700));
  });

  it('does a slice again when the disk refused it, and stores nothing twice where only one of two months did', () => {
    const start = Date.UTC(2026, 11, 1) - 300_000;
    // Of November alone: in the same slice, and to be done again as well.
    arrive(1, { count: 600, t: start - 3_600_000 });
    arrive(2, { count: 600, t: start });
    const december = monthsDecember(folder);
    const holder = new Database(december);
    holder.exec('BEGIN IMMEDIATE');
    const job = new SealJob(
      { tail, store, tagOf, newest: new Newest() },
      { through: 600, isComplete: true, now: start, sliceMs: 60_000 },
    );
    // However slow the machine is: one slice.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    expect(() => job.step()).toThrow(/locked/);
    clock.mockRestore();
    expect(tail.total).toBe(1_200);
    holder.exec('ROLLBACK');
    holder.close();
    while (!job.step());
    expect(job).toMatchObject({ sealed: 1_200, unaccounted: 0 });
    expect(stored(1)).toEqual(counted(0, 600));
    expect(stored(2)).toEqual(counted(0, 600));
  });

  it('gives no sample up for one that came with a later commit at the same time', () => {
    arrive(1, { count: 300 });
    arrive(1, { count: 1, first: 999, seq: 301, t: T0 + 5_000 });
    const job = seal(301);
    expect(job).toMatchObject({ sealed: 301, unaccounted: 0 });
    expect(stored(1).toSorted((a, b) => a - b)).toEqual([...counted(0, 300), 999]);
  });
});

/** The file of December, made so that somebody can hold it. */
function monthsDecember(inFolder: string): string {
  const other = new ChunkStore(inFolder);
  const t = Float64Array.of(Date.UTC(2026, 11, 9));
  const one = { t, seq: Float64Array.of(1), v: Float64Array.of(1), q: Uint16Array.of(513) };
  other.add(tagOf(9).chunk, one, { origin: 'backfill', policy: { kind: 'all' }, through: null });
  other.commit();
  other.close();
  return join(inFolder, '2026-12.db');
}
