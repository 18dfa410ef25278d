/** Why the list shows nothing: nothing stands, nothing fits, or what stands is in areas that this screen does not answer for. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useAllAlarms } from '../use-alarms.ts';
import { countElsewhere, isFiltering, matcherOf } from './alarm-filter.ts';

export function EmptyList(): ReactNode {
  const { alarms, preferences } = useSession();
  const words = useTexts().texts.alarms;
  const filter = useObservable(alarms.filter);
  const areas = useObservable(preferences.areas);
  const matches = matcherOf(filter, useObservable(alarms.descriptions));
  const elsewhere = countElsewhere(useAllAlarms().filter(matches), areas);
  const nothing = isFiltering(filter) ? words.empty : areas === null ? words.banner.none : words.banner.noneHere;
  const rest = elsewhere === 0 ? '' : fill(words.filter.elsewhere, { count: String(elsewhere) });
  return (
    <p className="alarm-empty" data-testid="list-empty">
      {[nothing, rest].filter(Boolean).join(' · ')}
    </p>
  );
}
