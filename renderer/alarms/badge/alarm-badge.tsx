/** The worst alarm of something, kept up to date: a tag, a piece of equipment, an area, the station. Nothing while there is none. */
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../../store/session.ts';
import type { AlarmMark, AlarmMarks } from '../alarm-order.ts';
import { Badge } from './badge.tsx';

/** Renders again only when what `keyOf` says has changed; it must say the same for the same marks. */
export function useMarks(keyOf: (marks: AlarmMarks) => string): AlarmMarks {
  const { alarms } = useSession();
  const subscribe = useCallback(
    (listener: () => void) => {
      const offs = [alarms.book.version.subscribe(listener), alarms.descriptions.subscribe(listener)];
      return () => {
        for (const off of offs) off();
      };
    },
    [alarms],
  );
  useSyncExternalStore(subscribe, () => keyOf(alarms.marks()));
  return alarms.marks();
}

/** Renders again only when the worst alarm looks otherwise, which another one may not; `choose` must give the same for the same marks. */
export function useAlarmMark(choose: (marks: AlarmMarks) => AlarmMark | null): AlarmMark | null {
  return choose(useMarks(marks => lookOf(choose(marks))));
}

/** As text, so that an equal look is the same. */
export const lookOf = (mark: AlarmMark | null): string =>
  mark === null ? '' : `${mark.priority} ${mark.look} ${mark.isUnacknowledged}`;

/** The badge of a mark: whatever nobody has acknowledged flashes, and nothing else. */
export function MarkBadge({ mark: { priority, look, isUnacknowledged } }: { readonly mark: AlarmMark }): ReactNode {
  return <Badge priority={priority} look={look} isFlashing={isUnacknowledged} />;
}

export function AlarmBadge({ of }: { readonly of: (marks: AlarmMarks) => AlarmMark | null }): ReactNode {
  const mark = useAlarmMark(of);
  return mark === null ? null : <MarkBadge mark={mark} />;
}
