/** A question to the history that takes more than one call: asked when it is first shown, and again every so often. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { CallError } from '../../host/call-book.ts';
import { useSession } from '../../store/session.ts';

export type Asked<T> = { readonly value: T } | 'loading' | 'failed';

/** `key` names the question: another one is asked anew. An answer stays until the next one. */
export function useAsked<T>(ask: (signal: AbortSignal) => Promise<T>, key: string, everyS: number): Asked<T> {
  const session = useSession();
  const [asked, setAsked] = useState<Asked<T>>('loading');
  const latest = useRef(ask);
  useLayoutEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    const giveUp = new AbortController();
    let isAsking = false;
    const run = async (): Promise<void> => {
      if (isAsking) return;
      isAsking = true;
      try {
        const value = await latest.current(giveUp.signal);
        if (!giveUp.signal.aborted) setAsked({ value });
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!giveUp.signal.aborted) setAsked(before => (typeof before === 'string' ? 'failed' : before));
      } finally {
        isAsking = false;
      }
    };
    setAsked('loading');
    void run();
    const off = session.second.subscribe(() => {
      if (session.second.get() % everyS === 0) void run();
    });
    return () => {
      off();
      giveUp.abort();
    };
  }, [session, key, everyS]);
  return asked;
}
