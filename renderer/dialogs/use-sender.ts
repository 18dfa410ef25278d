/** Sends a command once, tells how it ended, and keeps the name for the next dialog once the station has taken it. */
import { useRef } from 'react';
import { CallError } from '../host/call-book.ts';
import type { CommandAction } from './command-form.ts';
import { useRememberWho } from './suggested-who.ts';

interface Sender {
  /** Whose command it is. */
  readonly who: string;
  /** Rejects with `CallError` when the command is refused or nobody answers. */
  readonly send: () => Promise<unknown>;
  readonly dispatch: (action: CommandAction) => void;
  readonly onDone: () => void;
}

/** The function to call when everything is filled in. A second press before the answer does nothing. */
export function useSender({ who, send, dispatch, onDone }: Sender): () => void {
  const isSending = useRef(false);
  const remember = useRememberWho();
  const run = async (): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    dispatch({ kind: 'send' });
    try {
      await send();
      remember(who.trim());
      onDone();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      dispatch({ kind: 'refused', error: error.body });
    } finally {
      isSending.current = false;
    }
  };
  return () => void run();
}
