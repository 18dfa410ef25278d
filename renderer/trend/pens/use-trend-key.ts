/** T shows the value under the pointer or the focus as a pen, wherever it stands. A card and the list of alarms have their own T. */
import { useKeys } from '../../alarms/desk/use-keys.ts';
import { useSession } from '../../store/session.ts';
import { openInTrends } from './use-pens.ts';

export function useTrendKey(): void {
  const session = useSession();
  useKeys({
    t: () => {
      const tag = session.hovered.get()?.tag;
      const isTaken = session.alarms.carded.get() !== null || session.place.get().screen === 'alarms';
      if (isTaken || tag === undefined || session.station.model.get()?.byName.has(tag) !== true) return;
      openInTrends(session, tag);
    },
  });
}
