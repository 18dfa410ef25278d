/** Lets tags be dropped on the plots: on the plot that is meant, or beside their like where there is none. Shows which one that is. */
import { type ReactNode, useMemo, useRef } from 'react';
import { useObservable, useSession } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import type { Box } from '../chart/plot-layout.ts';
import { slotOnPlot } from '../pens/pen-order.ts';
import type { Pens } from '../pens/use-pens.ts';
import { useDropZone } from './pen-drag-layer.tsx';

interface DropProps {
  readonly board: TrendBoard;
  readonly pens: Pens;
}

/** A plot that the hand is over. */
interface HitPlot {
  readonly box: Box;
  /** Places of its pens. */
  readonly slots: readonly number[];
}

export function PlotDrop({ board, pens }: DropProps): ReactNode {
  const zone = useRef<HTMLDivElement>(null);
  const drag = useObservable(useSession().drags.drag);
  const drop = useMemo(
    () => ({
      onDrop: (tag: string, at: { readonly x: number; readonly y: number }) => {
        const slots = plotAt(board, zone.current, at.y)?.slots ?? [];
        const isThere = slots.some(slot => pens.set[slot]?.tag === tag);
        const slot = isThere ? null : slotOnPlot(pens.set, slots);
        if (slot === null) pens.add(tag);
        else pens.place(tag, slot);
      },
    }),
    [board, pens],
  );
  useDropZone(zone, drop);
  const isOver = drag !== null && drag.over === zone.current;
  const box = isOver ? plotAt(board, zone.current, drag.y)?.box : undefined;
  return (
    <div ref={zone} className={drag === null ? 'plot-drop' : 'plot-drop is-open'} data-testid="plot-drop">
      {box === undefined ? null : (
        <div className="plot-over" style={{ left: box.left, top: box.top, width: box.width, height: box.height }} />
      )}
    </div>
  );
}

/** The plot under the hand, between two the nearer one. */
function plotAt(board: TrendBoard, zone: Element | null, y: number): HitPlot | null {
  const at = y - (zone?.getBoundingClientRect().top ?? 0);
  const far = ({ box }: { readonly box: Box }): number => Math.max(box.top - at, at - box.top - box.height, 0);
  const [plot] = (board.drawn?.picture.plots ?? []).toSorted((a, b) => far(a) - far(b));
  if (plot === undefined) return null;
  return { box: plot.box, slots: plot.axes.flatMap(({ pens }) => pens.map(({ slot }) => slot)) };
}
