/** The alarms that call for each emergency card, followed. */
import { useMemo } from 'react';
import { useAllAlarms } from '../../alarms/use-alarms.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { type Call, callsOf } from './calls.ts';

export function useCalls(): ReadonlyMap<string, Call> {
  const all = useAllAlarms();
  const descriptions = useObservable(useSession().alarms.descriptions);
  return useMemo(() => callsOf(all, descriptions), [all, descriptions]);
}
