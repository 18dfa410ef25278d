/** Asks for the figures of a span while the page is on screen, and gives the question up when another span is wanted. */
import { useCallback, useEffect, useState } from 'react';
import type { AlarmPerformance } from '../../../../shared/model/alarm-journal.ts';
import type { ErrorBody } from '../../../../shared/rpc/error.ts';
import { CallError } from '../../../host/call-book.ts';
import { useSession } from '../../../store/session.ts';

export interface PerformanceSpan {
  readonly from: number;
  readonly to: number;
  readonly areas?: readonly string[] | undefined;
}

export type PerformanceState =
  | { readonly phase: 'loading' | 'waiting' }
  | { readonly phase: 'failed'; readonly error: ErrorBody }
  | { readonly phase: 'ready'; readonly performance: AlarmPerformance };

/** Counts again when the link comes back, and by `again`. */
export function usePerformance({ from, to, areas }: PerformanceSpan): { state: PerformanceState; again: () => void } {
  const { client } = useSession();
  const [state, setState] = useState<PerformanceState>({ phase: 'loading' });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound(count => count + 1), []);
  const wanted = areas?.join('\n');
  useEffect(() => client.onConnected(again), [client, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is the wish to ask again
  useEffect(() => {
    const stop = new AbortController();
    setState({ phase: 'loading' });
    const input = { from, to, ...(wanted === undefined ? {} : { areas: wanted === '' ? [] : wanted.split('\n') }) };
    client.call('alarms.performance', input, { signal: stop.signal }).then(
      performance => setState({ phase: 'ready', performance }),
      (error: unknown) => {
        if (!(error instanceof CallError)) throw error;
        if (stop.signal.aborted) return;
        const { body } = error;
        setState(body.code === 'link-lost' ? { phase: 'waiting' } : { phase: 'failed', error: body });
      },
    );
    return () => stop.abort();
  }, [client, from, to, wanted, round]);
  return { state, again };
}
