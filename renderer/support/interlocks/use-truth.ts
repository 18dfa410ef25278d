/** Follows what an expression of the matrix says now. */
import { useCallback, useSyncExternalStore } from 'react';
import { useSession } from '../../store/session.ts';
import { type Truth, truthOf } from './truth.ts';

type Handles = Readonly<Record<string, number>>;

/** `name` undefined: no signal says it. */
export function useTruth(name: string | undefined, handles: Handles): Truth {
  const session = useSession();
  const handle = name === undefined ? undefined : handles[name];
  const subscribe = useCallback(
    (listener: () => void) => {
      if (handle === undefined) return () => undefined;
      const offs = [session.tags.subscribe(handle, listener), session.second.subscribe(listener)];
      return () => {
        for (const off of offs) off();
      };
    },
    [session, handle],
  );
  return useSyncExternalStore(subscribe, () => truthOf(handle === undefined ? null : session.look(handle)));
}
