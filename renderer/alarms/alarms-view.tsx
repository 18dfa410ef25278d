/**
 * The alarm screen (L4): what stands, what is shelved, what is hidden by design or out of service, the journal, the
 * events, and how well the alarm system itself works; the card of one alarm beside it. The card is not modal: the list stays under the hand.
 */
import { type ReactNode, useCallback } from 'react';
import { EventsView } from '../events/events-view.tsx';
import { alarmOf, type Place } from '../store/place.ts';
import { useSession } from '../store/session.ts';
import { AlarmTabs } from './alarm-tabs.tsx';
import { AlarmCard } from './card/alarm-card.tsx';
import { FloodPanel } from './flood-panel.tsx';
import { HiddenTable } from './hidden/hidden-table.tsx';
import { JournalView } from './journal/journal-view.tsx';
import { ActiveList } from './list/active-list.tsx';
import { PerformanceView } from './performance/performance-view.tsx';

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
          <AlarmTabs tab={tab} />
          <FloodPanel />
        </div>
        {tab === 'active' ? <ActiveList selected={alarm} onOpen={open} /> : null}
        {tab === 'shelved' || tab === 'hidden' ? <HiddenTable tab={tab} selected={alarm} onOpen={open} /> : null}
        {tab === 'journal' ? <JournalView onOpen={open} /> : null}
        {tab === 'events' ? <EventsView onOpen={open} /> : null}
        {tab === 'performance' ? <PerformanceView /> : null}
      </section>
      {alarm === null ? null : (
        <aside className="alarms-side">
          <AlarmCard key={alarm} id={alarm} onClose={close} />
        </aside>
      )}
    </div>
  );
}
