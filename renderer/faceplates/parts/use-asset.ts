/** What a faceplate asks of the live values: one role, several for a state, the worst quality of all. */
import { useCallback, useSyncExternalStore } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { Readings } from '../../mimic/define-symbol.ts';
import type { Look, LookKind } from '../../mimic/quality-look.ts';
import { useObservable, useSession } from '../../store/session.ts';

export type Looks = Readonly<Record<string, Look>>;

/** Looks of all roles of an asset, followed; what is not bound is absent. */
export function useAssetLooks(asset: ServedAsset): Looks {
  const session = useSession();
  const subscribe = useCallback(
    (listener: () => void) => {
      const offs = Object.values(asset.handles).map(handle => session.tags.subscribe(handle, listener));
      offs.push(session.link.subscribe(listener), session.second.subscribe(listener));
      return () => {
        for (const off of offs) off();
      };
    },
    [session, asset],
  );
  const looks = (): Looks =>
    Object.fromEntries(
      Object.entries(asset.tags).flatMap(([role, name]) => {
        const handle = asset.handles[name];
        return handle === undefined ? [] : [[role, session.look(handle)] as const];
      }),
    );
  useSyncExternalStore(subscribe, () => keyOf(looks()));
  return looks();
}

/** Ages count where they are printed. */
const keyOf = (looks: Looks): string =>
  Object.entries(looks)
    .map(([role, look]) => {
      const { kind, value, text, reason, ageMs } = look;
      return `${role}:${kind}:${value}:${text}:${reason}:${kind === 'stale' ? Math.floor(ageMs / 1_000) : ''}`;
    })
    .join('|');

/** For state functions of symbols. */
export const readingsOf = (looks: Looks): Readings =>
  Object.fromEntries(
    Object.entries(looks).map(([role, { value, kind }]) => [role, { value, isStale: kind === 'stale' }] as const),
  );

const WORST_FIRST: readonly LookKind[] = ['bad', 'stale', 'forced', 'substituted', 'uncertain', 'good'];

/** The look that says most against the asset; null when nothing is bound. What is not configured yet is no trouble of it. */
export function worstLook(looks: Looks): Look | null {
  const all = Object.values(looks).filter(({ reason }) => reason !== 'not-configured');
  return all.toSorted((a, b) => WORST_FIRST.indexOf(a.kind) - WORST_FIRST.indexOf(b.kind))[0] ?? null;
}

/** Whether an expression of the asset is true now; null when it is not known. */
export function useTruth(asset: ServedAsset, name: string | undefined): boolean | null {
  const session = useSession();
  const handle = name === undefined ? undefined : asset.handles[name];
  const subscribe = useCallback(
    (listener: () => void) => (handle === undefined ? () => undefined : session.tags.subscribe(handle, listener)),
    [session, handle],
  );
  return useSyncExternalStore(subscribe, () => {
    if (handle === undefined) return null;
    const { value, kind } = session.look(handle);
    return value === null || kind === 'stale' ? null : value !== 0;
  });
}

export interface RoleTag {
  readonly role: string;
  readonly tag: TagDefinition;
}

/**
 * Roles that a tag of the station serves, in the order of the asset; expressions have no tag. A tag that only tells that the
 * equipment is running is named by what it measures where it serves a second role.
 */
export function useRoleTags(asset: ServedAsset): readonly RoleTag[] {
  const model = useObservable(useSession().station.model);
  const seen = new Set<string>();
  const roles = Object.entries(asset.tags).toSorted(([a], [b]) => Number(a === 'running') - Number(b === 'running'));
  return roles.flatMap(([role, name]) => {
    const tag = model?.byName.get(name);
    if (tag === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ role, tag }];
  });
}

export const isMeasured = ({ tag }: RoleTag): boolean => !tag.isStepped && !tag.writable;
