/** Keys of the trend screen: what the hand does on the plots, without a hand. None of them while somebody types. */
import { type RefObject, useEffect } from 'react';
import { CallError } from '../../host/call-book.ts';
import { useSession } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { panned, windowOf, zoomed } from '../time/follow.ts';

/** Of the window a press. */
const PAN_SHARE = 0.1;
const ZOOM = 1.5;
/** CSS px a press moves the cursor by. */
const CURSOR_PX = 4;

type Action = (board: TrendBoard, event: KeyboardEvent) => void;

/** The cursor stays where it is; without one the right end does, so that live stays live. */
const zoom =
  (factor: number): Action =>
  board =>
    board.move((follow, moment) => {
      const about = board.cursorTime ?? windowOf(follow, moment.now).to;
      return zoomed(follow, { factor, about }, moment);
    });

const step =
  (direction: 1 | -1): Action =>
  (board, { shiftKey }) => {
    if (shiftKey) board.moveCursor(direction * CURSOR_PX);
    else {
      board.move((follow, moment) => {
        const { from, to } = windowOf(follow, moment.now);
        return panned(follow, direction * (to - from) * PAN_SHARE, moment);
      });
    }
  };

async function goOldest(board: TrendBoard): Promise<void> {
  try {
    await board.goOldest();
  } catch (error) {
    // Where nothing can be read the board says so by itself.
    if (!(error instanceof CallError)) throw error;
  }
}

const ACTIONS: Readonly<Record<string, Action>> = {
  ArrowLeft: step(-1),
  ArrowRight: step(1),
  '+': zoom(1 / ZOOM),
  '=': zoom(1 / ZOOM),
  '-': zoom(ZOOM),
  Home: board => void goOldest(board),
  End: board => board.goLive(),
  z: board => board.stepBack(),
  Z: board => board.stepBack(),
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

interface Places {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly goTo: RefObject<HTMLButtonElement | null>;
}

export function useTrendKeys(board: TrendBoard, { search, goTo }: Places): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.isComposing || event.altKey) return;
      if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.key === '/') {
        event.preventDefault();
        search.current?.focus();
        return;
      }
      if (event.key.toLowerCase() === 'g') {
        event.preventDefault();
        goTo.current?.click();
        return;
      }
      const action = event.defaultPrevented ? undefined : ACTIONS[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action(board, event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [board, search, goTo, session]);
}
