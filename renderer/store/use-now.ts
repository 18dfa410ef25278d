/** The clock of the station in steps, for what is read anew once a step: a component renders when a step begins, not every second. */
import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from './session.ts';

/** Epoch ms UTC by the clock of the station, down to the last multiple of `stepMs`. */
export function useNow(stepMs: number): number {
  const session = useSession();
  const subscribe = useCallback((listener: () => void) => session.second.subscribe(listener), [session]);
  return useSyncExternalStore(subscribe, () => Math.floor(session.client.stationNow() / stepMs) * stepMs);
}
