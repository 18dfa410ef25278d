/** Instants of a trace at which the power is cut, and the folder as each cut leaves it. For every kind of victim. */
import { mkdirSync } from 'node:fs';
import type { DiskChange } from '../kit/disk-tracer.ts';
import { MOODS, type Mood, PowerCutDisk } from './power-cut.ts';

export interface Instant {
  /** Changes that happened before the cut. */
  readonly at: number;
  readonly mood: Mood;
  readonly isJournaled: boolean;
}

/** How many states each of `traces` traces gives, so that there are `states` in all. */
export const statesOfTraces = (states: number, traces: number): number[] =>
  Array.from({ length: traces }, (_, i) => Math.floor(((i + 1) * states) / traces) - Math.floor((i * states) / traces));

/** Ascending; half of them close behind a sync, a rename or a removal, where programs go wrong. */
export function someInstants(
  changes: readonly DiskChange[],
  { random, count }: { readonly random: () => number; readonly count: number },
): readonly Instant[] {
  const edges = changes.flatMap((c, i) =>
    ['sync-ended', 'unlinked', 'renamed', 'created'].includes(c.kind) ? [i] : [],
  );
  const one = (): Instant => {
    const edge = edges[Math.floor(random() * edges.length)] ?? 0;
    const at = random() < 0.5 ? Math.floor(random() * (changes.length + 1)) : edge + Math.floor(random() * 4);
    const mood = MOODS[Math.floor(random() * MOODS.length)] ?? 'drop';
    return { at: Math.min(at, changes.length), mood, isJournaled: random() < 0.6 };
  };
  return Array.from({ length: count }, one).toSorted((a, b) => a.at - b.at);
}

export interface Cut {
  /** Copy of the folder as it was when the trace began. */
  readonly base: string;
  readonly changes: readonly DiskChange[];
  readonly instant: Instant;
  readonly random: () => number;
}

/** Makes the folder `target` as the cut leaves it; returns what the victim had said until then. */
export function cutAt(target: string, { base, changes, instant, random }: Cut): string {
  const disk = new PowerCutDisk(base, { isJournaled: instant.isJournaled });
  let said = '';
  for (const change of changes.slice(0, instant.at)) {
    disk.apply(change);
    if (change.kind === 'marked') said += change.text;
  }
  mkdirSync(target);
  disk.cut(target, random, instant.mood);
  return said;
}

export const cutLabel = ({ mood, isJournaled, at }: Instant, changes: readonly DiskChange[]): string =>
  `${mood}${isJournaled ? '' : ', names by folder'} at ${at} of ${changes.length}`;
