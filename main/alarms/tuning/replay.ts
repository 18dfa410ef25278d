/**
 * What an alarm would have done in a stretch of history, with other deadbands and delays (pure). The real condition judges, so
 * the answer is that of the station. A month of samples is first reduced to the moments at which any of the candidates could
 * change its mind; each candidate is then replayed over those alone.
 */
import type { ConditionSample } from '../conditions/condition.ts';
import type { ConditionSpec, DelayedConditionSpec } from '../conditions/condition-spec.ts';
import { isBack, isBeyond, type Level } from '../conditions/limits/compare.ts';
import { makeCondition } from '../conditions/make-condition.ts';
import { usable } from '../conditions/usable.ts';

/** Samples of one tag in the order of their times; all arrays have the same length. */
export interface SampleSpan {
  /** Epoch ms UTC. */
  readonly t: Float64Array;
  readonly v: Float64Array;
  readonly q: Uint16Array;
}

/** Epoch ms UTC; `to` is where it ended, or the end of the span. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A level of one tag whose limit is a number, or a state: what a tag's own history can say something about. */
export type TunableSpec = Extract<ConditionSpec, { kind: 'level' | 'state' }>;

/** Null when the limit is not one number all year. */
export function levelOf(spec: ConditionSpec): Level | null {
  if (spec.kind !== 'level' || spec.limit.schedule.length > 0 || spec.limit.otherwise.kind !== 'fixed') return null;
  return { side: spec.side, limit: spec.limit.otherwise.value, deadband: spec.deadband };
}

/** The samples after which the verdict may differ from the one before, for any of the deadbands; and the last sample. */
export function turningPoints(
  samples: Iterable<ConditionSample>,
  spec: TunableSpec,
  deadbands: readonly number[],
): readonly ConditionSample[] {
  const level = levelOf(spec);
  const classOf = (v: number | null): number => {
    if (v === null) return Number.NaN;
    if (level === null) return v;
    if (isBeyond(v, level)) return -1;
    return deadbands.reduce((count, deadband) => count + (isBack(v, { ...level, deadband }) ? 1 : 0), 0);
  };
  const points: ConditionSample[] = [];
  let known: number | undefined;
  let last: ConditionSample | undefined;
  for (const sample of samples) {
    last = sample;
    const now = classOf(usable(sample));
    if (Object.is(now, known)) continue;
    points.push(sample);
    known = now;
  }
  if (last !== undefined && points.at(-1) !== last) points.push(last);
  return points;
}

export function* samplesOf({ t, v, q }: SampleSpan): Generator<ConditionSample> {
  for (let i = 0; i < t.length; i++) yield { t: t[i] ?? 0, v: v[i] ?? Number.NaN, q: q[i] ?? 0 };
}

/** When the alarm would have been active. */
export function replay(points: readonly ConditionSample[], setup: DelayedConditionSpec): readonly Interval[] {
  const condition = makeCondition(setup, 'UTC');
  const active: Interval[] = [];
  let from: number | null = null;
  const look = () => {
    if (condition.state === 'true') from ??= condition.changedAt;
    else if (condition.state === 'false' && from !== null) {
      active.push({ from, to: condition.changedAt });
      from = null;
    }
  };
  for (const sample of points) {
    const now = { wall: sample.t, monotonic: sample.t };
    condition.advance(now);
    look();
    condition.sample(0, sample, now);
    look();
  }
  if (from !== null) active.push({ from, to: points.at(-1)?.t ?? from });
  return active;
}

/**
 * What really happened: times beyond the limit, as one where less than `longerThanMs` lies between two, that lasted at least so
 * long. A value that flutters about its limit for minutes is one excursion, and an alarm that sleeps through it has missed it.
 */
export function excursions(
  points: readonly ConditionSample[],
  spec: TunableSpec,
  longerThanMs: number,
): readonly Interval[] {
  const raw = replay(points, {
    condition: spec.kind === 'level' ? { ...spec, deadband: 0 } : spec,
    delays: { onDelayMs: 0, offDelayMs: 0 },
  });
  const merged: Interval[] = [];
  for (const { from, to } of raw) {
    const last = merged.at(-1);
    if (last !== undefined && from - last.to < longerThanMs) merged[merged.length - 1] = { from: last.from, to };
    else merged.push({ from, to });
  }
  return merged.filter(({ from, to }) => to - from >= longerThanMs);
}

/** How many of `what` no interval of `by` touches. Both in order. */
export function countMissed(what: readonly Interval[], by: readonly Interval[]): number {
  let next = 0;
  let missed = 0;
  for (const { from, to } of what) {
    while (next < by.length && (by[next]?.to ?? 0) < from) next++;
    if ((by[next]?.from ?? Number.POSITIVE_INFINITY) > to) missed++;
  }
  return missed;
}
