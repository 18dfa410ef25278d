/** Draws the X-Y plot: both axes with their limits, points that fade with age, where the cursors are and where it is now. */

import type { TagDefinition } from '../../../shared/model/tag.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import type { Inks } from '../chart/inks.ts';
import type { Box } from '../chart/plot-layout.ts';
import { axisTicks, type Ends } from '../chart/value-axis.ts';
import type { TimeWindow } from '../time/follow.ts';
import { inkOf, type PairPoint } from './pair.ts';

/** One of both axes. */
export interface PairAxis {
  readonly tag: TagDefinition;
  readonly slot: number | null;
  readonly ends: Ends;
}

export interface PairPicture {
  readonly x: PairAxis;
  readonly y: PairAxis;
  readonly points: readonly PairPoint[];
  readonly window: TimeWindow;
  /** With their letters. */
  readonly cursors: readonly { readonly letter: string; readonly point: PairPoint }[];
  /** Null in history and while one of both has no value. */
  readonly now: { readonly x: number; readonly y: number } | null;
}

interface PairDrawing {
  readonly ctx: CanvasRenderingContext2D;
  readonly inks: Inks;
  readonly box: Box;
  /** How much larger than 12 px texts are. */
  readonly scale: number;
}

/** Of the design, px. */
const LEFT = 76;
const RIGHT = 26;
const TOP = 14;
const BOTTOM = 40;
const POINT = 4;
const NOW = 12;
const RING = 5;

export const pairBox = ({ width, height, scale }: { width: number; height: number; scale: number }): Box => ({
  left: LEFT * scale,
  top: TOP * scale,
  width: Math.max(10, width - (LEFT + RIGHT) * scale),
  height: Math.max(10, height - (TOP + BOTTOM) * scale),
});

/** Px of a point of both values. */
export const placeIn =
  ({ left, top, width, height }: Box, x: Ends, y: Ends) =>
  (point: { readonly x: number; readonly y: number }): readonly [number, number] => [
    left + ((point.x - x[0]) / (x[1] - x[0])) * width,
    top + height - ((point.y - y[0]) / (y[1] - y[0])) * height,
  ];

export function paintPair(drawing: PairDrawing, picture: PairPicture): void {
  const { ctx, inks, box } = drawing;
  ctx.fillStyle = inks.raise;
  ctx.globalAlpha = 0.45;
  ctx.fillRect(box.left, box.top, box.width, box.height);
  ctx.globalAlpha = 1;
  paintAxes(drawing, picture);
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.width, box.height);
  ctx.clip();
  paintLimits(drawing, picture);
  paintPoints(drawing, picture);
  ctx.restore();
  paintMarks(drawing, picture);
}

function text({ ctx, inks, scale }: PairDrawing, ink: string, weight: 400 | 700 = 400): void {
  ctx.font = `${weight} ${12 * scale}px ${inks.font}`;
  ctx.fillStyle = ink;
}

const crisp = (px: number): number => Math.round(px) + 0.5;

function line({ ctx }: PairDrawing, [x0, y0, x1, y1]: readonly [number, number, number, number]): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

function paintAxes(drawing: PairDrawing, { x, y }: PairPicture): void {
  const { ctx, inks, box, scale } = drawing;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const place = placeIn(box, x.ends, y.ends);
  const room = { taken: 0, least: 14 * scale };
  const up = axisTicks(y.ends, { ...room, height: box.height, space: 34 * scale });
  const across = axisTicks(x.ends, { ...room, height: box.width, space: 90 * scale, least: 60 * scale });
  ctx.strokeStyle = inks.grid;
  ctx.lineWidth = 1;
  text(drawing, inks.muted);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  for (const value of up.values) {
    const [, at] = place({ x: x.ends[0], y: value });
    line(drawing, [box.left, crisp(at), right, crisp(at)]);
    ctx.fillText(formatNumber(value, up.decimals), box.left - 8 * scale, at);
  }
  ctx.textBaseline = 'top';
  ctx.textAlign = 'center';
  for (const value of across.values) {
    const [at] = place({ x: value, y: y.ends[0] });
    line(drawing, [crisp(at), box.top, crisp(at), bottom]);
    ctx.fillText(formatNumber(value, across.decimals), at, bottom + 4 * scale);
  }
  ctx.strokeRect(crisp(box.left), crisp(box.top), box.width, box.height);
  title(drawing, y, { x: box.left + 8 * scale, y: box.top + 12 * scale, align: 'left' });
  title(drawing, x, { x: right, y: bottom + 29 * scale, align: 'right' });
}

