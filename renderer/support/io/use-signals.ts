/** The signals that the list shows, followed: of the station as it is, and of the register of overrides. */
import { useMemo } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { tagEntriesOf } from '../../navigation/palette/entries.ts';
import { indexOf } from '../../navigation/palette/find.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { type SignalFilter, type SignalOrder, shownSignals } from './signals.ts';

export function useSignals(filter: SignalFilter, order: SignalOrder): readonly TagDefinition[] {
  const { station } = useSession();
  const model = useObservable(station.model);
  const overrides = useObservable(station.overrides);
  const tags = useMemo(() => [...(model?.byName.values() ?? [])], [model]);
  const index = useMemo(() => indexOf(tagEntriesOf(tags)), [tags]);
  return useMemo(
    () => shownSignals({ tags, index, overrides }, filter, order),
    [tags, index, overrides, filter, order],
  );
}
