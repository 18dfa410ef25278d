/** The line of a pen: good solid, uncertain dotted, gaps open at both ends, bad quality hatched, its digit at the end. */

import { qualityClass } from '../../../shared/model/quality.ts';
import { type Gap, indexAt, type LineBuffer } from '../lines/line-buffer.ts';
import { type Drawing, type DrawnPen, xOf, yOf } from './drawing.ts';
import type { Box } from './plot-layout.ts';
import type { Ends } from './value-axis.ts';

export interface PenPlace {
  readonly box: Box;
  readonly ends: Ends;
}

const WIDTH = 1.8;
const DOTS = [2, 4] as const;
const RING = 3.5;
/** Rings nearer to each other than this would hide the gap between them. */
const LEAST_RINGED = 14;

/** The part of the line that is in view. */
export function paintLine(drawing: Drawing, pen: DrawnPen, place: PenPlace): void {
  const { ctx, inks, layout } = drawing;
  ctx.strokeStyle = inks.pens[pen.slot] ?? inks.text;
  ctx.lineWidth = WIDTH * layout.scale;
  ctx.lineJoin = 'bevel';
  ctx.beginPath();
  trace(drawing, pen.line, place, 0);
  traceTail(drawing, pen, place, false);
  ctx.stroke();
  if (!pen.line.hasUncertain && (pen.tail === null || qualityClass(pen.tail.q) !== 'uncertain')) return;
  ctx.setLineDash(DOTS.map(length => length * layout.scale));
  ctx.beginPath();
  trace(drawing, pen.line, place, 1);
  traceTail(drawing, pen, place, true);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Adds the parts of the line whose quality is `wanted` to the path. The loop of every frame: no calls, nothing made. */
function trace({ ctx, layout, view }: Drawing, line: LineBuffer, { box, ends }: PenPlace, wanted: 0 | 1): void {
  const { t, v, isUncertain, length } = line;
  const first = Math.max(0, indexAt(t, length, view.from) - 1);
  const last = Math.min(length - 1, indexAt(t, length, view.to) + 1);
  const perMs = layout.width / (view.to - view.from);
  const perUnit = box.height / (ends[1] - ends[0]);
  const bottom = box.top + box.height;
  const { left } = layout;
  let isDown = false;
  for (let i = first; i <= last; i++) {
    const value = v[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      isDown = false;
      continue;
    }
    const x = left + ((t[i] ?? 0) - view.from) * perMs;
    const y = bottom - (value - ends[0]) * perUnit;
    if (isDown && isUncertain[i] === wanted) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    isDown = true;
  }
}

function traceTail(
  drawing: Drawing,
  { tail, isStepped }: DrawnPen,
  { box, ends }: PenPlace,
  isUncertain: boolean,
): void {
  if (tail === null || (qualityClass(tail.q) === 'uncertain') !== isUncertain) return;
  const { ctx } = drawing;
  const x = xOf(drawing, tail.time);
  const y = yOf(box, ends, tail.value);
  if (Number.isNaN(tail.fromValue)) ctx.moveTo(x, y);
  else {
    ctx.moveTo(xOf(drawing, tail.fromTime), yOf(box, ends, tail.fromValue));
    if (isStepped) ctx.lineTo(x, yOf(box, ends, tail.fromValue));
    ctx.lineTo(x, y);
  }
  ctx.lineTo(xOf(drawing, tail.now), y);
}

/** Open rings where the line ends and begins again, for gaps wide enough to be seen as such. */
export function paintRings(drawing: Drawing, pen: DrawnPen, place: PenPlace): void {
  const least = LEAST_RINGED * drawing.layout.scale;
  for (const gap of pen.line.gaps) {
    const { from, to, kind, before, after } = gap;
    if (kind === 'part' || isBridged(pen, gap) || to < drawing.view.from || from > drawing.view.to) continue;
    if (xOf(drawing, to) - xOf(drawing, from) < least) continue;
    ring(drawing, pen, place, { time: from, value: before });
    ring(drawing, pen, place, { time: to, value: after });
  }
}

/** A gap at the end of what has been read, which the live value bridges. */
export const isBridged = ({ tail }: DrawnPen, { from }: Gap): boolean =>
  tail !== null && !Number.isNaN(tail.fromValue) && from >= tail.fromTime;

interface Spot {
  readonly time: number;
  readonly value: number;
}

export function ring(drawing: Drawing, pen: DrawnPen, { box, ends }: PenPlace, { time, value }: Spot): void {
  const { ctx, inks, layout } = drawing;
  if (Number.isNaN(value)) return;
  ctx.beginPath();
  ctx.arc(xOf(drawing, time), yOf(box, ends, value), RING * layout.scale, 0, 2 * Math.PI);
  ctx.fillStyle = inks.raise;
  ctx.fill();
  ctx.strokeStyle = inks.pens[pen.slot] ?? inks.text;
  ctx.lineWidth = 1.5 * layout.scale;
  ctx.stroke();
}
