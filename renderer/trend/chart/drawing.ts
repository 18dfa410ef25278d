/**
 * What every part of the board is drawn with: canvas, colours, the mapping of time and value to pixels. The board draws by itself:
 * a chart library wants one column of times for all lines of a plot, and pens of different periods would have to be joined into
 * one for every answer; its ticks are those of the computer's zone and not the station's.
 */
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { LineBuffer } from '../lines/line-buffer.ts';
import type { LiveTail } from '../lines/live-tail.ts';
import type { TimeWindow } from '../time/follow.ts';
import type { DenseLines } from './dense-lines.ts';
import type { Inks } from './inks.ts';
import type { BoardLayout, Box } from './plot-layout.ts';
import type { Ends } from './value-axis.ts';

/** One pen as it is drawn now. */
export interface DrawnPen {
  /** Place, 0 … 7: digit and colour. */
  readonly slot: number;
  readonly tag: TagDefinition;
  readonly isStepped: boolean;
  readonly line: LineBuffer;
  readonly tail: LiveTail | null;
  /** The same pen at the time it is compared with. */
  readonly compared?: LineBuffer | null;
  readonly setPoint?: DrawnSetPoint | null;
}

/** The set point of what a pen measures, over the same time. */
export interface DrawnSetPoint {
  readonly line: LineBuffer;
  readonly tail: LiveTail | null;
  readonly decimals: number;
}

/** Pens on one value axis. */
export interface DrawnAxis {
  /** The same as long as the same pens are on it. */
  readonly key: string;
  /** Its ends are those that a person has chosen. */
  readonly isZoomed: boolean;
  readonly pens: readonly DrawnPen[];
  readonly ends: Ends;
}

/** One plot of the board. */
export interface DrawnPlot {
  readonly box: Box;
  readonly axes: readonly DrawnAxis[];
}

export interface Drawing {
  readonly ctx: CanvasRenderingContext2D;
  readonly inks: Inks;
  readonly layout: BoardLayout;
  readonly view: TimeWindow;
  /** How much earlier what is compared lies, ms; null without a comparison. */
  readonly shiftMs: number | null;
  /** Takes dense lines off the canvas; left out: they are stroked as well. */
  readonly dense?: DenseLines;
  /** A hand moves the window: what is quick comes before what is fine. */
  readonly isMoving?: boolean;
}

export const xOf = ({ layout, view }: Drawing, time: number): number =>
  layout.left + ((time - view.from) / (view.to - view.from)) * layout.width;

/** The drawing of what lies `shiftMs` earlier, in the place of now. */
export const shifted = (drawing: Drawing, shiftMs: number): Drawing => ({
  ...drawing,
  view: { from: drawing.view.from - shiftMs, to: drawing.view.to - shiftMs },
});

export const yOf = ({ top, height }: Box, [low, high]: Ends, value: number): number =>
  top + height - ((value - low) / (high - low)) * height;

/** Runs `draw` with everything outside `box` left alone. */
export function clipped(ctx: CanvasRenderingContext2D, { left, top, width, height }: Box, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  draw();
  ctx.restore();
}

export function textStyle({ ctx, inks, layout }: Drawing, ink: string, weight: 400 | 700 = 400): void {
  ctx.font = `${weight} ${12 * layout.scale}px ${inks.font}`;
  ctx.fillStyle = ink;
}

/** Last value of a line in view; NaN without any. */
export function endOfLine({ line, tail }: Pick<DrawnPen, 'line' | 'tail'>, view: TimeWindow): number {
  if (tail !== null && tail.time <= view.to) return tail.value;
  for (let i = line.length - 1; i >= 0; i--) {
    const value = line.v[i] ?? Number.NaN;
    if ((line.t[i] ?? 0) <= view.to && !Number.isNaN(value)) return value;
    if ((line.t[i] ?? 0) < view.from) break;
  }
  return Number.NaN;
}
