/** Two pens against each other: which, what is asked, the points that come of it, how they fade. Pure. */
import type { AggregateSeries } from '../../../shared/model/history.ts';
import { isBad } from '../../../shared/model/quality.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { PairChoice } from '../../store/trend-setup.ts';
import type { TimeWindow } from '../time/follow.ts';

/** Both values at one instant. */
export interface PairPoint {
  /** Epoch ms UTC. */
  readonly t: number;
  readonly x: number;
  readonly y: number;
}

/** As `history.aggregate` takes it. */
export interface PairSteps extends TimeWindow {
  readonly stepMs: number;
}

/** More points than this lie on each other. */
const MOST_POINTS = 600;
const LEAST_STEP_MS = 1_000;
/** What is newer may be on its way to the disk, ms. */
const UNWRITTEN_MS = 1_500;

/** Instants of `view` at which both are read; null while nothing of it is past. They lie on multiples of the step. */
export function pairSteps(view: TimeWindow, now: number): PairSteps | null {
  const stepMs = Math.max(LEAST_STEP_MS, Math.ceil((view.to - view.from) / MOST_POINTS));
  const from = Math.ceil(view.from / stepMs) * stepMs;
  const to = Math.floor(Math.min(view.to, now - UNWRITTEN_MS) / stepMs) * stepMs;
  return to - from < stepMs ? null : { from, to, stepMs };
}

/** Points where both have a value; what is not known of one is not made up. */
export function pairPoints(all: readonly AggregateSeries[], { x, y }: PairChoice): readonly PairPoint[] {
  const across = all.find(({ tag }) => tag === x);
  const up = all.find(({ tag }) => tag === y);
  if (across === undefined || up === undefined) return [];
  const points: PairPoint[] = [];
  const isKnown = ({ v, q }: AggregateSeries, i: number): boolean => Number.isFinite(v[i]) && !isBad(q[i] ?? 0);
  for (let i = 0; i < across.v.length; i++) {
    if (!isKnown(across, i) || !isKnown(up, i)) continue;
    points.push({ t: across.from + i * across.stepMs, x: across.v[i] ?? Number.NaN, y: up.v[i] ?? Number.NaN });
  }
  return points;
}

const OLDEST_INK = 0.12;

/** How strong a point is drawn, 0 … 1: the newest of `window` wholly, the oldest hardly. */
export function inkOf(t: number, { from, to }: TimeWindow): number {
  const age = Math.min(1, Math.max(0, (to - t) / Math.max(1, to - from)));
  return OLDEST_INK + (1 - OLDEST_INK) * (1 - age) ** 1.6;
}

/** The point nearest to a spot within `reach` px, by `place`; null where there is none. */
export function pointNear(
  points: readonly PairPoint[],
  place: (point: PairPoint) => readonly [number, number],
  { x, y, reach }: { readonly x: number; readonly y: number; readonly reach: number },
): PairPoint | null {
  let best: PairPoint | null = null;
  let least = reach;
  for (const point of points) {
    const [px, py] = place(point);
    const far = Math.hypot(px - x, py - y);
    // Of points on each other the newest.
    if (far > least) continue;
    least = far;
    best = point;
  }
  return best;
}

/** The point in force at `t`: the last one at or before it, not older than a step. */
export function pointAt(points: readonly PairPoint[], t: number, stepMs: number): PairPoint | null {
  const point = points.findLast(one => one.t <= t);
  return point === undefined || t - point.t > 2 * stepMs ? null : point;
}

const FLOW = /\/(s|min|h|d)$/;
const PRESSURE = /Pa$/;

/** Pressure against flow where there are such pens, else the first against the second; null with fewer than two. */
export function guessedPair(tags: readonly TagDefinition[]): PairChoice | null {
  const flow = tags.find(({ unit }) => FLOW.test(unit));
  const pressure = tags.find(({ unit }) => PRESSURE.test(unit));
  const [first, second] = tags;
  if (flow !== undefined && pressure !== undefined) return { x: flow.name, y: pressure.name };
  return first === undefined || second === undefined ? null : { x: first.name, y: second.name };
}
