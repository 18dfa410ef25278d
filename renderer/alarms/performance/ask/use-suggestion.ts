/** Asks for the suggestion of one alarm, once somebody wants it; a month is read for it, so it can be given up. */
import { useEffect, useRef, useState } from 'react';
import type { AlarmSuggestion } from '../../../../shared/model/alarm-journal.ts';
import { CallError } from '../../../host/call-book.ts';
import { useSession } from '../../../store/session.ts';

export type Asked =
  | { readonly phase: 'idle' }
  | { readonly phase: 'asking' }
  | { readonly phase: 'answered'; readonly suggestion: AlarmSuggestion | null }
  | { readonly phase: 'failed'; readonly error: CallError };

export function useSuggestion(id: string): { asked: Asked; ask: () => void; giveUp: () => void } {
  const { client } = useSession();
  const [asked, setAsked] = useState<Asked>({ phase: 'idle' });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const ask = (): void => {
    const own = new AbortController();
    stop.current = own;
    setAsked({ phase: 'asking' });
    client.call('alarms.suggest', { id }, { signal: own.signal }).then(
      suggestion => setAsked({ phase: 'answered', suggestion }),
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        setAsked(own.signal.aborted ? { phase: 'idle' } : { phase: 'failed', error });
      },
    );
  };
  return { asked, ask, giveUp: () => stop.current?.abort() };
}
