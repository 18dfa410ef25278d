/** The canvas of the plots with what lies over it: flags of the cursors, the card of a mark, words where there is nothing to draw. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useObservable, useTexts } from '../../store/session.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { LaneCard } from '../lanes/lane-card.tsx';
import type { LaneGroup } from '../lanes/lane-groups.ts';
import { CursorFlags } from './cursor-flags.tsx';
import { followHand } from './gestures.ts';

interface PlotsProps {
  readonly board: TrendBoard;
  readonly hasPens: boolean;
  /** A plain drag draws a box. */
  readonly isBoxing: boolean;
  /** Over the canvas, beneath what is said of it. */
  readonly children?: ReactNode;
}

export function Plots({ board, hasPens, isBoxing, children }: PlotsProps): ReactNode {
  const { texts } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const boxing = useRef(isBoxing);
  const card = useObservable(board.card);
  const view = useObservable(board.view);
  useEffect(() => {
    boxing.current = isBoxing;
  }, [isBoxing]);
  useEffect(() => {
    if (canvas.current === null || host.current === null || cursor.current === null) return undefined;
    const elements = { host: host.current, canvas: canvas.current, cursor: cursor.current };
    const onMark = ({ x, y }: { readonly x: number; readonly y: number }): boolean => {
      const group = markAt(board, x, y);
      board.card.set(group);
      return group !== null;
    };
    return startBoard(board, elements, { isBoxing: () => boxing.current, onMark });
  }, [board]);
  const [alarms, actions] = board.drawn?.picture.lanes ?? [];
  const count = (groups: readonly LaneGroup[] = []): number => groups.reduce((sum, { marks }) => sum + marks.length, 0);
  return (
    <div
      className={isBoxing ? 'trends-plots is-boxing' : 'trends-plots'}
      ref={host}
      tabIndex={0}
      role="group"
      aria-label={texts.trends.plots}
      data-testid="trend-plots"
      data-state={view?.state}
      data-from={view?.window.from}
      data-to={view?.window.to}
      data-plots={board.drawn?.picture.plots.length}
      data-alarms={count(alarms?.groups)}
      data-actions={count(actions?.groups)}
    >
      <canvas ref={canvas} />
      <div className="trends-cursor" ref={cursor} aria-hidden="true" />
      {children}
      {view === null ? null : <CursorFlags board={board} view={view} />}
      {card === null ? null : (
        <LaneCard key={card.marks[0]?.time} board={board} group={card} onClose={() => board.card.set(null)} />
      )}
      {hasPens ? <LoadNote state={view?.state ?? 'loading'} /> : <p className="trends-note">{texts.trends.noPens}</p>}
    </div>
  );
}

/** The group of marks at a spot of the canvas. */
function markAt(board: TrendBoard, x: number, y: number): LaneGroup | null {
  const layout = board.view.get()?.layout ?? null;
  const at = layout?.lanes.findIndex(({ top, height }) => y >= top && y < top + height) ?? -1;
  if (layout === null || at < 0) return null;
  // Right of a mark stands its number, or what was done.
  const { scale } = layout;
  return board.markAt(x, at, { before: 10 * scale, after: (at === 0 ? 40 : 120) * scale });
}

interface Elements {
  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly cursor: HTMLElement;
}

type HandOptions = Parameters<typeof followHand>[2];

function startBoard(board: TrendBoard, { host, canvas, cursor }: Elements, options: HandOptions): () => void {
  const measure = (): void =>
    board.resize({
      width: host.clientWidth,
      height: host.clientHeight,
      scale: Number.parseFloat(getComputedStyle(host).fontSize) / 12,
    });
  const stopBoard = board.start(canvas, cursor);
  const stopHand = followHand(board, host, options);
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
