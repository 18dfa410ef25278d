/** The support screen (L4): the list of all signals, the interlock matrix and the emergency cards, and the way to communication. */
import type { ReactNode } from 'react';
import { LegendView } from '../legend/legend-view.tsx';
import type { Place } from '../store/place.ts';
import { InterlocksView } from './interlocks/interlocks-view.tsx';
import { SignalList } from './io/signal-list.tsx';
import { ProceduresView } from './procedures/procedures-view.tsx';
import { SupportTabs } from './support-tabs.tsx';

interface ViewProps {
  readonly place: Extract<Place, { screen: 'support' }>;
}

export function SupportView({ place: { tab, item } }: ViewProps): ReactNode {
  return (
    <div className="support" data-testid="support">
      <SupportTabs tab={tab} />
      {tab === 'io' ? <SignalList /> : null}
      {tab === 'interlocks' ? <InterlocksView /> : null}
      {tab === 'procedures' ? <ProceduresView chosen={item} /> : null}
      {tab === 'legend' ? <LegendView /> : null}
    </div>
  );
}
