/** Samples that come after the seal of their time, under a policy that drops: what was promised, and what cannot be. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoggingPolicy } from '../../../../main/historian/policy/logging-policy.ts';
import type { Samples } from '../../../../main/historian/samples.ts';
import { ChunkStore } from '../../../../main/historian/writer/chunk-store.ts';
import { GOOD } from '../../../../shared/model/quality.ts';
import { stored, tagNo } from '../../../kit/month-rig.ts';
import { useTemporaryFolders } from '../../../kit/temp.ts';

const folderOf = useTemporaryFolders();
const T0 = Date.UTC(2026, 10, 3);
const BOUND = 0.5;
const compress: LoggingPolicy = { kind: 'compress', deviation: BOUND, maxIntervalMs: 3_600_000 };

let folder: string;
let store: ChunkStore;
beforeEach(() => {
  folder = folderOf();
  store = new ChunkStore(folder);
});
afterEach(() => store.close());

interface Point {
  readonly t: number;
  readonly v: number;
}

function seal(points: readonly Point[], seq: number, policy = compress): { stored: number; leftOut: number } {
  const samples: Samples = {
    t: Float64Array.from(points, p => T0 + p.t * 1_000),
    seq: new Float64Array(points.length).fill(seq),
    v: Float64Array.from(points, p => p.v),
    q: new Uint16Array(points.length).fill(GOOD),
  };
  const added = store.add(tagNo(1), samples, { origin: 'live', policy, through: seq });
  store.commit();
  return added;
}

/** All that is stored, in order of time. */
const all = (): Point[] =>
  stored(folder, 1)
    .flatMap(({ t, v }) => Array.from(t, (time, i) => ({ t: (time - T0) / 1_000, v: v[i] ?? Number.NaN })))
    .toSorted((a, b) => a.t - b.t);

const at = (seconds: readonly number[], value: (s: number) => number): Point[] =>
  seconds.map(t => ({ t, v: value(t) }));
const seconds = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** How far the line through what is stored is from a sample. */
function missOf({ t, v }: Point): number {
  const points = all();
  const after = points.findIndex(p => p.t >= t);
  const [a, b] = [points[after - 1], points[after]];
  if (b === undefined) return Number.POSITIVE_INFINITY;
  if (a === undefined || b.t === t) return Math.abs(b.v - v);
  return Math.abs(a.v + ((b.v - a.v) * (t - a.t)) / (b.t - a.t) - v);
}

describe('late samples under a policy that drops', () => {
  it('stay as they are, each of them, and take nothing of what is stored away', () => {
    seal(
      at(seconds(0, 600), s => s),
      1,
    );
    const before = all();
    expect(before).toHaveLength(2);
    const late = at([100.5, 101.5, 102.5, 103.5], s => s);
    seal([...late, ...at(seconds(600, 1_200), s => s)], 2);
    expect(all()).toEqual(
      [...before, ...late, { t: 600, v: 600 }, { t: 1_199, v: 1_199 }].toSorted((a, b) => a.t - b.t),
    );
  });

  it('do not widen the bound of what comes after them in the same seal', () => {
    const early = at(seconds(0, 600), s => Math.abs(300 - s));
    seal(early, 1);
    // Between the two late ones the stored signal turns: a line from one to the other would cut the corner by 200.
    const late = at([100.5, 300.5, 500.5], s => Math.abs(300 - s));
    const later = at(seconds(600, 1_200), s => s / 7);
    seal([...late, ...later], 2);
    for (const point of [...early, ...late, ...later]) expect(missOf(point)).toBeLessThanOrEqual(BOUND);
  });

  it('count in a file that was opened anew as well', () => {
    seal(
      at(seconds(0, 600), s => s),
      1,
    );
    store.close();
    store = new ChunkStore(folder);
    expect(
      seal(
        at([10.5, 11.5, 12.5], s => s),
        2,
      ),
    ).toMatchObject({ stored: 3, leftOut: 0 });
  });

  it('can be off the line that dropped samples were measured against: there the bound is of one seal', () => {
    const early = at(seconds(0, 100), () => 0);
    seal(early, 1);
    seal([{ t: 50.5, v: 40 }], 2);
    // The dropped sample at 50 s was 0; the line to the late spike now passes it at nearly 40.
    expect(missOf({ t: 50, v: 0 })).toBeGreaterThan(BOUND);
    expect(missOf({ t: 50.5, v: 40 })).toBe(0);
  });
});
