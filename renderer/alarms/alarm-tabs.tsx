/** The views of the alarm screen with how many alarms each has; keys 1 to 6 in their order. */
import type { ReactNode } from 'react';
import { ALARM_TABS, type AlarmTab, alarmOf } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { ViewTab } from '../ui/view-tab.tsx';
import { isIn } from './alarm-order.ts';
import { useKeys } from './desk/use-keys.ts';
import { useAllAlarms } from './use-alarms.ts';

export function AlarmTabs({ tab }: { readonly tab: AlarmTab }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.tab;
  const numbers = useNumbers();
  const go = (name: AlarmTab): void => session.place.set(alarmOf(null, name));
  useKeys(Object.fromEntries(ALARM_TABS.map((name, i) => [String(i + 1), () => go(name)])));
  return (
    <div className="tabs" role="tablist">
      {ALARM_TABS.map((name, i) => (
        <ViewTab key={name} name={name} isChosen={name === tab} keyName={String(i + 1)} onChoose={() => go(name)}>
          {words[name]}
          {numbers[name] === null ? null : <b>{numbers[name]}</b>}
        </ViewTab>
      ))}
    </div>
  );
}

function useNumbers(): Readonly<Record<AlarmTab, number | null>> {
  const { alarms, preferences } = useSession();
  const counts = useObservable(alarms.book.summary)?.counts;
  const mine = useAllAlarms().filter(isIn(useObservable(preferences.areas)));
  return {
    active: mine.filter(status => status.isStanding).length,
    shelved: counts?.shelved ?? 0,
    hidden: (counts?.suppressed ?? 0) + (counts?.outOfService ?? 0),
    journal: null,
    events: null,
    performance: null,
  };
}
