/** The support screen (L4): the list of all signals, the interlock matrix and the emergency cards, and the way to communication. */
import type { ReactNode } from 'react';
import type { Place } from '../store/place.ts';
import { SupportTabs } from './support-tabs.tsx';

interface ViewProps {
  readonly place: Extract<Place, { screen: 'support' }>;
}

export function SupportView({ place: { tab } }: ViewProps): ReactNode {
  return (
    <div className="support" data-testid="support">
      <SupportTabs tab={tab} />
    </div>
  );
}