interface TitlePlace {
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right';
}

function title(drawing: PairDrawing, { tag, slot }: PairAxis, place: TitlePlace): void {
  const { ctx, inks } = drawing;
  text(drawing, slot === null ? inks.text : (inks.pens[slot] ?? inks.text), 700);
  ctx.textAlign = place.align;
  ctx.textBaseline = 'middle';
  ctx.fillText(`${slot === null ? '' : `${slot + 1} `}${tag.name} ${tag.unit}`.trim(), place.x, place.y);
}

/** L and H dashed, LL and HH solid; those of X upright. */
function paintLimits(drawing: PairDrawing, { x, y }: PairPicture): void {
  const { ctx, inks, box, scale } = drawing;
  const place = placeIn(box, x.ends, y.ends);
  for (const name of ['LL', 'L', 'H', 'HH'] as const) {
    ctx.strokeStyle = inks.outline;
    ctx.lineWidth = (name.length === 1 ? 1 : 1.3) * scale;
    ctx.setLineDash(name.length === 1 ? [6 * scale, 4 * scale] : []);
    text(drawing, inks.text);
    const up = y.tag.limits[name];
    if (up !== undefined && up >= y.ends[0] && up <= y.ends[1]) {
      const [, at] = place({ x: x.ends[0], y: up });
      line(drawing, [box.left, at, box.left + box.width, at]);
      ctx.textAlign = 'right';
      ctx.textBaseline = 'bottom';
      ctx.fillText(`${name} ${formatNumber(up, y.tag.decimals)}`, box.left + box.width - 6 * scale, at - 1);
    }
    const across = x.tag.limits[name];
    if (across === undefined || across < x.ends[0] || across > x.ends[1]) continue;
    const [at] = place({ x: across, y: y.ends[0] });
    line(drawing, [at, box.top, at, box.top + box.height]);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(`${name} ${formatNumber(across, x.tag.decimals)}`, at + 4 * scale, box.top + box.height - 4 * scale);
  }
  ctx.setLineDash([]);
}

function paintPoints(drawing: PairDrawing, { x, y, points, window }: PairPicture): void {
  const { ctx, inks, box, scale } = drawing;
  const place = placeIn(box, x.ends, y.ends);
  const size = POINT * scale;
  ctx.fillStyle = y.slot === null ? inks.text : (inks.pens[y.slot] ?? inks.text);
  for (const point of points) {
    const [left, top] = place(point);
    ctx.globalAlpha = inkOf(point.t, window);
    ctx.fillRect(left - size / 2, top - size / 2, size, size);
  }
  ctx.globalAlpha = 1;
}

function paintMarks(drawing: PairDrawing, { x, y, cursors, now }: PairPicture): void {
  const { ctx, inks, box, scale } = drawing;
  const place = placeIn(box, x.ends, y.ends);
  if (now !== null) {
    const [left, top] = place(now);
    const half = (NOW / 2) * scale;
    ctx.fillStyle = inks.text;
    ctx.beginPath();
    // A lozenge: points are squares and cursors rings.
    ctx.moveTo(left, top - half);
    ctx.lineTo(left + half, top);
    ctx.lineTo(left, top + half);
    ctx.lineTo(left - half, top);
    ctx.fill();
  }
  for (const { letter, point } of cursors) {
    const [left, top] = place(point);
    ctx.strokeStyle = inks.select;
    ctx.lineWidth = 2 * scale;
    ctx.beginPath();
    ctx.arc(left, top, RING * scale, 0, 2 * Math.PI);
    ctx.stroke();
    text(drawing, inks.select, 700);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(letter, left + (RING + 3) * scale, top - 2 * scale);
  }
}
