/**
 * Rate of change (pure): the slope of the straight line through the samples of the last window (least squares), by source time.
 * One late or noisy sample moves it little, a gap leaves the true mean rate across it, and what is older than the window
 * is forgotten. Until the samples span nine tenths of the window the rate is unknown. A value that is not sent
 * again because it does not change counts as unchanged. A clock that is set back moves what was measured before along.
 */
import type { ConditionInput, ConditionSample, ConditionState, Instant } from '../condition.ts';
import type { ConditionSpec } from '../condition-spec.ts';
import type { Judgement } from '../judged-condition.ts';
import { usable } from '../usable.ts';
import { standsBeyond } from './compare.ts';

export type RateSpec = Extract<ConditionSpec, { kind: 'rate' }>;

interface Point {
  readonly t: number;
  readonly v: number;
}

/** Points of a window; samples that come denser are thinned, newest always counted. 256 numbers a judgement, a few µs. */
const MOST_POINTS = 256;
/** Shortest span of samples, as part of the window, that gives a rate. */
const ENOUGH = 0.9;
/** Samples that come this much too late are left out; beyond it the clock of the source was set back, ms. */
const JITTER_MS = 10_000;
/** A silent value is looked at again after this part of the window. */
const LOOK_AGAIN = 0.1;

export class RateJudgement implements Judgement {
  readonly inputs: readonly ConditionInput[];
  readonly #spec: RateSpec;
  #points: Point[] = [];
  #last: { readonly point: Point; readonly monotonic: number } | null = null;
  #isUsable = false;
  #value = Number.NaN;
  #dueAt: number | null = null;

  constructor(spec: RateSpec) {
    this.#spec = spec;
    this.inputs = [{ kind: 'tag', name: spec.tag }];
  }

  /** Units of the tag per `perMs`. */
  get value(): number {
    return this.#value;
  }

  get limit(): number {
    return this.#spec.direction === 'falling' ? -this.#spec.limit : this.#spec.limit;
  }

  get nextDueAt(): number | null {
    return this.#dueAt;
  }

  sample(_input: number, sample: ConditionSample, now: Instant): void {
    const v = usable(sample);
    this.#isUsable = v !== null;
    if (v === null) return;
    if (this.#last !== null && sample.t < this.#last.point.t - JITTER_MS) this.#moveTo(sample.t, now);
    else if (this.#last !== null && sample.t <= this.#last.point.t) return;
    const point = { t: sample.t, v };
    const step = this.#spec.windowMs / MOST_POINTS;
    if (sample.t >= (this.#points.at(-1)?.t ?? Number.NEGATIVE_INFINITY) + step) this.#points.push(point);
    this.#last = { point, monotonic: now.monotonic };
  }

  /** Onto the clock that now says `t`: how far apart the samples were is known by the station's own clock. */
  #moveTo(t: number, now: Instant): void {
    if (this.#last === null) return;
    const { point, monotonic } = this.#last;
    const stepMs = t - (point.t + now.monotonic - monotonic);
    this.#points = this.#points.map(p => ({ t: p.t + stepMs, v: p.v }));
  }

  judge(isHeld: boolean, now: Instant): ConditionState {
    const rate = this.#isUsable ? this.#rate(now) : null;
    this.#dueAt = this.#isUsable ? now.monotonic + this.#spec.windowMs * LOOK_AGAIN : null;
    this.#value = rate ?? Number.NaN;
    if (rate === null) return 'unknown';
    return this.#stands(rate, isHeld) ? 'true' : 'false';
  }

  #stands(rate: number, isHeld: boolean): boolean {
    const { direction, limit, deadband } = this.#spec;
    const measured = direction === 'either' ? Math.abs(rate) : direction === 'falling' ? -rate : rate;
    // The slope of a ramp of float32 values is exact to the step of the values over the window.
    const scale = (Math.abs(this.#last?.point.v ?? 0) * this.#spec.perMs) / this.#spec.windowMs;
    return standsBeyond(measured, { side: 'high', limit, deadband, scale }, isHeld);
  }

  #rate(now: Instant): number | null {
    if (this.#last === null) return null;
    const { point, monotonic } = this.#last;
    const newest = { t: point.t + Math.max(0, now.monotonic - monotonic), v: point.v };
    const oldest = newest.t - this.#spec.windowMs;
    const keep = this.#points.findIndex(p => p.t >= oldest);
    this.#points = keep < 0 ? [] : this.#points.slice(keep);
    const first = this.#points[0];
    if (first === undefined || newest.t - first.t < this.#spec.windowMs * ENOUGH) return null;
    const used = this.#points.at(-1)?.t === newest.t ? this.#points : [...this.#points, newest];
    return slopeOf(used) * this.#spec.perMs;
  }
}

/** Least squares, per ms; times are taken from the middle, because squares of epoch ms have no digits left. */
function slopeOf(points: readonly Point[]): number {
  const from = points[0]?.t ?? 0;
  const meanT = points.reduce((sum, p) => sum + (p.t - from), 0) / points.length;
  const meanV = points.reduce((sum, p) => sum + p.v, 0) / points.length;
  let covariance = 0;
  let variance = 0;
  for (const { t, v } of points) {
    const dt = t - from - meanT;
    covariance += dt * (v - meanV);
    variance += dt * dt;
  }
  return covariance / variance;
}
