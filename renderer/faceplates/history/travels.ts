/** Travel times of a valve out of the samples of its two limit switches. Pure. */
import { isBad } from '../../../shared/model/quality.ts';

export interface SwitchSamples {
  /** Epoch ms UTC, ascending. */
  readonly t: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  readonly q: ArrayLike<number>;
}

export interface Travel {
  /** When it left its limit. */
  readonly at: number;
  readonly ms: number;
  readonly to: 'open' | 'closed';
}

interface Change {
  readonly at: number;
  readonly which: 'open' | 'closed';
  /** Null: not known. */
  readonly isMade: boolean | null;
  readonly wasMade: boolean | null;
}

/**
 * From leaving one limit to making the other, oldest first. A valve that goes back to the limit that it left has made no travel,
 * and one whose switches were not known on the way none that can be told.
 */
export function travelsOf(open: SwitchSamples, closed: SwitchSamples): readonly Travel[] {
  const changes = [...changesOf(open, 'open'), ...changesOf(closed, 'closed')].toSorted((a, b) => a.at - b.at);
  const found: Travel[] = [];
  let left: { readonly from: Change['which']; readonly at: number } | null = null;
  for (const { at, which, isMade, wasMade } of changes) {
    if (isMade === null) left = null;
    else if (!isMade) left = wasMade === true ? { from: which, at } : null;
    else {
      if (left !== null && left.from !== which) found.push({ at: left.at, ms: at - left.at, to: which });
      left = null;
    }
  }
  return found;
}

/** What differs from the sample before; the first sample is where it stood, and no change. */
function changesOf({ t, v, q }: SwitchSamples, which: Change['which']): readonly Change[] {
  const changes: Change[] = [];
  let before: boolean | null | undefined;
  for (let i = 0; i < t.length; i++) {
    const value = v[i] ?? Number.NaN;
    const isMade = isBad(q[i] ?? 0) || Number.isNaN(value) ? null : value !== 0;
    if (before !== undefined && isMade !== before) changes.push({ at: t[i] ?? 0, which, isMade, wasMade: before });
    before = isMade;
  }
  return changes;
}

export interface Hours {
  readonly from: number;
  readonly stepMs: number;
  /** Transitions of each switch by hour; NaN where nothing is known. */
  readonly counts: readonly ArrayLike<number>[];
}

/** A whole travel changes each switch once. */
export function operationsIn({ counts }: Hours): number {
  const all = counts.flatMap(series => Array.from(series)).filter(Number.isFinite);
  return Math.round(all.reduce((sum, count) => sum + count, 0) / counts.length);
}

/** Starts of the newest hours in which a switch has moved, oldest first. */
export function movedHours({ from, stepMs, counts }: Hours, most: number): readonly number[] {
  const length = Math.max(0, ...counts.map(series => series.length));
  const moved: number[] = [];
  for (let i = length - 1; i >= 0 && moved.length < most; i--) {
    if (counts.some(series => (series[i] ?? 0) > 0)) moved.push(from + i * stepMs);
  }
  return moved.toReversed();
}
