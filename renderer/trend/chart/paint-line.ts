/** The line of a pen: good solid, uncertain dotted, gaps open at both ends, bad quality hatched, its digit at the end. */

import { qualityClass } from '../../../shared/model/quality.ts';
import { type Gap, indexAt, type LineBuffer } from '../lines/line-buffer.ts';
import type { Lead, LinePath } from './dense-lines.ts';
import { type Drawing, type DrawnPen, shifted, xOf, yOf } from './drawing.ts';
import type { Box } from './plot-layout.ts';
import type { Ends } from './value-axis.ts';

export interface PenPlace {
  readonly box: Box;
  readonly ends: Ends;
}

/** How a line is drawn; px of the design. */
interface Stroke {
  readonly width: number;
  readonly alpha: number;
  readonly dash: readonly number[];
}

const NOW: Stroke = { width: 1.8, alpha: 1, dash: [] };
/** The same pen at another time: thinner and paler, so that it is never taken for now. */
const COMPARED: Stroke = { width: 1, alpha: 0.55, dash: [] };
const SET_POINT: Stroke = { width: 1.2, alpha: 1, dash: [12, 3, 2, 3] };
const DOTS = [2, 4] as const;
const RING = 3.5;
/** Rings nearer to each other than this would hide the gap between them. */
const LEAST_RINGED = 14;
/**
 * Lines of more places than this are drawn as hairlines beside each other. Without a graphics card eight dense pens of 1.8 px cost
 * 22 to 240 ms a frame, by how much they swing, and twice a hairline 4 to 20 ms; nobody sees a difference where places stand
 * closer than pixels.
 */
const MOST_STROKED = 400;
/**
 * With more places than this a pixel a line is drawn by columns of pixels: all eight pens in 2 ms, however much they swing. Under a
 * moving hand that matters more than soft flanks, and what is shown then is often coarse and long.
 */
const MOST_A_PIXEL = { resting: 0.8, moving: 0.05 } as const;

/** What a line is drawn from; whose it is does not matter. */
type LinedPen = Omit<DrawnPen, 'tag'>;

/** The part of the line that is in view. */
export const paintLine = (drawing: Drawing, pen: LinedPen, place: PenPlace): void =>
  strokeLine(drawing, pen, { ...place, stroke: { ...NOW, dash: drawing.inks.dashes?.[pen.slot] ?? NOW.dash } });

/** The line of what is compared and that of the set point, beneath those of the pens. */
export function paintBeneath(drawing: Drawing, pen: DrawnPen, place: PenPlace): void {
  const { compared = null, setPoint = null } = pen;
  const { shiftMs } = drawing;
  if (compared !== null && shiftMs !== null) {
    const earlier = { ...pen, line: compared, tail: null };
    strokeLine(shifted(drawing, shiftMs), earlier, { ...place, stroke: COMPARED });
  }
  if (setPoint === null) return;
  strokeLine(drawing, { ...pen, ...setPoint, isStepped: true }, { ...place, stroke: SET_POINT });
}

interface StrokePlace extends PenPlace {
  readonly stroke: Stroke;
}

function strokeLine(drawing: Drawing, pen: LinedPen, place: StrokePlace): void {
  const { ctx, inks, layout } = drawing;
  const { stroke } = place;
  const color = inks.pens[pen.slot] ?? inks.text;
  ctx.strokeStyle = color;
  ctx.lineJoin = 'bevel';
  ctx.globalAlpha = stroke.alpha;
  ctx.setLineDash(stroke.dash.map(length => length * layout.scale));
  const range = inView(drawing, pen.line);
  const places = range.last - range.first;
  const isDense = places > MOST_STROKED;
  const width = stroke.width * layout.scale;
  const good = (path: LinePath): void => {
    trace(drawing, pen.line, { ...place, ...range, path, wanted: 0 });
    traceTail(drawing, pen, { ...place, path, isUncertain: false });
  };
  const isByColumns = places > MOST_A_PIXEL[drawing.isMoving === true ? 'moving' : 'resting'] * layout.width;
  if (!(isByColumns && strokeColumns(drawing, place, { color, width, lead: good }))) {
    strokePath(drawing, good, { width, isDense });
  }
  if (pen.line.hasUncertain || (pen.tail !== null && qualityClass(pen.tail.q) === 'uncertain')) {
    const uncertain = (path: LinePath): void => {
      trace(drawing, pen.line, { ...place, ...range, path, wanted: 1 });
      traceTail(drawing, pen, { ...place, path, isUncertain: true });
    };
    ctx.setLineDash(DOTS.map(length => length * layout.scale));
    strokePath(drawing, uncertain, { width, isDense });
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** False where the line is dashed, or has an ink that only a canvas knows. */
function strokeColumns(
  { ctx, dense }: Drawing,
  { box, stroke }: StrokePlace,
  line: { readonly color: string; readonly width: number; readonly lead: Lead },
): boolean {
  if (dense === undefined || stroke.dash.length > 0) return false;
  return dense.add(ctx, box, { ...line, alpha: stroke.alpha });
}

interface PathStroke {
  readonly width: number;
  readonly isDense: boolean;
}

function strokePath({ ctx, dense }: Drawing, lead: Lead, { width, isDense }: PathStroke): void {
  const path = new Path2D();
  lead(path);
  // What was drawn before lies beneath.
  dense?.flush(ctx);
  if (!isDense) {
    ctx.lineWidth = width;
    ctx.stroke(path);
    return;
  }
  const pixel = 1 / (globalThis.devicePixelRatio || 1);
  ctx.lineWidth = pixel;
  const times = Math.max(1, Math.round(width / pixel));
  ctx.save();
  ctx.translate(0, (-(times - 1) / 2) * pixel);
  for (let i = 0; i < times; i++) {
    ctx.stroke(path);
    ctx.translate(0, pixel);
  }
  ctx.restore();
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Places in view, and one on each side. */
function inView({ view }: Drawing, { t, length }: LineBuffer): Range {
  return {
    first: Math.max(0, indexAt(t, length, view.from) - 1),
    last: Math.min(length - 1, indexAt(t, length, view.to) + 1),
  };
}

interface Trace extends PenPlace, Range {
  readonly path: LinePath;
  /** 1 for what is uncertain. */
  readonly wanted: 0 | 1;
}

/** Adds the parts of the line whose quality is `wanted` to the path. The loop of every frame: no calls, nothing made. */
function trace({ layout, view }: Drawing, line: LineBuffer, { box, ends, first, last, path, wanted }: Trace): void {
  const { t, v, isUncertain } = line;
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
    if (isDown && isUncertain[i] === wanted) path.lineTo(x, y);
    else path.moveTo(x, y);
    isDown = true;
  }
}

interface TailTrace extends PenPlace {
  readonly path: LinePath;
  readonly isUncertain: boolean;
}

function traceTail(drawing: Drawing, { tail, isStepped }: LinedPen, { box, ends, path, isUncertain }: TailTrace): void {
  if (tail === null || (qualityClass(tail.q) === 'uncertain') !== isUncertain) return;
  const x = xOf(drawing, tail.time);
  const y = yOf(box, ends, tail.value);
  if (Number.isNaN(tail.fromValue)) path.moveTo(x, y);
  else {
    path.moveTo(xOf(drawing, tail.fromTime), yOf(box, ends, tail.fromValue));
    if (isStepped) path.lineTo(x, yOf(box, ends, tail.fromValue));
    path.lineTo(x, y);
  }
  path.lineTo(xOf(drawing, tail.now), y);
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

function ring(drawing: Drawing, pen: DrawnPen, { box, ends }: PenPlace, { time, value }: Spot): void {
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
