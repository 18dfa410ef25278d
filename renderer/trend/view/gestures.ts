/**
 * What a hand does on the plots: drag pans, shift-drag draws a box to zoom to, a press puts a cursor, a drag on a cursor moves it, the
 * wheel zooms about the pointer, a double click steps back. A press on a mark of the lanes is handed on.
 */
import type { TrendBoard } from '../board/trend-board.ts';
import type { DrawnPlot } from '../chart/drawing.ts';
import type { CursorName, Cursors } from '../cursors/cursors.ts';
import { type Follow, showing, zoomed } from '../time/follow.ts';
import { boxBetween, boxZoom, plotAt, type Spot } from '../zoom/box-zoom.ts';

/** One notch of a wheel; a trackpad gives fractions of it. */
const NOTCH_PX = 100;
const ZOOM_PER_NOTCH = 1.25;
/** Lines and pages of wheels that do not count in pixels. */
const WHEEL_UNIT_PX = [1, 33, 400] as const;
/** A press that moves less than this is a click. */
const DRAG_PX = 4;
/** A cursor is taken by a hand that comes down so near, px. */
const REACH_PX = 6;
const TOUCH_REACH_PX = 22;

interface Drag {
  readonly pointer: number;
  readonly from: Spot;
  readonly act: (at: Spot) => void;
  readonly end: (at: Spot) => void;
  isMoved: boolean;
}

interface HandOptions {
  /** True while a plain drag draws a box, as with shift held: for hands without a keyboard. */
  readonly isBoxing: () => boolean;
  /** True where `at` was a mark of the lanes. */
  readonly onMark: (at: Spot) => boolean;
}

/** Listens on `host` until the function that is returned is called. */
export function followHand(board: TrendBoard, host: HTMLElement, options: HandOptions): () => void {
  const end = new AbortController();
  const { signal } = end;
  // Asked for when the pointer comes, not at each of its moves: with a page that has just changed the answer costs a layout.
  let origin = host.getBoundingClientRect();
  const measure = (): void => {
    origin = host.getBoundingClientRect();
  };
  const spotOf = (event: MouseEvent): Spot => ({ x: event.clientX - origin.left, y: event.clientY - origin.top });
  let drag: Drag | null = null;
  /** Where a press that was no drag came down; what it means is known with the click, which counts presses. */
  let pressed: Spot | null = null;
  /** Before the presses of what becomes a double click: those were not meant. */
  let before: Cursors | null = null;

  host.addEventListener('pointerenter', measure, { signal });
  window.addEventListener('resize', measure, { signal });
  window.addEventListener('scroll', measure, { signal, capture: true });
  host.addEventListener('wheel', event => zoomByWheel(board, event, spotOf(event).x), { signal, passive: false });
  host.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0 || drag !== null || isControl(event.target)) return;
      measure();
      host.setPointerCapture(event.pointerId);
      drag = startDrag(board, event, { at: spotOf(event), isBoxing: event.shiftKey || options.isBoxing() });
    },
    { signal },
  );
  host.addEventListener(
    'pointermove',
    event => {
      const at = spotOf(event);
      board.time.touched();
      board.cursors.point(at.x);
      if (drag?.pointer !== event.pointerId) return;
      if (!drag.isMoved && Math.hypot(at.x - drag.from.x, at.y - drag.from.y) < DRAG_PX) return;
      drag.isMoved = true;
      drag.act(at);
    },
    { signal },
  );
  host.addEventListener(
    'pointerup',
    event => {
      if (drag?.pointer !== event.pointerId) return;
      const done = drag;
      drag = null;
      pressed = done.isMoved ? null : done.from;
      if (done.isMoved) done.end(spotOf(event));
    },
    { signal },
  );
  host.addEventListener(
    'click',
    event => {
      const at = pressed;
      pressed = null;
      if (at === null) return;
      if (event.detail <= 1) before = board.cursors.all;
      if (!options.onMark(at)) press(board, at);
    },
    { signal },
  );
  host.addEventListener(
    'pointercancel',
    event => {
      if (drag?.pointer !== event.pointerId) return;
      drag = null;
      board.showBox(null);
    },
    { signal },
  );
  host.addEventListener(
    'pointerleave',
    event => {
      // A finger that is lifted leaves the cursor where it was.
      if (event.pointerType !== 'touch') board.cursors.point(null);
    },
    { signal },
  );
  host.addEventListener(
    'dblclick',
    event => {
      if (isControl(event.target)) return;
      if (before !== null) board.cursors.set(before);
      board.time.stepBack();
    },
    { signal },
  );
  return () => end.abort();
}

const isControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, [role="dialog"]') !== null;

/** Puts a cursor where a plot was pressed, or the flags over it. */
function press(board: TrendBoard, { x, y }: Spot): void {
  const plots = board.drawn?.picture.plots ?? [];
  const [first, last] = [plots[0]?.box, plots.at(-1)?.box];
  if (first === undefined || last === undefined) return;
  const isAcross = x >= first.left && x <= first.left + first.width;
  if (isAcross && y <= last.top + last.height) board.cursors.put(board.cursors.timeAt(x));
}

interface DragStart {
  readonly at: Spot;
  readonly isBoxing: boolean;
}

function startDrag(board: TrendBoard, { pointerId, pointerType }: PointerEvent, { at, isBoxing }: DragStart): Drag {
  const start = { pointer: pointerId, from: at, isMoved: false };
  if (isBoxing) return { ...start, ...boxing(board, at) };
  const cursor = board.cursors.near(at.x, pointerType === 'touch' ? TOUCH_REACH_PX : REACH_PX);
  if (cursor !== null) return { ...start, ...holding(board, cursor) };
  return { ...start, ...panning(board, at) };
}

type Acts = Pick<Drag, 'act' | 'end'>;

const NOTHING = (): void => undefined;

function panning(board: TrendBoard, from: Spot): Acts {
  // The window when the hand came down: each move counts from there, so that nothing adds up.
  const follow: Follow = board.follow;
  const window = board.time.window();
  const msPerPx = board.msPerPx();
  return {
    act: at => {
      const byMs = (at.x - from.x) * msPerPx;
      board.time.move((_, moment) => showing(follow, { from: window.from - byMs, to: window.to - byMs }, moment));
    },
    end: NOTHING,
  };
}

const holding = (board: TrendBoard, cursor: CursorName): Acts => ({
  act: at => board.cursors.hold(cursor, at.x),
  end: NOTHING,
});

/** Of the plot as it was when the hand came down: live goes on meanwhile. */
function boxing(board: TrendBoard, from: Spot): Acts {
  const plot: DrawnPlot | null = plotAt(board.drawn?.picture.plots ?? [], from.y);
  const view = board.time.window();
  if (plot === null) return { act: NOTHING, end: NOTHING };
  return {
    act: at => board.showBox(boxBetween(from, at, plot.box)),
    end: at => {
      board.showBox(null);
      board.time.zoomTo(boxZoom(boxBetween(from, at, plot.box), plot, view));
    },
  };
}

function zoomByWheel(board: TrendBoard, event: WheelEvent, x: number): void {
  event.preventDefault();
  const unit = WHEEL_UNIT_PX[event.deltaMode] ?? 1;
  const notches = Math.max(-3, Math.min(3, (event.deltaY * unit) / NOTCH_PX));
  if (notches === 0) return;
  const about = board.cursors.timeAt(x);
  board.time.move((follow, moment) => zoomed(follow, { factor: ZOOM_PER_NOTCH ** notches, about }, moment));
}
