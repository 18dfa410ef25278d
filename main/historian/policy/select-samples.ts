/**
 * Which samples of a run a logging policy keeps (pure). A run is what is sealed at once: one tag, times not descending. Whatever
 * the policy, the first and the last sample of the run stay, and both sides of every change of quality, of NaN or ±∞, of a text,
 * and of two values at one time. So a sample that is dropped always lies between two kept ones of its own quality that have
 * numbers, and everything that a logging policy may lose is bounded by the deadband or the deviation that the project names.
 *
 * The bounds, for every dropped sample (tⱼ, vⱼ) with the kept neighbours (t₀, v₀) before and (t₁, v₁) after it:
 * - `change`: |v₀ − vⱼ| ≤ deadband; for a sloped tag the straight line misses it by no more than the deadband either.
 * - `compress`: |L(tⱼ) − vⱼ| ≤ deviation, where L is the straight line from (t₀, v₀) to (t₁, v₁).
 * - Both: t₁ − t₀ ≤ maxIntervalMs, unless t₀ and t₁ are neighbours in the run. The extremes of the run are missed by no more
 *   than the bound: L lies between v₀ and v₁, so one of them is ≥ vⱼ − bound and one ≤ vⱼ + bound.
 * The bounds are of the samples given, in one run: a sample that is stored later with a time in between is not part of the proof.
 * Such samples are kept whole (`ChunkStore`), so that none that was dropped lies between stored ones of another run.
 */
import type { Interpolation, Samples } from '../samples.ts';
import type { LoggingPolicy } from './logging-policy.ts';
import { SlopeCone } from './slope-cone.ts';

interface Bounds {
  /** In the tag's unit. */
  readonly bound: number;
  readonly maxIntervalMs: number;
  /** No dropped sample differs from the kept one before it by more than the bound. */
  readonly holds: boolean;
  /** No dropped sample differs from the straight line between its kept neighbours by more than the bound. */
  readonly slopes: boolean;
}

/**
 * Indexes of the samples that `policy` keeps, ascending; null = all of them. `compress` of a stepped tag, which no project may
 * ask for, is a `change` with the same bound: between its samples there is no line.
 */
export function selectSamples(
  policy: LoggingPolicy,
  samples: Samples,
  interpolation: Interpolation,
): Uint32Array | null {
  if (policy.kind === 'all') return null;
  if (policy.kind === 'none') return new Uint32Array(0);
  const isStepped = interpolation === 'stepped';
  const { maxIntervalMs } = policy;
  const bounds =
    policy.kind === 'change'
      ? { bound: policy.deadband, maxIntervalMs, holds: true, slopes: !isStepped }
      : { bound: policy.deviation, maxIntervalMs, holds: isStepped, slopes: !isStepped };
  const kept = keptOf(samples, bounds);
  return kept.length === samples.t.length ? null : kept;
}

/** Of each stretch without an edge the first, the last, and what the bounds ask for in between. */
function keptOf(samples: Samples, bounds: Bounds): Uint32Array {
  const count = samples.t.length;
  const kept = new Uint32Array(count);
  let size = 0;
  const keep = (index: number): void => {
    if (size === 0 || kept[size - 1] !== index) kept[size++] = index;
  };
  for (let from = 0; from < count; ) {
    let to = from;
    while (to + 1 < count && !isEdge(samples, to)) to++;
    keep(from);
    thin(samples, { from, to }, { bounds, keep });
    keep(to);
    from = to + 1;
  }
  return kept.slice(0, size);
}

/** Whether the samples at `index` and after it have to stay both. */
function isEdge({ t, v, q, exact }: Samples, index: number): boolean {
  const next = index + 1;
  const [a, b] = [v[index] ?? 0, v[next] ?? 0];
  if (q[index] !== q[next]) return true;
  if (exact !== undefined && exact.get(index) !== exact.get(next)) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return !Object.is(a, b);
  return t[index] === t[next] && a !== b;
}

/**
 * Goes through a stretch without an edge. `pivot` is the last sample kept. Sample i may close the segment that begins at the
 * pivot if it is near enough in time and the line to it passes all samples in between; otherwise the one before it, which could,
 * is kept and becomes the pivot. Nothing lies between a pivot and the sample after it: to turn at the pivot once more changes nothing. With `holds` a
 * sample that differs too much from the pivot is kept itself.
 */
function thin(
  { t, v }: Samples,
  { from, to }: { from: number; to: number },
  { bounds, keep }: { bounds: Bounds; keep: (index: number) => void },
): void {
  const { bound, maxIntervalMs, holds, slopes } = bounds;
  const cone = new SlopeCone(bound);
  let pivot = from;
  const turnAt = (index: number): void => {
    keep(index);
    pivot = index;
    cone.open(t[index] ?? 0, v[index] ?? 0);
  };
  turnAt(from);
  for (let i = from + 1; i <= to; i++) {
    const [time, value] = [t[i] ?? 0, v[i] ?? 0];
    const mayClose = time - (t[pivot] ?? 0) <= maxIntervalMs && (!slopes || cone.admits(time, value));
    if (!mayClose) turnAt(i - 1);
    if (holds && !isNear(value, v[pivot] ?? 0, bound)) turnAt(i);
    else if (slopes) cone.narrow(time, value);
  }
}

/** Also for two that are no numbers or infinite: without an edge between them they are the same. */
const isNear = (a: number, b: number, bound: number): boolean => Object.is(a, b) || Math.abs(a - b) <= bound;
