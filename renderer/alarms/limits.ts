/** The limits of a tag as its alarms know them now: one may be bound to another tag, so the definition of the tag is not enough. */
import { useMemo } from 'react';
import type { TagLimits } from '../../shared/model/tag.ts';
import type { AlarmDescription } from '../../shared/rpc/alarm-contract.ts';
import { useObservable, useSession } from '../store/session.ts';

export type LimitName = 'LL' | 'L' | 'H' | 'HH';
export type ShownLimits = Readonly<Partial<Record<LimitName, number>>>;

export const LIMIT_NAMES: readonly LimitName[] = ['LL', 'L', 'H', 'HH'];

/** Pure part: the limits of `tag` out of all alarms, and what its definition adds. */
export function limitsFor(
  tag: string | null,
  descriptions: ReadonlyMap<string, Pick<AlarmDescription, 'limit'>>,
  defined: TagLimits,
): ShownLimits {
  const found: Partial<Record<LimitName, number>> = { ...defined };
  if (tag === null) return found;
  for (const name of LIMIT_NAMES) {
    const limit = descriptions.get(`${tag}/${name}`)?.limit ?? null;
    if (limit !== null) found[name] = limit;
  }
  return found;
}

export const limitsOf = (limits: ShownLimits): readonly (readonly [LimitName, number])[] =>
  LIMIT_NAMES.flatMap(name => {
    const limit = limits[name];
    return limit === undefined ? [] : [[name, limit] as const];
  });

export function useLimits(tag: string | null): ShownLimits {
  const session = useSession();
  const descriptions = useObservable(session.alarms.descriptions);
  const model = useObservable(session.station.model);
  return useMemo(
    () => limitsFor(tag, descriptions, (tag === null ? undefined : model?.byName.get(tag))?.limits ?? {}),
    [tag, descriptions, model],
  );
}
