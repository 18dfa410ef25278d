/**
 * Asks a question that changes while nobody waits for each answer: of all that is wanted within a while the newest, and one on the way
 * at a time. A wish that failed is asked again, unless there is a newer one. Owns no data.
 */
import { CallError } from '../../host/call-book.ts';
import type { ClientTimers } from '../../host/timers.ts';

interface LatestOptions<W, A> {
  /** Rejects with `CallError`. */
  readonly ask: (wish: W) => Promise<A>;
  readonly timers: Pick<ClientTimers, 'after'>;
  /** From the first wish to the question, ms: what is wanted meanwhile takes its place. */
  readonly restMs: number;
  readonly onAnswer: (wish: W, answer: A) => void;
}

export interface Latest<W> {
  want(wish: W): void;
  /** Forgets what is wanted; what is on the way is not told any more. */
  drop(): void;
}

const RETRY_MS = 2_000;

export function createLatest<W, A>({ ask, timers, restMs, onAnswer }: LatestOptions<W, A>): Latest<W> {
  let waiting: { readonly wish: W } | null = null;
  let isBusy = false;
  let round = 0;
  let cancel: (() => void) | null = null;

  const soon = (delayMs: number): void => {
    cancel ??= timers.after(delayMs, () => {
      cancel = null;
      void next();
    });
  };
  const next = async (): Promise<void> => {
    if (waiting === null || isBusy) return;
    const { wish } = waiting;
    const own = round;
    waiting = null;
    isBusy = true;
    let again = restMs;
    try {
      const answer = await ask(wish);
      if (own === round) onAnswer(wish, answer);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (own === round) waiting ??= { wish };
      again = RETRY_MS;
    } finally {
      isBusy = false;
    }
    if (waiting !== null) soon(again);
  };
  return {
    want: wish => {
      waiting = { wish };
      if (!isBusy) soon(restMs);
    },
    drop: () => {
      round += 1;
      waiting = null;
      cancel?.();
      cancel = null;
    },
  };
}
