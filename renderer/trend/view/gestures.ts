/** What a hand does on the plots: drag pans, the wheel zooms about the pointer, a double click steps back, the pointer is the cursor. */
import type { TrendBoard } from '../board/trend-board.ts';
import { type Follow, showing, windowOf, zoomed } from '../time/follow.ts';

/** One notch of a wheel; a trackpad gives fractions of it. */
const NOTCH_PX = 100;
const ZOOM_PER_NOTCH = 1.25;
/** Lines and pages of wheels that do not count in pixels. */
const WHEEL_UNIT_PX = [1, 33, 400] as const;
/** A press that moves less than this is a click. */
const DRAG_PX = 4;

interface Drag {
  readonly pointer: number;
  readonly x: number;
  readonly follow: Follow;
  /** The window when the hand came down: each move counts from there, so that nothing adds up. */
  readonly window: { readonly from: number; readonly to: number };
  readonly msPerPx: number;
  isMoved: boolean;
}

/** Listens on `host` until the function that is returned is called. */
export function followHand(board: TrendBoard, host: HTMLElement): () => void {
  const end = new AbortController();
  const { signal } = end;
  // Asked for when the pointer comes, not at each of its moves: with a page that has just changed the answer costs a layout.
  let left = host.getBoundingClientRect().left;
  const measure = (): void => {
    left = host.getBoundingClientRect().left;
  };
  const xIn = (event: MouseEvent): number => event.clientX - left;
  let drag: Drag | null = null;

  host.addEventListener('pointerenter', measure, { signal });
  window.addEventListener('resize', measure, { signal });
  window.addEventListener('scroll', measure, { signal, capture: true });
  host.addEventListener('wheel', event => zoomByWheel(board, event, xIn(event)), { signal, passive: false });
  host.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0 || drag !== null) return;
      host.setPointerCapture(event.pointerId);
      drag = startDrag(board, event.pointerId, event.clientX);
    },
    { signal },
  );
  host.addEventListener(
    'pointermove',
    event => {
      board.touched();
      board.setCursor(xIn(event));
      if (drag?.pointer === event.pointerId) pan(board, drag, event.clientX);
    },
    { signal },
  );
  const lift = (event: PointerEvent): void => {
    if (drag?.pointer !== event.pointerId) return;
    drag = null;
  };
  host.addEventListener('pointerup', lift, { signal });
  host.addEventListener('pointercancel', lift, { signal });
  host.addEventListener(
    'pointerleave',
    event => {
      // A finger that is lifted leaves the cursor where it was.
      if (event.pointerType !== 'touch') board.setCursor(null);
    },
    { signal },
  );
  host.addEventListener('dblclick', () => board.stepBack(), { signal });
  return () => end.abort();
}

function startDrag(board: TrendBoard, pointer: number, x: number): Drag {
  const { follow } = board;
  return { pointer, x, follow, window: windowOf(follow, board.moment().now), msPerPx: board.msPerPx(), isMoved: false };
}

function pan(board: TrendBoard, drag: Drag, x: number): void {
  const byPx = x - drag.x;
  if (!drag.isMoved && Math.abs(byPx) < DRAG_PX) return;
  drag.isMoved = true;
  const byMs = byPx * drag.msPerPx;
  const { from, to } = drag.window;
  board.move((_, moment) => showing(drag.follow, { from: from - byMs, to: to - byMs }, moment));
}

function zoomByWheel(board: TrendBoard, event: WheelEvent, x: number): void {
  event.preventDefault();
  const unit = WHEEL_UNIT_PX[event.deltaMode] ?? 1;
  const notches = Math.max(-3, Math.min(3, (event.deltaY * unit) / NOTCH_PX));
  if (notches === 0) return;
  const about = board.timeAt(x);
  board.move((follow, moment) => zoomed(follow, { factor: ZOOM_PER_NOTCH ** notches, about }, moment));
}
