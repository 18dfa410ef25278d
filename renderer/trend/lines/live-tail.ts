/** How the line of a pen goes on from the end of what has been read to now. Pure. */
import { isBad, type Quality } from '../../../shared/model/quality.ts';
import { isUsable } from './line-from-samples.ts';

/** A sample as the live stream brings it. */
interface LiveSample {
  readonly t: number;
  readonly v: number;
  readonly q: Quality;
}

export interface LiveTail {
  /** Where the line that was read ends; NaN value where it does not go on from there. */
  readonly fromTime: number;
  readonly fromValue: number;
  readonly time: number;
  readonly value: number;
  readonly q: Quality;
  readonly now: number;
}

/** More than this between what was read and the live sample and nobody knows what was between. */
const LONGEST_BRIDGE_MS = 5_000;

interface LineEnd {
  readonly lastTime: number;
  readonly lastValue: number;
}

/** Null where the pen has no value now, or where history has not been read up to now. */
export function liveTail(
  end: LineEnd,
  sample: LiveSample,
  { now, readAt }: { now: number; readAt: number },
): LiveTail | null {
  if (isBad(sample.q) || !isUsable(sample.v, sample.q) || now <= end.lastTime) return null;
  const time = Math.min(now, Math.max(sample.t, Number.isNaN(end.lastTime) ? sample.t : end.lastTime));
  const isBridged = now - readAt <= LONGEST_BRIDGE_MS && time - end.lastTime <= LONGEST_BRIDGE_MS;
  // An old sample that still holds: the line ends with it and goes on flat.
  return {
    fromTime: end.lastTime,
    fromValue: isBridged ? end.lastValue : Number.NaN,
    time,
    value: sample.v,
    q: sample.q,
    now,
  };
}
