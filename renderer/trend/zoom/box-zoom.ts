/** From a box that was drawn over a plot to the window and the ends of the value axes that it means. Pure; px of the canvas. */
import type { Box } from '../chart/plot-layout.ts';
import type { Ends } from '../chart/value-axis.ts';
import type { TimeWindow } from '../time/follow.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A plot as it was drawn when the hand came down. */
export interface BoxedPlot {
  readonly box: Box;
  readonly axes: readonly { readonly key: string; readonly ends: Ends }[];
}

/** Ends of value axes that a person has chosen, by the key of the axis. */
export type ZoomedEnds = ReadonlyMap<string, Ends>;

export interface BoxZoom {
  /** Null where the box is too narrow to mean a time. */
  readonly window: TimeWindow | null;
  /** Of each axis of the plot; empty where the box is too low to mean values. */
  readonly ends: ZoomedEnds;
}

/** What is smaller than this was not meant, px. */
const LEAST_PX = 8;

/** The plot that the hand came down in, or the nearest to it; null without plots. */
export function plotAt<P extends { readonly box: Box }>(plots: readonly P[], y: number): P | null {
  const distance = ({ box: { top, height } }: P): number => Math.max(top - y, 0, y - top - height);
  return plots.reduce<P | null>((best, plot) => (best === null || distance(plot) < distance(best) ? plot : best), null);
}

/** The box between two spots, cut to its plot. */
export function boxBetween(a: Spot, b: Spot, { left, top, width, height }: Box): Box {
  const within = (value: number, from: number, size: number): number => Math.min(from + size, Math.max(from, value));
  const [x0, x1] = [within(a.x, left, width), within(b.x, left, width)].toSorted((p, q) => p - q);
  const [y0, y1] = [within(a.y, top, height), within(b.y, top, height)].toSorted((p, q) => p - q);
  const [fromX = left, toX = left, fromY = top, toY = top] = [x0, x1, y0, y1];
  return { left: fromX, top: fromY, width: toX - fromX, height: toY - fromY };
}

/** What `drawn` means in `plot` while `view` was shown. */
export function boxZoom(drawn: Box, plot: BoxedPlot, view: TimeWindow): BoxZoom {
  const { box, axes } = plot;
  const timeAt = (x: number): number => view.from + ((x - box.left) / box.width) * (view.to - view.from);
  const valueAt = ([low, high]: Ends, y: number): number => high - ((y - box.top) / box.height) * (high - low);
  const isWide = drawn.width >= LEAST_PX;
  const isHigh = drawn.height >= LEAST_PX;
  const zoomed = axes.map(({ key, ends }) => {
    const next: Ends = [valueAt(ends, drawn.top + drawn.height), valueAt(ends, drawn.top)];
    return [key, next] as const;
  });
  return {
    window: isWide ? { from: timeAt(drawn.left), to: timeAt(drawn.left + drawn.width) } : null,
    ends: new Map(isHigh ? zoomed : []),
  };
}
