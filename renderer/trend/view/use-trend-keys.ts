/** Keys of the trend screen: what the hand does on the plots, without a hand. None of them while somebody types. */
import { type RefObject, useEffect } from 'react';
import { CallError } from '../../host/call-book.ts';
import { useSession } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { spanBetween } from '../cursors/cursors.ts';
import { nextMark } from '../lanes/lane-groups.ts';
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
    board.time.move((follow, moment) => {
      const about = board.cursors.time ?? windowOf(follow, moment.now).to;
      return zoomed(follow, { factor, about }, moment);
    });

const step =
  (direction: 1 | -1): Action =>
  (board, { shiftKey }) => {
    if (shiftKey) board.cursors.step(direction * CURSOR_PX);
    else {
      board.time.move((follow, moment) => {
        const { from, to } = windowOf(follow, moment.now);
        return panned(follow, direction * (to - from) * PAN_SHARE, moment);
      });
    }
  };

/** From alarm to alarm and from what one did to what the next did. */
const toMark =
  (direction: 1 | -1): Action =>
  board => {
    const { from, to } = board.time.window();
    const start = board.cursors.time ?? (direction > 0 ? from : to);
    const marks = board.marks.filter(({ time }) => time >= from && time <= to);
    const mark = nextMark(marks, start, direction);
    if (mark !== null) board.cursors.stepTo(mark.time);
  };

/** What lies between the cursors fills the plots. */
function zoomBetween(board: TrendBoard): void {
  const window = spanBetween(board.cursors.read);
  if (window !== null) board.time.zoomTo({ window, ends: new Map() });
}

/** A mark is as near as this to the cursor that came to it by a key, px. */
const MARK_PX = 12;

/** Opens the card of the mark at the cursor. */
function openMark(board: TrendBoard): void {
  const { time } = board.cursors;
  if (time === null) return;
  board.card.set(board.markAt(board.cursors.xOf(time), null, { before: MARK_PX, after: MARK_PX }));
}

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
  End: board => board.time.goLive(),
  z: board => board.time.stepBack(),
  c: board => board.cursors.put(),
  s: board => board.cursors.turn(),
  Delete: board => board.cursors.remove(null),
  o: zoomBetween,
  ',': toMark(-1),
  '.': toMark(1),
  Enter: openMark,
};

/** Enter presses what has the focus, if it can be pressed. */
const isPressed = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Enter' && target instanceof Element && target.closest('button, a, [role="dialog"], [role="menu"]') !== null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** Where a key leads to by a press on it. */
export interface KeyPlaces {
  readonly search: RefObject<HTMLInputElement | null>;
  readonly goTo: RefObject<HTMLButtonElement | null>;
  readonly compare: RefObject<HTMLButtonElement | null>;
  readonly plots: RefObject<HTMLButtonElement | null>;
  readonly pair: RefObject<HTMLButtonElement | null>;
}

const PRESSED: Readonly<Record<string, 'goTo' | 'compare' | 'plots' | 'pair'>> = {
  g: 'goTo',
  v: 'compare',
  l: 'plots',
  x: 'pair',
};

export function useTrendKeys(board: TrendBoard, places: KeyPlaces): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (session.dialog.get() !== null || event.isComposing || event.altKey) return;
      if (event.ctrlKey || event.metaKey || isTyping(event.target) || isPressed(event)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === '/') {
        event.preventDefault();
        places.search.current?.focus();
        return;
      }
      const pressed = PRESSED[key];
      if (pressed !== undefined) {
        event.preventDefault();
        places[pressed].current?.click();
        return;
      }
      const action = event.defaultPrevented ? undefined : ACTIONS[key];
      if (action === undefined) return;
      event.preventDefault();
      action(board, event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [board, places, session]);
}
