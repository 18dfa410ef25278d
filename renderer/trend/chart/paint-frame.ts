/** What stands behind the lines: plots, grids, value and time axes, limits, the strip that says where data come from. */
import { formatNumber } from '../../../shared/units/format.ts';
import { sideOf } from '../plots/plot-plan.ts';
import { clipped, type Drawing, type DrawnAxis, type DrawnPlot, endOfLine, textStyle, xOf, yOf } from './drawing.ts';
import { LIMITS_BY_WEIGHT, placeLabels } from './limit-labels.ts';
import type { PenPlace } from './paint-line.ts';
import { AXIS, type Box } from './plot-layout.ts';
import type { TimeTick } from './time-ticks.ts';
import { axisTicks } from './value-axis.ts';

const TICK_SPACE = 34;
/** Of the line of the unit and half a number below it. */
const UNIT_HEIGHT = 21;
/** Numbers nearer to each other than this touch. */
const LEAST_TICK = 14;

export function paintGround(drawing: Drawing, { box }: DrawnPlot, ticks: readonly TimeTick[]): void {
  const { ctx, inks } = drawing;
  ctx.fillStyle = inks.raise;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(box.left, box.top, box.width, box.height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = inks.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const { time } of ticks) {
    const x = crisp(xOf(drawing, time));
    ctx.moveTo(x, box.top);
    ctx.lineTo(x, box.top + box.height);
  }
  ctx.rect(crisp(box.left), crisp(box.top), box.width, box.height);
  ctx.stroke();
}

/** A line of one pixel lies on one row or column of them. */
const crisp = (pixel: number): number => Math.round(pixel) + 0.5;

/** What has not been read yet is neither a gap nor nothing: it is shaded until it is there. */
export function paintUnread({ ctx, inks }: Drawing, box: Box, spans: readonly (readonly [number, number])[]): void {
  ctx.fillStyle = inks.sunk;
  for (const [left, right] of spans) {
    const from = Math.max(box.left, left);
    const to = Math.min(box.left + box.width, right);
    if (to > from) ctx.fillRect(from, box.top, to - from, box.height);
  }
}

export function paintAxis(drawing: Drawing, { box, axes }: DrawnPlot, index: number): void {
  const axis = axes[index];
  if (axis === undefined) return;
  const { ctx, inks, layout } = drawing;
  const { isLeft, order } = sideOf(index);
  // The unit has the first place of the axis.
  const { values, labelled, decimals } = axisTicks(axis.ends, {
    height: box.height,
    space: TICK_SPACE * layout.scale,
    taken: UNIT_HEIGHT * layout.scale,
    least: LEAST_TICK * layout.scale,
  });
  const edge = isLeft ? box.left - order * AXIS * layout.scale : box.left + box.width + order * AXIS * layout.scale;
  const x = edge + (isLeft ? -8 : 8) * layout.scale;
  // An axis of several pens is in no ink: it is that of all of them.
  const ink = axes.length > 1 && axis.pens.length === 1 ? penInk(drawing, axis) : inks.muted;
  if (order > 0) axisLine(drawing, { x: edge, box, ink });
  if (axis.isZoomed) axisLine(drawing, { x: edge, box, ink: inks.select, width: 3 });
  textStyle(drawing, ink);
  ctx.textAlign = isLeft ? 'right' : 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(axisTitle(axis, axes.length), x, box.top + 8 * layout.scale);
  for (const value of labelled) ctx.fillText(formatNumber(value, decimals), x, yOf(box, axis.ends, value));
  if (index === 0) for (const value of values) rule(drawing, box, yOf(box, axis.ends, value));
}

/** The unit; where a plot has more than two axes, with the digits of its pens before it. */
function axisTitle({ pens }: DrawnAxis, axes: number): string {
  const unit = pens[0]?.tag.unit ?? '';
  return axes <= 2 ? unit : `${pens.map(({ slot }) => slot + 1).join(' ')} ${unit}`.trim();
}

interface AxisLine {
  readonly x: number;
  readonly box: Box;
  readonly ink: string;
  readonly width?: number;
}

function axisLine({ ctx, layout }: Drawing, { x, box, ink, width = 1 }: AxisLine): void {
  ctx.strokeStyle = ink;
  ctx.lineWidth = width * layout.scale;
  ctx.beginPath();
  ctx.moveTo(crisp(x), box.top);
  ctx.lineTo(crisp(x), box.top + box.height);
  ctx.stroke();
}

function rule({ ctx, inks }: Drawing, box: Box, y: number): void {
  ctx.strokeStyle = inks.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(box.left, crisp(y));
  ctx.lineTo(box.left + box.width, crisp(y));
  ctx.stroke();
}

const penInk = ({ inks }: Drawing, axis: DrawnAxis): string => inks.pens[axis.pens[0]?.slot ?? 0] ?? inks.text;

export function paintTimeAxis(drawing: Drawing, ticks: readonly TimeTick[]): void {
  const { ctx, inks, layout } = drawing;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const { time, text, isDay } of ticks) {
    textStyle(drawing, isDay ? inks.text : inks.muted, isDay ? 700 : 400);
    ctx.fillText(text, xOf(drawing, time), layout.timeTop + 5 * layout.scale);
  }
}

