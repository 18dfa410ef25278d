import { expect, test } from 'vitest';
import type { ChunkHead } from '../../../../main/historian/codec/chunk-head.ts';
import type { StoredHead } from '../../../../main/historian/codec/heads/head-layout.ts';
import { headOf } from '../../../../main/historian/codec/heads/head-of.ts';
import { packHeads } from '../../../../main/historian/codec/heads/head-pack.ts';
import { unpackHeads } from '../../../../main/historian/codec/heads/packed-head.ts';
import type { Interpolation, Samples } from '../../../../main/historian/samples.ts';
import { isBad, isGood, qualityClass } from '../../../../shared/model/quality.ts';
import { historySamples } from '../../../kit/history-samples.ts';
import { plainHead } from '../../../kit/plain-head.ts';

const GOOD = 0x201;
const UNCERTAIN = 0x106;
const BAD = 0x002;
const INTERPOLATIONS: readonly Interpolation[] = ['stepped', 'sloped'];

/** Rows of value, quality and time. */
function samplesOf(rows: readonly (readonly [v: number, q: number, t: number])[]): Samples {
  return {
    t: Float64Array.from(rows, row => row[2]),
    seq: Float64Array.from(rows, (_, i) => i + 1),
    v: Float64Array.from(rows, row => row[0]),
    q: Uint16Array.from(rows, row => row[1]),
  };
}

interface Row {
  readonly t: number;
  readonly v: number;
  readonly q: number;
}

const rowsOf = ({ t, v, q }: Samples): Row[] => Array.from(t, (time, i) => ({ t: time, v: v[i] ?? 0, q: q[i] ?? 0 }));
const hasValue = (row: Row): boolean => !isBad(row.q) && !Number.isNaN(row.v);
const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The rules of chunk-head.ts, sentence by sentence. */
function naiveHead(samples: Samples, interpolation: Interpolation): ChunkHead {
  const rows = rowsOf(samples);
  const valued = rows.filter(hasValue);
  const values = valued.map(row => row.v + 0);
  const ends = { first: rows[0] as Row, last: rows.at(-1) as Row };
  const mean = total(values) / values.length;
  const segments = rows.slice(1).map((next, i) => ({ from: rows[i] as Row, next, ms: next.t - (rows[i]?.t ?? 0) }));
  const lasting = segments.filter(({ from, ms }) => hasValue(from) && ms > 0);
  const isSloped = interpolation === 'sloped';
  const area = ({ from, next, ms }: (typeof segments)[number]): number =>
    isSloped && hasValue(next) ? (from.v / 2 + next.v / 2) * ms : from.v * ms;
  const min = Math.min(...values);
  const max = Math.max(...values);
  const none = values.length === 0;
  const classes = rows.map(row => ['bad', 'uncertain', 'good'].indexOf(qualityClass(row.q)));
  return {
    count: rows.length,
    valid: values.length,
    good: valued.filter(row => isGood(row.q)).length,
    firstT: ends.first.t,
    lastT: ends.last.t,
    firstV: ends.first.v,
    lastV: ends.last.v,
    firstQ: ends.first.q,
    lastQ: ends.last.q,
    worstQ: rows[classes.indexOf(Math.min(...classes))]?.q ?? 0,
    min: none ? Number.NaN : min,
    max: none ? Number.NaN : max,
    minT: valued.find(row => row.v === min)?.t ?? Number.NaN,
    maxT: valued.find(row => row.v === max)?.t ?? Number.NaN,
    sum: total(values),
    m2: total(values.map(value => (value - mean) ** 2)),
    integral: total(lasting.map(area)),
    validMs: total(lasting.map(({ ms }) => ms)),
    goodMs: total(lasting.filter(({ from }) => isGood(from.q)).map(({ ms }) => ms)),
    nonZeroMs: total(lasting.filter(({ from }) => from.v !== 0).map(({ ms }) => ms)),
    transitions: values.slice(1).filter((value, i) => value !== values[i]).length,
    falls: values.slice(1).filter((value, i) => value < (values[i] ?? 0)).length,
  };
}

