/**
 * A search that follows its fields and the time that the window shows: it runs when the hands rest, and not before the station has said
 * what it is.
 */
import { useEffect } from 'react';
import { useObservable, useSession } from '../../store/session.ts';

/** Typing is over when the hands rest so long, ms. */
const SETTLE_MS = 350;

/** `search` must be the same function as long as the fields are the same. */
export function useSettled(search: () => void): void {
  const { station, replay } = useSession();
  const hasModel = useObservable(station.model) !== null;
  const jumps = useObservable(replay.jumps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at another time there is another now
  useEffect(() => {
    if (!hasModel) return undefined;
    const timer = setTimeout(search, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [search, hasModel, jumps]);
}
