/**
 * What retention takes away (pure). Samples go by whole chunks, when all of a chunk is past its class's keep time. The newest
 * sample of a tag always stays, however old: it is the value in force.
 */
import { SIGNAL_CLASSES, type SignalClass } from '../../../../shared/model/tag.ts';
import type { HistorySettings } from '../../settings.ts';

const DAY_MS = 86_400_000;
/** A clock that jumps further than this from one look to the next is not believed at once, ms. */
const BELIEVED_MS = 40 * DAY_MS;
/** For how long it is looked at then before anything is removed, ms of running. */
const DOUBT_MS = 7 * DAY_MS;

/** Samples before this time go, epoch ms; null = none do. */
export type Cutoffs = Readonly<Record<SignalClass, number | null>>;

/** Whole UTC days, so that a file is touched once a day and not once an hour. */
export function cutoffsAt(retentionDays: HistorySettings['retentionDays'], now: number): Cutoffs {
  const today = Math.floor(now / DAY_MS);
  const cutoffOf = (days: number | null): number | null => (days === null ? null : (today - days) * DAY_MS);
  return Object.fromEntries(SIGNAL_CLASSES.map(name => [name, cutoffOf(retentionDays[name])])) as Cutoffs;
}

/** A class that this program does not know keeps everything. */
export const cutoffOf = (cutoffs: Cutoffs, signalClass: string): number | null =>
  (cutoffs as Partial<Record<string, number | null>>)[signalClass] ?? null;

/** The latest of all cutoffs; minus infinity when nothing ever goes. */
export const latestCutoff = (cutoffs: Cutoffs): number =>
  Math.max(Number.NEGATIVE_INFINITY, ...Object.values(cutoffs).flatMap(cutoff => cutoff ?? []));

/** @param newestT time of the tag's newest sample, wherever it is */
export const isExpired = (lastT: number, { cutoff, newestT }: { cutoff: number; newestT: number }): boolean =>
  lastT < cutoff && lastT < newestT;

/**
 * Whether the clock may be trusted with removing history: a dead clock battery must not cost ten years. After a jump forward of
 * more than 40 days (or as long a time switched off) it has to stand for a week of running first.
 * @param seen wall time of the last look that was believed; null at the first
 * @param upMs how long this run of the program has lasted
 */
export const isClockBelieved = (now: number, seen: number | null, upMs: number): boolean =>
  seen === null || now - seen <= BELIEVED_MS || upMs >= DOUBT_MS;
