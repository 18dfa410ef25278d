/**
 * Volume of a gas day from the totalisers of the runs, step by step: what each counter rose by in the history. While two runs measure
 * the same gas (series comparison) the last counter is left out. Nothing is added for a step of which nothing is known, and the share
 * that is known goes with the sum. Pure.
 */
import type { AggregateSeries } from '../../../../shared/model/history.ts';
import { isBad } from '../../../../shared/model/quality.ts';

/** What a step added, m³; null where a counter is not known. */
export type VolumeStep = number | null;

interface DayTags {
  /** In the order of the runs. */
  readonly counters: readonly string[];
  /** True while the last counter measures the gas of another run again; empty: never. */
  readonly series: string;
}

/** Steps of an answer with `CounterIncrease` and `DurationInStateNonZero`. */
export function volumeSteps(answer: readonly AggregateSeries[], { counters, series }: DayTags): readonly VolumeStep[] {
  const find = (tag: string, aggregate: string) => answer.find(a => a.tag === tag && a.aggregate === aggregate);
  const rises = counters.map(tag => find(tag, 'CounterIncrease'));
  const again = series === '' ? undefined : find(series, 'DurationInStateNonZero');
  const count = Math.max(0, ...rises.map(rise => rise?.v.length ?? 0));
  return Array.from({ length: count }, (_none, i) => {
    const isAgain = (again?.v[i] ?? 0) > 0;
    const counted = isAgain ? rises.slice(0, -1) : rises;
    return counted.map(rise => riseAt(rise, i)).reduce(add, 0);
  });
}

function riseAt(rise: AggregateSeries | undefined, i: number): VolumeStep {
  const value = rise?.v[i] ?? Number.NaN;
  return Number.isFinite(value) && !isBad(rise?.q[i] ?? 0) ? value : null;
}

const add = (sum: VolumeStep, rise: VolumeStep): VolumeStep => (sum === null || rise === null ? null : sum + rise);

export interface Volume {
  /** m³; null when no step is known. */
  readonly total: number | null;
  /** Known steps, 0…1. */
  readonly known: number;
}

/** Volume of the first `count` steps; a fraction takes that part of its step, as if it had flowed evenly. */
export const volumeOf = (steps: readonly VolumeStep[], count: number): Volume =>
  summed(steps, count, (step, part) => step * part);

/** The same of a span whose last step is still running: what it has counted so far is all of it. */
export const volumeSoFar = (steps: readonly VolumeStep[], count: number): Volume => summed(steps, count, step => step);

function summed(steps: readonly VolumeStep[], count: number, taken: (step: number, part: number) => number): Volume {
  let total = 0;
  let known = 0;
  for (let i = 0; i < count; i++) {
    const part = Math.min(1, count - i);
    const step = steps[i] ?? null;
    if (step === null) continue;
    total += taken(step, part);
    known += part;
  }
  return known === 0 ? { total: null, known: 0 } : { total, known: known / count };
}

interface Curve {
  /** Steps of a whole day. */
  readonly steps: number;
  readonly width: number;
  readonly height: number;
  /** m³ at the top. */
  readonly top: number;
}

/** SVG path of the volume from the start of the day on; it is broken where nothing is known and goes on at the sum so far. */
export function volumePath(values: readonly VolumeStep[], { steps, width, height, top }: Curve): string {
  let path = '';
  let total = 0;
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const at = (step: number): string => `${((step / steps) * width).toFixed(1)} ${yAt(total).toFixed(1)}`;
    const yAt = (volume: number): number => height - Math.min(1, volume / top) * height;
    if (!isDown) path += `M${at(i)}`;
    total += value;
    path += `L${at(i + 1)}`;
    isDown = true;
  }
  return path;
}
