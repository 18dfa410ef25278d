/**
 * The history of a browser's window, with what the browser itself does not tell: whether there is a step to go back or forth. Each
 * entry carries its number; the highest is kept for the time of the window, over reloads. A step back out of the program is none.
 */
import type { PlaceHistory } from '../store/place.ts';

const TOP_KEY = 'citygate.history';

interface Entry {
  readonly step: number;
}

const isEntry = (state: unknown): state is Entry =>
  typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number';

/** What is needed of the window. */
export interface HistoryWindow {
  readonly location: { readonly hash: string };
  readonly history: Pick<History, 'state' | 'pushState' | 'replaceState' | 'go'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
  addEventListener(kind: 'popstate', listener: () => void): void;
}

export function windowHistory(window: HistoryWindow): PlaceHistory {
  const { history } = window;
  const entered = (): number | null => (isEntry(history.state) ? history.state.step : null);
  // Storage may be forbidden: then a reload forgets what is ahead, and nothing else.
  const kept = guarded(() => window.sessionStorage.getItem(TOP_KEY));
  let at = entered() ?? 0;
  let top = entered() === null ? 0 : Math.max(at, Number(kept) || 0);
  const reach = (number: number): void => {
    at = number;
    top = number;
    guarded(() => window.sessionStorage.setItem(TOP_KEY, String(number)));
  };
  if (entered() === null) {
    reach(0);
    history.replaceState({ step: 0 }, '', window.location.hash);
  }
  return {
    hash: () => window.location.hash,
    push: hash => {
      reach(at + 1);
      history.pushState({ step: at }, '', hash);
    },
    replace: hash => history.replaceState({ step: at }, '', hash),
    reach: () => ({ back: at > 0, forward: at < top }),
    go: steps => history.go(steps),
    onMove: listener =>
      window.addEventListener('popstate', () => {
        const step = entered();
        // An address that was typed is an entry of its own without a number, and the last one.
        if (step === null) {
          reach(at + 1);
          history.replaceState({ step: at }, '', window.location.hash);
        } else at = step;
        listener();
      }),
  };
}

function guarded<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
