/** Which alarms a person wants to see in the list. Pure. Sound and banner do not follow it. */
import type { AlarmPriority, AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';

export interface AlarmFilter {
  /** Null = the whole station. */
  readonly area: string | null;
  /** Empty = all. */
  readonly priorities: readonly AlarmPriority[];
  readonly text: string;
}

export const NO_FILTER: AlarmFilter = { area: null, priorities: [], text: '' };

export const isFiltering = ({ area, priorities, text }: AlarmFilter): boolean =>
  area !== null || priorities.length > 0 || text.trim() !== '';

/** Taken away when it is there, added when it is not. */
export const withPriority = (filter: AlarmFilter, priority: AlarmPriority): AlarmFilter => ({
  ...filter,
  priorities: filter.priorities.includes(priority)
    ? filter.priorities.filter(p => p !== priority)
    : [...filter.priorities, priority].toSorted((a, b) => a - b),
});

/** An area that was chosen is shown whoever answers for it; without one the list is of the areas of responsibility. */
export const areasShown = ({ area }: AlarmFilter, mine: readonly string[] | null): readonly string[] | null =>
  area === null ? mine : [area];

/** Standing alarms of areas that this screen does not answer for; none where it answers for the whole station. */
export const countElsewhere = (statuses: readonly AlarmStatus[], mine: readonly string[] | null): number =>
  mine === null ? 0 : statuses.filter(status => status.isStanding && !mine.includes(status.area)).length;

/** Words of the text all have to be found, in id or message of either language; full-width letters count as plain ones. */
export function matcherOf(
  { area, priorities, text }: AlarmFilter,
  descriptions: ReadonlyMap<string, AlarmDescription>,
): (status: AlarmStatus) => boolean {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return status => {
    if (area !== null && status.area !== area) return false;
    if (priorities.length > 0 && !priorities.includes(status.priority)) return false;
    if (words.length === 0) return true;
    const description = descriptions.get(status.id);
    const { zh, en } = description?.texts.message ?? { zh: '', en: '' };
    const all = plain(`${status.id} ${zh} ${en} ${description?.equipment ?? ''}`);
    return words.every(word => all.includes(word));
  };
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
