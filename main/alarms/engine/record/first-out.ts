/**
 * First-out groups: pure, over the records of one group. An episode begins with a call in a group in which no call waits for somebody:
 * what was acknowledged hours ago and still stands is no cause of tonight's trip. It is shown until all of it is normal and
 * acknowledged, or the next one begins. Within it the members keep the order of their source times: a protocol may deliver the first
 * one last. A member that was hidden joins when it is shown, unless it only comes back to what people knew.
 */
import { isHidden, stateName } from '../../../../shared/alarm/state-machine.ts';
import type { AlarmEventKind, AlarmRecord } from '../../../../shared/model/alarm.ts';

export type FirstOutPart = NonNullable<AlarmRecord['firstOut']>;

/** Source and station differ by so much only when a clock is wrong, ms: then the station's decides, which is one for all. */
const LARGEST_SKEW_MS = 60_000;

/** What has just made an alarm unacknowledged. */
export interface Joining {
  readonly event: AlarmEventKind;
  /** Source time and time of the station, epoch ms. */
  readonly time: number;
  readonly received: number;
  /** It calls; else it comes back to what people knew. */
  readonly isCall: boolean;
  /** Number of the row, and of the episode if this begins one. */
  readonly sequence: number;
}

const isStanding = ({ state }: AlarmRecord): boolean => !isHidden(state) && stateName(state) !== 'NORMAL';

/** A call that nobody has answered; one that only calls again has been. */
const isWaiting = (record: AlarmRecord): boolean => isStanding(record) && record.acknowledgedAt === null;

/** Number of the episode that the group is in; null when nothing stands. */
export function openEpisode(group: readonly AlarmRecord[]): number | null {
  const episodes = group.flatMap(record =>
    isStanding(record) && record.firstOut !== null ? [record.firstOut.episode] : [],
  );
  return episodes.length === 0 ? null : Math.max(...episodes);
}

/** The part of an alarm that has just become unacknowledged. `group` and `record`, which is one of it, are as they were before. */
export function partOf(group: readonly AlarmRecord[], record: AlarmRecord, joining: Joining): FirstOutPart | null {
  const { event, isCall, sequence } = joining;
  const own = record.firstOut;
  if (event === 're-alarm') return own;
  const shown = openEpisode(group);
  const open = isCall ? waitingEpisode(group, shown) : shown;
  if (open !== null && own?.episode === open) return own;
  return { episode: open ?? sequence, at: joinedAt(own, joining), sequence };
}

/** The shown one, if a call of it waits for somebody. */
function waitingEpisode(group: readonly AlarmRecord[], shown: number | null): number | null {
  return group.some(record => isWaiting(record) && record.firstOut?.episode === shown) ? shown : null;
}

function joinedAt(own: FirstOutPart | null, { event, time, received, isCall }: Joining): number {
  if (event === 'raise') return Math.abs(time - received) > LARGEST_SKEW_MS ? received : time;
  return isCall ? received : (own?.at ?? received);
}

/** Place of one member, 1 = first; null when it has no part in the open episode. */
export function placeOf(group: readonly AlarmRecord[], part: FirstOutPart | null): number | null {
  const open = openEpisode(group);
  if (part === null || open === null || part.episode !== open) return null;
  const earlier = group.filter(({ firstOut }) => firstOut?.episode === open && isBefore(firstOut, part));
  return earlier.length + 1;
}

const isBefore = (a: FirstOutPart, b: FirstOutPart): boolean =>
  a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
