/** Draws the whole board, back to front. A frame draws from what is loaded and waits for nothing. */
import { type DrawnLane, paintLanes } from '../lanes/paint-lanes.ts';
import { clipped, type Drawing, type DrawnPlot, endOfLine, textStyle, xOf, yOf } from './drawing.ts';
import {
  type MarkedSpan,
  paintAxis,
  paintGround,
  paintLimitLabels,
  paintLimits,
  paintMarks,
  paintTimeAxis,
  paintUnread,
} from './paint-frame.ts';
import { type GapWords, paintHatches, paintWords, shareOf } from './paint-gaps.ts';
import { paintBeneath, paintLine, paintRings } from './paint-line.ts';
import { AXIS } from './plot-layout.ts';
import type { TimeTick } from './time-ticks.ts';

export interface BoardPicture {
  readonly plots: readonly DrawnPlot[];
  readonly ticks: readonly TimeTick[];
  readonly marks: readonly MarkedSpan[];
  readonly words: GapWords;
  /** What has been read, epoch ms; null before the first answer. */
  readonly read: { readonly from: number; readonly to: number } | null;
  readonly lanes: readonly DrawnLane[];
}

export function paintBoard(drawing: Drawing, picture: BoardPicture): void {
  const { plots, ticks, marks, read } = picture;
  const unread = unreadSpans(drawing, read);
  for (const plot of plots) {
    paintGround(drawing, plot, ticks);
    paintUnread(drawing, plot.box, unread);
    plot.axes.forEach((_, index) => paintAxis(drawing, plot, index));
    paintLimits(drawing, plot);
    paintPens(drawing, plot, picture.words);
    paintDigits(drawing, plot);
  }
  paintLanes(drawing, picture.lanes);
  paintMarks(drawing, marks);
  paintTimeAxis(drawing, ticks);
}

/** Left and right of what has been read, in px. */
function unreadSpans(drawing: Drawing, read: BoardPicture['read']): readonly (readonly [number, number])[] {
  if (read === null) return [];
  return [
    [Number.NEGATIVE_INFINITY, xOf(drawing, read.from)],
    [xOf(drawing, read.to), Number.POSITIVE_INFINITY],
  ];
}

const penList = ({ axes }: DrawnPlot) => axes.flatMap(({ pens, ends }) => pens.map(pen => ({ pen, ends })));

function paintPens(drawing: Drawing, plot: DrawnPlot, words: GapWords): void {
  const { box } = plot;
  const pens = penList(plot);
  clipped(drawing.ctx, box, () => {
    pens.forEach(({ pen }, i) => paintHatches(drawing, pen, shareOf(box, i, pens.length)));
    for (const { pen, ends } of pens) paintBeneath(drawing, pen, { box, ends });
    for (const { pen, ends } of pens) paintLine(drawing, pen, { box, ends });
    drawing.dense?.flush(drawing.ctx);
    for (const { pen, ends } of pens) paintRings(drawing, pen, { box, ends });
    const taken = [...paintLimitLabels(drawing, plot)];
    pens.forEach(({ pen }, i) => {
      taken.push(...paintWords(drawing, pen, { box: shareOf(box, i, pens.length), words, taken }));
    });
  });
}

const DIGIT = 18;
/** Between a plot without an axis on its right and the digits, px. */
const DIGIT_GAP = 8;

/** The digit of each pen at the end of its line, pushed apart where lines end together. */
function paintDigits(drawing: Drawing, plot: DrawnPlot): void {
  const { ctx, inks, layout } = drawing;
  const { box, axes } = plot;
  const size = DIGIT * layout.scale;
  const right = Math.floor(axes.length / 2);
  const x = box.left + box.width + (right > 0 ? right * AXIS : DIGIT_GAP) * layout.scale;
  const places = penList(plot)
    .map(({ pen, ends }) => ({ slot: pen.slot, y: yOf(box, ends, endOfLine(pen, drawing.view)) }))
    .filter(({ y }) => Number.isFinite(y))
    .toSorted((a, b) => a.y - b.y);
  let top = box.top;
  places.forEach(({ slot, y }, i) => {
    const lowest = box.top + box.height - (places.length - i) * size;
    top = Math.min(lowest, Math.max(top, y - size / 2));
    ctx.fillStyle = inks.pens[slot] ?? inks.text;
    ctx.fillRect(x, top, size, size);
    textStyle(drawing, inks.inverse, 700);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(String(slot + 1), x + size / 2, top + size / 2 + 0.5);
    top += size + 1;
  });
}
