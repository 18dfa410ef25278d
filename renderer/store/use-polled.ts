/** Asks the host again and again, by the seconds of its clock, while a component that needs the answer is on screen. */
import { useEffect, useState } from 'react';
import type { InputOf, OutputOf, QueryName } from '../../shared/rpc/contract.ts';
import { CallError } from '../host/call-book.ts';
import { useSession } from './session.ts';

const MOST_RETRY_S = 10;

export interface Polled<T> {
  /** Null before the first answer. */
  readonly value: T | null;
  /** The last question failed, and the answer is one before it. */
  readonly isOld: boolean;
}

/** Whether a question of every `periodS` seconds is asked in this second of the clock. */
export function isDue(second: number, periodS: number, hasFailed: boolean): boolean {
  const retryS = periodS > MOST_RETRY_S ? MOST_RETRY_S : 1;
  return second % (hasFailed ? retryS : periodS) === 0;
}

/**
 * Every `periodS` seconds, sooner after a failure; never two questions at once, and none while the window is hidden. A question of a
 * minute is a dear one: it is repeated after ten seconds, and one of ten or less after a second.
 */
export function usePolled<N extends QueryName>(name: N, input: InputOf<N>, periodS = 1): Polled<OutputOf<N>> {
  const session = useSession();
  const [polled, setPolled] = useState<Polled<OutputOf<N>>>({ value: null, isOld: false });
  const key = JSON.stringify(input);
  useEffect(() => {
    let isWanted = true;
    let isAsking = false;
    let hasFailed = false;
    const ask = async (): Promise<void> => {
      if (isAsking || document.hidden) return;
      isAsking = true;
      try {
        // The key is the input itself, as text, so that an equal object does not start anew.
        const value = await session.client.call(name, JSON.parse(key) as InputOf<N>);
        hasFailed = false;
        if (isWanted) setPolled({ value, isOld: false });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        hasFailed = true;
        if (isWanted) setPolled(before => ({ ...before, isOld: before.value !== null }));
      } finally {
        isAsking = false;
      }
    };
    void ask();
    const off = session.second.subscribe(() => {
      if (isDue(session.second.get(), periodS, hasFailed)) void ask();
    });
    return () => {
      isWanted = false;
      off();
    };
  }, [session, name, key, periodS]);
  return polled;
}
