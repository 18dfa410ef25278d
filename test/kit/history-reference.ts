/**
 * The historian's answers once more, from the flat list of samples and nothing else: slow, and so simple that reading it is
 * believing it. Shares no code with main/historian. `samples` are in order of time; see chunk-head.ts for the rules.
 */
import type { AggregateName } from '../../shared/model/history.ts';

export interface FlatSample {
  readonly t: number;
  readonly v: number;
  readonly q: number;
  readonly seq: number;
  readonly exact?: string | bigint;
}

export interface FlatHistory {
  readonly samples: readonly FlatSample[];
  readonly interpolation: 'stepped' | 'sloped';
  readonly knownUntil: number;
}

/** The time during which one sample is in force. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly sample: FlatSample;
  readonly next: FlatSample | undefined;
}

const kindOf = (q: number): number => (q >= 0x300 ? 0 : q >>> 8);
export const isValued = ({ v, q }: { v: number; q: number }): boolean => kindOf(q) > 0 && v === v;
export const isFine = ({ v, q }: { v: number; q: number }): boolean => kindOf(q) === 2 && v === v;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function segments({ samples, knownUntil }: FlatHistory): Segment[] {
  return samples.map((sample, i) => {
    const next = samples[i + 1];
    return { from: sample.t, to: next === undefined ? Math.max(sample.t, knownUntil) : next.t, sample, next };
  });
}

/** The parts of segments that lie in [from, to). */
function parts(history: FlatHistory, from: number, to: number): Segment[] {
  const cut = segments(history).map(part => ({ ...part, from: Math.max(part.from, from), to: Math.min(part.to, to) }));
  return cut.filter(part => part.from < part.to);
}

function valueIn({ sample, next }: Segment, t: number, interpolation: string): number {
  if (interpolation === 'stepped' || next === undefined || !isValued(sample) || !isValued(next)) return sample.v;
  if (next.t === sample.t) return sample.v;
  return sample.v + ((next.v - sample.v) * (t - sample.t)) / (next.t - sample.t);
}

/** Those of the span and the one in force at its start, first the earlier; nothing of a span of no length. */
function worstWord(history: FlatHistory, from: number, to: number): number {
  if (from === to) return 0;
  const inside = history.samples.filter(sample => sample.t >= from && sample.t < to);
  const entering = segments(history).filter(part => part.from < from && part.to > from);
  const words = [...entering.map(part => part.sample.q), ...inside.map(sample => sample.q)];
  const worst = Math.min(...words.map(kindOf));
  const word = words.find(q => kindOf(q) === worst) ?? 0;
  return worst === 2 ? 0x201 : word;
}

const times = (list: readonly Segment[]): number => sum(list.map(part => part.to - part.from));

export interface FlatBucket {
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly worstQ: number;
  readonly percentValid: number;
  readonly percentGood: number;
}

export function flatBucket(history: FlatHistory, from: number, to: number): FlatBucket {
  const inside = history.samples.filter(sample => sample.t >= from && sample.t < to);
  const values = inside.filter(isValued).map(sample => sample.v + 0);
  const known = parts(history, from, to);
  const percent = (list: Segment[]): number => (to > from ? (times(list) / (to - from)) * 100 : 0);
  return {
    min: values.length === 0 ? Number.NaN : Math.min(...values),
    max: values.length === 0 ? Number.NaN : Math.max(...values),
    first: inside[0]?.v ?? Number.NaN,
    last: inside.at(-1)?.v ?? Number.NaN,
    count: inside.length,
    worstQ: worstWord(history, from, to),
    percentValid: percent(known.filter(part => isValued(part.sample))),
    percentGood: percent(known.filter(part => isFine(part.sample))),
  };
}

/** Integral, value · ms, over the parts with a value. */
function integral(history: FlatHistory, from: number, to: number): number {
  const list = parts(history, from, to).filter(part => isValued(part.sample));
  const at = (part: Segment, t: number): number => valueIn(part, t, history.interpolation);
  return sum(list.map(part => ((at(part, part.from) + at(part, part.to)) / 2) * (part.to - part.from)));
}

function deviation(values: readonly number[], less: number): number {
  if (values.length === 0) return Number.NaN;
  if (values.length === 1) return 0;
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map(v => (v - mean) ** 2)) / (values.length - less));
}

function rises(values: readonly number[], modulus: number | null): number {
  let total = 0;
  for (let i = 1; i < values.length; i++) {
    const before = values[i - 1] ?? 0;
    const now = values[i] ?? 0;
    if (now >= before) total += now - before;
    else if (modulus !== null && now + modulus >= before && now + modulus - before < modulus / 2)
      total += now + modulus - before;
    else total += Math.max(0, now);
  }
  return total;
}

export interface FlatStep {
  readonly v: number;
  readonly kind: number;
  readonly percentGood: number;
}

