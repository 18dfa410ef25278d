/** A search that follows its fields: it runs when the hands rest, and not before the station has said what it is. */
import { useEffect } from 'react';
import { useObservable, useSession } from '../../store/session.ts';

/** Typing is over when the hands rest so long, ms. */
const SETTLE_MS = 350;

/** `search` must be the same function as long as the fields are the same. */
export function useSettled(search: () => void): void {
  const hasModel = useObservable(useSession().station.model) !== null;
  useEffect(() => {
    if (!hasModel) return undefined;
    const timer = setTimeout(search, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [search, hasModel]);
}
