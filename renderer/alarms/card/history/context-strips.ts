/** What was kept around a call as strips to be drawn: one a tag, with its value at the call and its range. Pure. */
import type { AlarmContext } from '../../../../shared/model/alarm-journal.ts';
import { qualityClass } from '../../../../shared/model/quality.ts';

export interface ContextStrip {
  readonly tag: string;
  readonly t: readonly number[];
  /** NaN where the value was bad. */
  readonly v: readonly number[];
  /** The last value at or before the call; null when it was bad or not known. */
  readonly atCall: number | null;
  /** Lowest and highest of the numbers; null without any. */
  readonly range: readonly [low: number, high: number] | null;
}

/** `at` is the instant of the call, epoch ms by its source. */
export function contextStrips({ series }: AlarmContext, at: number): readonly ContextStrip[] {
  return series.map(({ tag, t, v, q }) => {
    const times = [...t];
    const values = times.map((_, i) => valueAt(v, q, i));
    const numbers = values.filter(value => !Number.isNaN(value));
    const before = times.findLastIndex(time => time <= at);
    const value = values[before] ?? Number.NaN;
    return {
      tag,
      t: times,
      v: values,
      atCall: Number.isNaN(value) ? null : value,
      range: numbers.length === 0 ? null : [Math.min(...numbers), Math.max(...numbers)],
    };
  });
}

const valueAt = (v: Float64Array, q: Uint16Array, i: number): number =>
  qualityClass(q[i] ?? 0) === 'bad' ? Number.NaN : (v[i] ?? Number.NaN);
