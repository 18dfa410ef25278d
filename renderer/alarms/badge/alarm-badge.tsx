/** The worst alarm of something, kept up to date: a tag, a piece of equipment, an area, the station. Nothing while there is none. */
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../../store/session.ts';
import type { AlarmMark, AlarmMarks } from '../alarm-order.ts';
import { Badge } from './badge.tsx';

/** Renders again only when the worst alarm is another one; `choose` must give the same for the same marks. */
export function useAlarmMark(choose: (marks: AlarmMarks) => AlarmMark | null): AlarmMark | null {
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
  // As text, so that an equal mark is the same.
  useSyncExternalStore(subscribe, () => {
    const mark = choose(alarms.marks());
    return mark === null ? '' : `${mark.priority} ${mark.look}`;
  });
  return choose(alarms.marks());
}

export function AlarmBadge({ of }: { readonly of: (marks: AlarmMarks) => AlarmMark | null }): ReactNode {
  const mark = useAlarmMark(of);
  return mark === null ? null : <Badge {...mark} />;
}
