/**
 * Asks for history while a hand moves: the newest wish at most every 100 ms, or as rarely as is said with it, two questions on the way
 * at most, an answer that is older than what is shown dropped. A wish that failed is tried again by itself. Owns no data; answers are handed on.
 */
import type { TrendSeries } from '../../../shared/model/history.ts';
import { CallError } from '../../host/call-book.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { Loaded } from './data-window.ts';

/** A question: these tags over this window. */
export interface TrendWish extends Loaded {
  readonly tags: readonly string[];
}

export interface TrendLoader {
  /** Asks as soon as may be, `betweenMs` after the question before; a wish that still waits is forgotten. */
  want(wish: TrendWish, betweenMs?: number): void;
  /** What still waits may be asked as soon as usual. */
  hurry(): void;
  /** True until every question that was wanted has its answer. */
  isBusy(): boolean;
  stop(): void;
}

interface LoaderOptions {
  /** Rejects with `CallError`. */
  readonly read: (wish: TrendWish) => Promise<readonly TrendSeries[]>;
  readonly timers: Pick<ClientTimers, 'now' | 'after'>;
  readonly onAnswer: (wish: TrendWish, series: readonly TrendSeries[]) => void;
  /** Told with the reason when a question fails, with null when one is answered again. */
  readonly onTrouble: (error: CallError | null) => void;
}

/** A hand moves for longer than this between two questions without anybody seeing the difference. */
const BETWEEN_MS = 100;
/** One more than one: a slow answer does not hold up the wish that came after it. */
const MOST_ON_THE_WAY = 2;
const RETRY_MS = 1_000;

export function createTrendLoader({ read, timers, onAnswer, onTrouble }: LoaderOptions): TrendLoader {
  let waiting: TrendWish | null = null;
  let spacingMs = BETWEEN_MS;
  let askedAt = Number.NEGATIVE_INFINITY;
  let onTheWay = 0;
  let lastAsked = 0;
  let lastShown = 0;
  let isStopped = false;
  let cancel: (() => void) | null = null;

  const later = (delayMs: number): void => {
    cancel?.();
    cancel = timers.after(delayMs, () => {
      cancel = null;
      next();
    });
  };
  const next = (): void => {
    if (waiting === null || isStopped || onTheWay >= MOST_ON_THE_WAY) return;
    const waitMs = askedAt + spacingMs - timers.now();
    if (waitMs > 0) later(waitMs);
    else {
      const wish = waiting;
      waiting = null;
      askedAt = timers.now();
      void ask(wish, ++lastAsked);
    }
  };
  const ask = async (wish: TrendWish, number: number): Promise<void> => {
    onTheWay += 1;
    try {
      const series = await read(wish);
      if (isStopped) return;
      if (number > lastShown) {
        lastShown = number;
        onAnswer(wish, series);
      }
      onTrouble(null);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (isStopped) return;
      onTrouble(error);
      if (number === lastAsked) waiting ??= wish;
      askedAt = timers.now() + RETRY_MS - BETWEEN_MS;
    } finally {
      onTheWay -= 1;
      next();
    }
  };
  return {
    want: (wish, betweenMs = BETWEEN_MS) => {
      waiting = wish;
      spacingMs = betweenMs;
      next();
    },
    hurry: () => {
      if (spacingMs === BETWEEN_MS) return;
      spacingMs = BETWEEN_MS;
      next();
    },
    isBusy: () => waiting !== null || onTheWay > 0,
    stop: () => {
      isStopped = true;
      waiting = null;
      cancel?.();
    },
  };
}
