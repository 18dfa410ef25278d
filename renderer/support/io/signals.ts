/** Which signals the list shows, and in which order. Pure. */
import type { OverrideEntry, SignalClass, TagDefinition } from '../../../shared/model/tag.ts';
import { type EntryIndex, filterIndex } from '../../navigation/palette/find.ts';

export const SIGNAL_ORDERS = ['project', 'tag', 'address'] as const;
export type SignalOrder = (typeof SIGNAL_ORDERS)[number];

export interface SignalFilter {
  readonly typed: string;
  /** Null for all; `''` for the calculated ones, which come from no device. */
  readonly device: string | null;
  readonly signalClass: SignalClass | null;
  /** Only those that a person has substituted or forced. */
  readonly isOverridden: boolean;
}

export const ALL_SIGNALS: SignalFilter = { typed: '', device: null, signalClass: null, isOverridden: false };

export const isFiltering = ({ typed, device, signalClass, isOverridden }: SignalFilter): boolean =>
  typed.trim() !== '' || device !== null || signalClass !== null || isOverridden;

interface Signals {
  readonly tags: readonly TagDefinition[];
  /** Of the same tags, by name, for what was typed. */
  readonly index: EntryIndex;
  readonly overrides: readonly Pick<OverrideEntry, 'tag'>[];
}

export function shownSignals(
  { tags, index, overrides }: Signals,
  filter: SignalFilter,
  order: SignalOrder,
): readonly TagDefinition[] {
  const overridden = new Set(overrides.map(({ tag }) => tag));
  const found = filter.typed.trim() === '' ? null : new Set(filterIndex(index, filter.typed).map(({ code }) => code));
  return tags
    .filter(
      ({ name, device, signalClass }) =>
        (found === null || found.has(name)) &&
        (filter.device === null || (device ?? '') === filter.device) &&
        (filter.signalClass === null || signalClass === filter.signalClass) &&
        (!filter.isOverridden || overridden.has(name)),
    )
    .toSorted(COMPARE[order]);
}

/** Numbers in names and addresses count as numbers: `holding:9` stands before `holding:10`. */
const collator = new Intl.Collator('en', { numeric: true });

const COMPARE: Readonly<Record<SignalOrder, (a: TagDefinition, b: TagDefinition) => number>> = {
  project: (a, b) => a.handle - b.handle,
  tag: (a, b) => collator.compare(a.name, b.name),
  address: (a, b) => collator.compare(a.device ?? '', b.device ?? '') || collator.compare(a.address, b.address),
};

const LIMITS = ['LL', 'L', 'H', 'HH'] as const;

/** The limits that there are, lowest first, each with its name. */
export const limitsOf = ({ limits }: Pick<TagDefinition, 'limits'>): readonly (readonly [string, number])[] =>
  LIMITS.flatMap(name => {
    const value = limits[name];
    return value === undefined ? [] : [[name, value] as const];
  });
