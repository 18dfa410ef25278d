/**
 * First-out groups: pure, over the records of one group. An episode begins with the first alarm of a group in which nothing
 * stands, and lasts until all are normal and acknowledged. Within it the members keep the order of their source times: a protocol
 * may deliver the first one last.
 */
import { isHidden, stateName } from '../../../../shared/alarm/state-machine.ts';
import type { AlarmRecord } from '../../../../shared/model/alarm.ts';

export type FirstOutPart = NonNullable<AlarmRecord['firstOut']>;

const isStanding = ({ state }: AlarmRecord): boolean => !isHidden(state) && stateName(state) !== 'NORMAL';

/** Number of the episode that the group is in; null when nothing stands. */
export function openEpisode(group: readonly AlarmRecord[]): number | null {
  const episodes = group.flatMap(record =>
    isStanding(record) && record.firstOut !== null ? [record.firstOut.episode] : [],
  );
  return episodes.length === 0 ? null : Math.max(...episodes);
}

/**
 * The part of an alarm that has just become unacknowledged. `group` is as it was before, with the alarm itself; `sequence` is the
 * number of the row, and that of the episode if this begins one.
 */
export function partOf(group: readonly AlarmRecord[], record: AlarmRecord, sequence: number): FirstOutPart {
  const open = openEpisode(group);
  if (open !== null && record.firstOut?.episode === open) return record.firstOut;
  return { episode: open ?? sequence, at: record.raisedAt ?? 0, sequence };
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
