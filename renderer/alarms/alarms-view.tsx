/**
 * The alarm screen (L4): what stands, what is shelved, what is hidden by design or out of service, the journal and the events; the card of
 * one alarm beside it. The card is not modal: the list stays under the hand.
 */
import { type ReactNode, useCallback } from 'react';
import { EventsView } from '../events/events-view.tsx';
import { ALARM_TABS, type AlarmTab, alarmOf, type Place } from '../store/place.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { isIn } from './alarm-order.ts';
import { AlarmCard } from './card/alarm-card.tsx';
import { FloodPanel } from './flood-panel.tsx';
import { HiddenTable } from './hidden/hidden-table.tsx';
import { JournalView } from './journal/journal-view.tsx';
import { ActiveList } from './list/active-list.tsx';

interface ViewProps {
  readonly place: Extract<Place, { screen: 'alarms' }>;
}

export function AlarmsView({ place }: ViewProps): ReactNode {
  const session = useSession();
  const { tab, alarm } = place;
  const open = useCallback((id: string) => session.place.set(alarmOf(id, tab)), [session, tab]);
  const close = useCallback(() => session.place.set(alarmOf(null, tab)), [session, tab]);
  return (
    <div className={alarm === null ? 'alarms' : 'alarms has-card'} data-testid="alarms">
      <section className="alarms-main">
        <div className="alarms-head">
          <Tabs tab={tab} />
          <FloodPanel />
        </div>
        {tab === 'active' ? <ActiveList selected={alarm} onOpen={open} /> : null}
        {tab === 'shelved' || tab === 'hidden' ? <HiddenTable tab={tab} selected={alarm} onOpen={open} /> : null}
        {tab === 'journal' ? <JournalView onOpen={open} /> : null}
        {tab === 'events' ? <EventsView onOpen={open} /> : null}
      </section>
      {alarm === null ? null : (
        <aside className="alarms-side">
          <AlarmCard key={alarm} id={alarm} onClose={close} />
        </aside>
      )}
    </div>
  );
}

function Tabs({ tab }: { readonly tab: AlarmTab }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.tab;
  const summary = useObservable(session.alarms.book.summary);
  useObservable(session.alarms.book.version);
  const counts = summary?.counts;
  const mine = [...session.alarms.book.all()].filter(isIn(useObservable(session.preferences.areas)));
  const standing = mine.filter(status => status.isStanding).length;
  const numbers: Readonly<Record<AlarmTab, number | null>> = {
    active: standing,
    shelved: counts?.shelved ?? 0,
    hidden: (counts?.suppressed ?? 0) + (counts?.outOfService ?? 0),
    journal: null,
    events: null,
  };
  return (
    <div className="tabs" role="tablist">
      {ALARM_TABS.map(name => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          data-testid={`tab:${name}`}
          onClick={() => session.place.set(alarmOf(null, name))}
        >
          {words[name]}
          {numbers[name] === null ? null : <b>{numbers[name]}</b>}
        </button>
      ))}
    </div>
  );
}
