/** What the station streams to a component for as long as it is on screen. */
import { useEffect, useState } from 'react';
import type { InputOf, OutputOf, StreamName } from '../../shared/rpc/contract.ts';
import { useSession } from './session.ts';

/** Streams whose input is empty. */
type PlainStream = Extract<StreamName, 'presets' | 'annotations'>;

export interface Streamed<T> {
  /** Null before the first item. */
  readonly item: T | null;
  /** Items so far, those after a reconnect among them: something may have changed meanwhile. */
  readonly count: number;
}

/** The newest item. */
export function useStreamed<N extends PlainStream>(name: N): Streamed<OutputOf<N>> {
  const { client } = useSession();
  const [streamed, setStreamed] = useState<Streamed<OutputOf<N>>>({ item: null, count: 0 });
  useEffect(() => {
    const stream = client.open(name, {} as InputOf<N>, item =>
      setStreamed(({ count }) => ({ item, count: count + 1 })),
    );
    return () => stream.close();
  }, [client, name]);
  return streamed;
}
