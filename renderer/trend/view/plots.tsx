/** The canvas of the plots with what lies over it: the flag of the cursor and words where there is nothing to draw. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { followHand } from './gestures.ts';
import { cursorText } from './time-texts.ts';

interface PlotsProps {
  readonly board: TrendBoard;
  readonly hasPens: boolean;
  /** Over the canvas, beneath what is said of it. */
  readonly children?: ReactNode;
}

export function Plots({ board, hasPens, children }: PlotsProps): ReactNode {
  const { texts } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const view = useObservable(board.view);
  useEffect(() => {
    if (canvas.current === null || host.current === null || cursor.current === null) return undefined;
    return startBoard(board, { host: host.current, canvas: canvas.current, cursor: cursor.current });
  }, [board]);
  return (
    <div
      className="trends-plots"
      ref={host}
      tabIndex={0}
      role="group"
      aria-label={texts.trends.plots}
      data-testid="trend-plots"
      data-state={view?.state}
      data-from={view?.window.from}
      data-to={view?.window.to}
    >
      <canvas ref={canvas} />
      <div className="trends-cursor" ref={cursor} aria-hidden="true" />
      {children}
      {view?.cursor ? <CursorFlag view={view} now={board.moment().now} /> : null}
      {hasPens ? <LoadNote state={view?.state ?? 'loading'} /> : <p className="trends-note">{texts.trends.noPens}</p>}
    </div>
  );
}

interface Elements {
  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly cursor: HTMLElement;
}

function startBoard(board: TrendBoard, { host, canvas, cursor }: Elements): () => void {
  const measure = (): void =>
    board.resize({
      width: host.clientWidth,
      height: host.clientHeight,
      scale: Number.parseFloat(getComputedStyle(host).fontSize) / 12,
    });
  const stopBoard = board.start(canvas, cursor);
  const stopHand = followHand(board, host);
  const observer = new ResizeObserver(measure);
  observer.observe(host);
  measure();
  // The font comes after the page; texts drawn before it would stay as they are.
  void document.fonts.ready.then(() => board.redraw());
  return () => {
    observer.disconnect();
    stopHand();
    stopBoard();
  };
}

function LoadNote({ state }: { readonly state: BoardView['state'] }): ReactNode {
  const { texts } = useTexts();
  if (state === 'ready') return null;
  return <p className="trends-note">{state === 'failed' ? texts.trends.failed : texts.trends.loading}</p>;
}

/** Over the cursor: its letter and its time. */
function CursorFlag({ view, now }: { readonly view: BoardView; readonly now: number }): ReactNode {
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  if (view.cursor === null) return null;
  return (
    <div className="trends-flag" style={{ left: view.cursor.x }} data-testid="trend-cursor-time">
      <b>A</b> {cursorText(view.cursor.time, view.window, { timeZone, now })}
    </div>
  );
}