/** Rounding may differ by 1e-9 of the sum of sizes; `scales` says how large the terms of a sum were. */
function expectSameHead(got: ChunkHead, wanted: ChunkHead, samples: Samples): void {
  const sizes = rowsOf(samples)
    .filter(hasValue)
    .map(row => Math.abs(row.v));
  const most = Math.max(0, ...sizes);
  const span = wanted.lastT - wanted.firstT;
  const scales: Partial<ChunkHead> = { sum: total(sizes), m2: most * most * sizes.length, integral: most * span };
  for (const key of Object.keys(wanted) as (keyof ChunkHead)[]) {
    const exactly = Object.is(got[key], wanted[key]);
    const scale = Math.max(scales[key] ?? 0, Math.abs(wanted[key]));
    const isNear = Math.abs(got[key] - wanted[key]) <= 1e-9 * scale;
    // What overflows on one way of summing may not on the other.
    const isBeyond = !Number.isFinite(scale) && key in scales;
    if (!exactly && !isNear && !isBeyond) expect({ [key]: got[key] }).toEqual({ [key]: wanted[key] });
  }
}

test.each(INTERPOLATIONS)('the head of %s samples is what the rules say, taken sample by sample', interpolation => {
  for (const samples of historySamples({ seed: 11, total: 60_000, largest: 300 })) {
    expectSameHead(headOf(samples, interpolation), naiveHead(samples, interpolation), samples);
  }
});

test('a head of a few samples, worked out by hand', () => {
  const samples = samplesOf([
    [2, GOOD, 0],
    [4, GOOD, 10],
    [Number.NaN, BAD, 20],
    [0, UNCERTAIN, 30],
    [-0, GOOD, 40],
    [6, GOOD, 60],
  ]);
  expect(headOf(samples, 'sloped')).toMatchObject({
    count: 6,
    valid: 5,
    good: 4,
    worstQ: BAD,
    min: 0,
    minT: 30,
    max: 6,
    maxT: 60,
    sum: 12,
    integral: 30 + 40 + 0 + 0 + 60,
    validMs: 50,
    goodMs: 40,
    nonZeroMs: 20,
    transitions: 3,
    falls: 1,
  });
  expect(headOf(samples, 'stepped').integral).toBe(20 + 40);
});

test('a head of nothing is refused', () => {
  expect(() => headOf(samplesOf([]), 'stepped')).toThrow(RangeError);
});

function storedHeads(count: number): StoredHead[] {
  const heads: StoredHead[] = [];
  for (const samples of historySamples({ seed: 14, total: count * 200, largest: 200 })) {
    const i = heads.length;
    if (i === count) break;
    const place = { chunkId: i * 1000 + 1, axisId: 2 ** 40 + i, firstSeq: i + 1, lastSeq: i + 2 ** 33 };
    const interpolation = i % 2 === 0 ? 'stepped' : 'sloped';
    const origin = (['live', 'backfill', 'demo'] as const)[i % 3] ?? 'live';
    heads.push({ ...headOf(samples, interpolation), ...place, origin, interpolation });
  }
  return heads;
}

test('packed heads come back as they were', () => {
  for (const count of [0, 1, 2, 32, 300]) {
    const heads = storedHeads(count);
    expect(heads).toHaveLength(count);
    expect(unpackHeads(packHeads(heads)).map(plainHead)).toStrictEqual(heads);
  }
});

test('heads that are alike, and fields of every width, come back', () => {
  const [head] = storedHeads(1) as [StoredHead];
  for (const far of [
    0,
    -0,
    1,
    255,
    256,
    65_535,
    65_536,
    2 ** 32,
    2 ** 60,
    0.1,
    Math.fround(0.1),
    Infinity,
    Number.NaN,
  ]) {
    const heads = [head, { ...head, sum: 0, firstV: -0 }, { ...head, sum: far, firstV: far }, { ...head, sum: -far }];
    expect(unpackHeads(packHeads(heads)).map(plainHead)).toStrictEqual(heads);
  }
});
