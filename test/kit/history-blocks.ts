/**
 * Histories for tests of the query functions: random samples with everything that goes wrong in the field, cut into blocks whose
 * heads are worked out the slow way. Blocks count how often they are decoded.
 */
import type { ChunkHead } from '../../main/historian/codec/chunk-head.ts';
import type { Block, TagHistory } from '../../main/historian/query/block.ts';
import type { Samples } from '../../main/historian/samples.ts';
import { type FlatHistory, type FlatSample, isFine, isValued } from './history-reference.ts';

export const T0 = 1_800_000_000_000;

export function toSamples(list: readonly FlatSample[]): Samples {
  const exact = new Map(list.flatMap(({ exact: text }, i) => (text === undefined ? [] : [[i, text] as const])));
  const columns = {
    t: Float64Array.from(list, ({ t }) => t),
    seq: Float64Array.from(list, ({ seq }) => seq),
    v: Float64Array.from(list, ({ v }) => v),
    q: Uint16Array.from(list, ({ q }) => q),
  };
  return exact.size === 0 ? columns : { ...columns, exact };
}

export function toList({ t, seq, v, q, exact }: Samples): FlatSample[] {
  return [...t].map((time, i) => {
    const text = exact?.get(i);
    const sample = { t: time, v: v[i] ?? 0, q: q[i] ?? 0, seq: seq[i] ?? 0 };
    return text === undefined ? sample : { ...sample, exact: text };
  });
}

/** By the letter of chunk-head.ts. */
export function flatHead(list: readonly FlatSample[], interpolation: 'stepped' | 'sloped'): ChunkHead {
  const first = list[0];
  const last = list.at(-1);
  if (first === undefined || last === undefined) throw new Error('A chunk has samples.');
  const valued = list.filter(isValued);
  const values = valued.map(({ v }) => v);
  const kinds = list.map(({ q }) => (q >= 0x300 ? 0 : q >>> 8));
  const mean = add(values) / values.length;
  const min = values.length === 0 ? Number.NaN : Math.min(...values) + 0;
  const max = values.length === 0 ? Number.NaN : Math.max(...values) + 0;
  const changes = values.slice(1).map((v, i) => v - (values[i] ?? 0));
  return {
    ...{ count: list.length, valid: valued.length, good: list.filter(isFine).length },
    ...{ firstT: first.t, lastT: last.t, firstV: first.v, lastV: last.v, firstQ: first.q, lastQ: last.q },
    worstQ: list[kinds.indexOf(Math.min(...kinds))]?.q ?? 0,
    ...{ min, max },
    minT: valued.find(({ v }) => v === min)?.t ?? Number.NaN,
    maxT: valued.find(({ v }) => v === max)?.t ?? Number.NaN,
    sum: add(values),
    m2: add(values.map(v => (v - mean) ** 2)),
    ...segmentFigures(list, interpolation),
    transitions: changes.filter(change => change !== 0).length,
    falls: changes.filter(change => change < 0).length,
  };
}

type SegmentFigures = Pick<ChunkHead, 'integral' | 'validMs' | 'goodMs' | 'nonZeroMs'>;

function segmentFigures(list: readonly FlatSample[], interpolation: 'stepped' | 'sloped'): SegmentFigures {
  const figures = { integral: 0, validMs: 0, goodMs: 0, nonZeroMs: 0 };
  for (const [i, sample] of list.entries()) {
    const next = list[i + 1];
    if (next === undefined || !isValued(sample)) continue;
    const ms = next.t - sample.t;
    const end = interpolation === 'sloped' && isValued(next) ? next.v : sample.v;
    figures.integral += ((sample.v + end) / 2) * ms;
    figures.validMs += ms;
    if (isFine(sample)) figures.goodMs += ms;
    if (sample.v !== 0) figures.nonZeroMs += ms;
  }
  return figures;
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export interface CountedHistory extends TagHistory {
  /** Calls of `samples()` so far, over all blocks. */
  decodes(): number;
}

/** Cut where `isCut` says so for a sample, but never between samples of one time. */
export function cutHistory(history: FlatHistory, isCut: (index: number) => boolean): CountedHistory {
  const groups: FlatSample[][] = [];
  for (const [i, sample] of history.samples.entries()) {
    const group = groups.at(-1);
    if (group === undefined || (group.at(-1)?.t !== sample.t && isCut(i))) groups.push([sample]);
    else group.push(sample);
  }
  let decodes = 0;
  const blocks = groups.map((list): Block => {
    const samples = toSamples(list);
    return {
      head: flatHead(list, history.interpolation),
      indexAt: t => {
        const index = samples.t.findIndex(time => time >= t);
        return index < 0 ? list.length : index;
      },
      timeAt: index => samples.t[index] ?? Number.NaN,
      samples: () => {
        decodes++;
        return samples;
      },
    };
  });
  return { blocks, interpolation: history.interpolation, knownUntil: history.knownUntil, decodes: () => decodes };
}

const STEPS = [0, 0, 1, 1, 10, 250.25, 1000, 1000, 1000.5, 60_000];
const ODD_WORDS = [0x000, 0x002, 0x106, 0x10c, 0x201, 0x206, 0x3ff];

/** Samples with repeated times, bad, uncertain and unknown qualities, missing numbers, zeros of both signs, and gaps. */
export function randomHistory(random: () => number): FlatHistory {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? list[0] ?? fail();
  const count = pick([0, 1, 2, 3, 10, 40, 90]);
  const trouble = pick([0, 0, 0.1, 0.6, 1]);
  const values = pick<readonly (() => number)[]>([
    [() => random() * 200 - 100],
    [() => pick([0, -0, 1, 2, 3])],
    [() => 7],
  ])[0];
  const isCounter = random() < 0.2;
  const samples: FlatSample[] = [];
  let t = T0;
  let counter = 0;
  for (let i = 0; i < count; i++) {
    t += pick(STEPS);
    counter = random() < 0.05 ? pick([0, 3, counter - 950]) : counter + Math.floor(random() * 60);
    const v = random() < trouble / 3 ? Number.NaN : isCounter ? counter : (values?.() ?? 0);
    const q = random() < trouble ? pick(ODD_WORDS) : 0x201;
    const sample = { t, v, q, seq: i + 1 };
    samples.push(random() < 0.03 ? { ...sample, exact: `text ${i}` } : sample);
  }
  const knownUntil = t + pick([0, 0, 5, 2500, 300_000]);
  return { samples, interpolation: pick(['stepped', 'sloped']), knownUntil };
}

function fail(): never {
  throw new Error('Nothing to pick from.');
}

/** A span that begins and ends before, in, at and after the data; now and then of no length. */
export function randomSpan({ samples, knownUntil }: FlatHistory, random: () => number): { from: number; to: number } {
  const length = Math.max(1000, knownUntil - T0);
  const instant = (): number => {
    const sample = samples[Math.floor(random() * samples.length)];
    if (sample !== undefined && random() < 0.4) return sample.t;
    return T0 + Math.round((random() * 1.4 - 0.2) * length * 4) / 4;
  };
  const [a, b] = [instant(), instant()];
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
