/** Keys on every screen: A acknowledges what the banner shows, B opens it, J leads to its screen, M silences, ? tells all keys. */
import { showAlarm } from '../../navigation/show-object.ts';
import { alarmOf } from '../../store/place.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { useKeys } from './use-keys.ts';

export function useAlarmKeys(): void {
  const session = useSession();
  const { lead, desk } = session.alarms;
  const { screen } = useObservable(session.place);
  const openLead = (): void => {
    const first = lead.alarm.get();
    if (first !== null) session.place.set(alarmOf(first.id));
  };
  const showLead = (): void => {
    const first = lead.alarm.get();
    if (first !== null) showAlarm(session, first.id);
  };
  useKeys({
    j: showLead,
    a: () => lead.acknowledge(),
    b: openLead,
    m: () => void desk.silence(),
    '?': () => session.dialog.set({ kind: 'keys' }),
    // Elsewhere it finds in what the screen shows.
    '/': screen === 'scene' || screen === 'communication' ? () => session.dialog.set({ kind: 'palette' }) : undefined,
  });
}