interface SeenLimit {
  readonly name: (typeof LIMITS_BY_WEIGHT)[number] | 'SP';
  readonly y: number;
  readonly label: string;
}

/** Limits of the pens of a plot that are on its axes. */
function seenLimits({ box, axes }: DrawnPlot): readonly SeenLimit[] {
  return axes.flatMap(({ pens, ends }) =>
    pens.flatMap(({ slot, tag }) =>
      LIMITS_BY_WEIGHT.flatMap(name =>
        seenAt({ name, slot, value: tag.limits[name], decimals: tag.decimals }, { box, ends }),
      ),
    ),
  );
}

/** Set points of the pens as they are at the end of the window; the line of each is its own. */
function seenSetPoints({ view }: Drawing, { box, axes }: DrawnPlot): readonly SeenLimit[] {
  return axes.flatMap(({ pens, ends }) =>
    pens.flatMap(({ slot, setPoint = null }) => {
      if (setPoint === null) return [];
      const value = endOfLine(setPoint, view);
      return seenAt({ name: 'SP', slot, value, decimals: setPoint.decimals }, { box, ends });
    }),
  );
}

interface NamedLimit {
  readonly name: SeenLimit['name'];
  readonly slot: number;
  readonly value: number | undefined;
  readonly decimals: number;
}

function seenAt({ name, slot, value, decimals }: NamedLimit, { box, ends }: PenPlace): readonly SeenLimit[] {
  if (value === undefined || !(value >= ends[0] && value <= ends[1])) return [];
  return [{ name, y: yOf(box, ends, value), label: `${slot + 1} ${name} ${formatNumber(value, decimals)}` }];
}

/** L and H dashed, LL and HH solid. */
export function paintLimits({ ctx, inks, layout }: Drawing, plot: DrawnPlot): void {
  const { box } = plot;
  ctx.strokeStyle = inks.outline;
  for (const { name, y } of seenLimits(plot)) {
    ctx.lineWidth = (name.length === 1 ? 1 : 1.3) * layout.scale;
    ctx.setLineDash(name.length === 1 ? [6 * layout.scale, 4 * layout.scale] : []);
    ctx.beginPath();
    ctx.moveTo(box.left, y);
    ctx.lineTo(box.left + box.width, y);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** Digit of the pen, name and value of each limit and set point, over the lines. Tells where they stand. */
export function paintLimitLabels(drawing: Drawing, plot: DrawnPlot): readonly Box[] {
  const { ctx, inks, layout } = drawing;
  const { box } = plot;
  const height = LABEL_HEIGHT * layout.scale;
  const limits = [...seenLimits(plot), ...seenSetPoints(drawing, plot)];
  textStyle(drawing, inks.text);
  const lines = limits.map(({ y, label }) => ({ y, width: ctx.measureText(label).width }));
  const room = { top: box.top, bottom: box.top + box.height, height, space: LABEL_SPACE * layout.scale };
  return placeLabels(lines, room).flatMap((place, i) => {
    const limit = limits[i];
    if (place === null || limit === undefined) return [];
    const left = box.left + 6 * layout.scale + place.left;
    const label = { left, top: place.top, width: lines[i]?.width ?? 0, height };
    paintLabel(drawing, limit.label, label);
    return [label];
  });
}

const LABEL_HEIGHT = 15;
const LABEL_SPACE = 14;

function paintLabel({ ctx, inks }: Drawing, text: string, { left, top, width, height }: Box): void {
  ctx.fillStyle = inks.ground;
  ctx.globalAlpha = 0.8;
  ctx.fillRect(left - 3, top, width + 6, height);
  ctx.globalAlpha = 1;
  ctx.fillStyle = inks.text;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left, top + height / 2);
}

/** A span of data that did not come from the field while it happened. */
export interface MarkedSpan {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Instead of a text that is wider than the span. */
  readonly short?: string;
}

export function paintMarks(drawing: Drawing, spans: readonly MarkedSpan[]): void {
  const { ctx, inks, layout } = drawing;
  const box = layout.marks;
  clipped(ctx, { ...box, left: box.left - 1, width: box.width + 2 }, () => {
    for (const { from, to, text, short } of spans) {
      const ends = markEnds([xOf(drawing, from), xOf(drawing, to)], box);
      if (ends === null) continue;
      const [left, right] = ends;
      ctx.fillStyle = inks.sunk;
      ctx.fillRect(left, box.top, right - left, box.height);
      textStyle(drawing, inks.text);
      const room = right - left - 8 * layout.scale;
      const words = [text, short ?? ''].find(each => ctx.measureText(each).width <= room);
      if (words === undefined) continue;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.fillText(words, left + 4 * layout.scale, box.top + box.height / 2);
    }
  });
}

/** Narrower than this a band is overlooked, px. */
const LEAST_MARK = 3;

/** Ends of a band in px, within `box` and never too narrow to be seen; null for one that is out of view. */
export function markEnds(
  [from, to]: readonly [number, number],
  { left, width }: Pick<Box, 'left' | 'width'>,
): readonly [number, number] | null {
  const right = left + width;
  if (to < left || from > right) return null;
  const start = Math.max(left, Math.min(from, right - LEAST_MARK));
  return [start, Math.max(start + LEAST_MARK, Math.min(right, to))];
}