/** The value, quality class (0 … 2) and percent good of one step. */
export function flatAggregate(
  history: FlatHistory,
  name: AggregateName,
  step: { from: number; to: number; modulus: number | null },
): FlatStep {
  const { from, to } = step;
  const inside = history.samples.filter(sample => sample.t >= from && sample.t < to);
  const known = parts(history, from, to);
  const goodMs = times(known.filter(part => isFine(part.sample)));
  const percentGood = (goodMs / (to - from)) * 100;
  const own = (sample: { v: number; q: number } | undefined): FlatStep =>
    sample !== undefined && isValued(sample)
      ? { v: sample.v, kind: kindOf(sample.q), percentGood }
      : { v: Number.NaN, kind: 0, percentGood };
  if (name === 'Start') return own(inside[0]);
  if (name === 'End') return own(inside.at(-1));
  if (name === 'Interpolative') return own(flatInterpolation(history, from));
  const v = flatFigure(history, name, step);
  const isWhole = inside.every(isFine) && goodMs === to - from;
  const isUnknown = inside.length === 0 && known.length === 0;
  return { v, kind: Number.isNaN(v) || isUnknown ? 0 : isWhole ? 2 : 1, percentGood };
}

export function flatInterpolation(history: FlatHistory, instant: number): { v: number; q: number } | undefined {
  const part = segments(history).findLast(({ from }) => from <= instant);
  if (part === undefined || (instant !== part.from && instant >= part.to)) return undefined;
  return { v: valueIn(part, instant, history.interpolation), q: part.sample.q };
}

function flatFigure(
  history: FlatHistory,
  name: AggregateName,
  step: { from: number; to: number; modulus: number | null },
): number {
  const figures: Partial<Record<AggregateName, number>> = {
    ...sampleFigures(history, step),
    ...timeFigures(history, step),
  };
  const figure = figures[name];
  if (figure === undefined) throw new Error(`No figure of its own: ${name}`);
  return figure;
}

function sampleFigures(
  history: FlatHistory,
  { from, to, modulus }: { from: number; to: number; modulus: number | null },
) {
  const inside = history.samples.filter(sample => sample.t >= from && sample.t < to).filter(isValued);
  const values = inside.map(sample => sample.v);
  const before = history.samples.filter(sample => sample.t < from).findLast(isValued);
  const chain = before === undefined ? values : [before.v, ...values];
  const changes = chain.filter((v, i) => i > 0 && v !== chain[i - 1]).length;
  const min = values.length === 0 ? Number.NaN : Math.min(...values) + 0;
  const max = values.length === 0 ? Number.NaN : Math.max(...values) + 0;
  return {
    Average: sum(values) / values.length,
    Minimum: min,
    Maximum: max,
    MinimumActualTime: inside.find(sample => sample.v === min)?.t ?? Number.NaN,
    MaximumActualTime: inside.find(sample => sample.v === max)?.t ?? Number.NaN,
    Range: max - min,
    Count: values.length,
    NumberOfTransitions: before === undefined && values.length > 0 ? changes + 1 : changes,
    Delta: (values.at(-1) ?? Number.NaN) - (values[0] ?? Number.NaN),
    WorstQuality: worstWord(history, from, to),
    StandardDeviationSample: deviation(values, 1),
    StandardDeviationPopulation: deviation(values, 0),
    CounterIncrease: rises(chain, modulus),
  };
}

function timeFigures(history: FlatHistory, { from, to }: { from: number; to: number }) {
  const known = parts(history, from, to);
  const valued = known.filter(part => isValued(part.sample));
  const goodMs = times(known.filter(part => isFine(part.sample)));
  const badMs = times(known.filter(part => !isValued(part.sample)));
  const total = integral(history, from, to);
  return {
    TimeAverage: total / times(valued),
    Total: valued.length === 0 ? Number.NaN : total / 1000,
    DurationInStateZero: times(valued.filter(part => part.sample.v === 0)),
    DurationInStateNonZero: times(valued.filter(part => part.sample.v !== 0)),
    DurationGood: goodMs,
    DurationBad: badMs,
    PercentGood: (goodMs / (to - from)) * 100,
    PercentBad: (badMs / (to - from)) * 100,
  };
}

export function flatTimeInState(history: FlatHistory, from: number, to: number): Map<number, number> {
  const states = new Map<number, number>();
  for (const part of parts(history, from, to)) {
    if (!isValued(part.sample)) continue;
    const state = part.sample.v + 0;
    states.set(state, (states.get(state) ?? 0) + part.to - part.from);
  }
  return states;
}

export function flatRaw(
  { samples }: FlatHistory,
  { from, to, bounds }: { from: number; to: number; bounds: boolean },
): FlatSample[] {
  const inside = samples.filter(({ t }) => t >= from && t < to);
  if (!bounds) return inside;
  const before = samples.filter(({ t }) => t < from).slice(-1);
  const after = samples.filter(({ t }) => t >= to).slice(0, 1);
  return [...before, ...inside, ...after];
}

/** By time; of each time only what the latest commit stored, unless all versions are asked for. */
export function flatMerge(parts: readonly (readonly FlatSample[])[], keepVersions: boolean): FlatSample[] {
  const all = parts.flat();
  const kept = all.filter(one => keepVersions || all.every(other => other.t !== one.t || other.seq <= one.seq));
  return kept.toSorted((a, b) => a.t - b.t || a.seq - b.seq);
}
