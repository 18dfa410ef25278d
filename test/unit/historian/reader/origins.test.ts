/** Where a sample came from is told by its commit, wherever it lies in time. */
import { describe, expect, it } from 'vitest';
import { type ImportedChunk, originsOf } from '../../../../main/historian/reader/origins.ts';
import { GOOD } from '../../../../shared/model/quality.ts';

const samples = (rows: readonly (readonly [t: number, seq: number])[]) => ({
  t: Float64Array.from(rows, ([t]) => t),
  seq: Float64Array.from(rows, ([, seq]) => seq),
  v: new Float64Array(rows.length),
  q: new Uint16Array(rows.length).fill(GOOD),
});

const chunk = (over: Partial<ImportedChunk>): ImportedChunk => ({
  origin: 'backfill',
  firstT: 0,
  lastT: 100,
  firstSeq: 5,
  lastSeq: 5,
  seq: () => {
    throw new Error('a chunk of one commit need not be unpacked');
  },
  ...over,
});

describe('the origin of a sample', () => {
  it('is that of its commit, also between live samples', () => {
    const some = samples([
      [10, 4],
      [20, 5],
      [20, 6],
      [30, 5],
      [40, 7],
    ]);
    expect([...originsOf(some, [chunk({}), chunk({ origin: 'demo', firstSeq: 7, lastSeq: 7 })])]).toEqual([
      0, 1, 0, 1, 2,
    ]);
  });

  it('is looked up sample by sample where a chunk is of several commits with live ones between them', () => {
    const some = samples([
      [10, 4],
      [20, 5],
      [30, 6],
    ]);
    const mixed = chunk({ firstSeq: 4, lastSeq: 6, seq: () => Float64Array.of(4, 6) });
    expect([...originsOf(some, [mixed])]).toEqual([1, 0, 1]);
  });

  it('is live where nothing was brought in, and imports of other times are not even opened', () => {
    const away = chunk({ firstT: 500, lastT: 600, firstSeq: 1, lastSeq: 9 });
    expect([...originsOf(samples([[10, 4]]), [away])]).toEqual([0]);
    expect([...originsOf(samples([]), [away])]).toEqual([]);
  });
});
