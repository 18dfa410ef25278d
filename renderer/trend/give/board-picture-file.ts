/**
 * The board as a picture of its own: what is seen, with a head that says what it is of, so that it can be read without the screen. It is
 * painted anew and not copied: sharper than the screen, in the inks that are asked for, cursors and annotations included. An X-Y plot
 * stands over the plots, as on the screen.
 */

import type { FlagPlace } from '../annotations/flag-places.ts';
import { paintFlags } from '../annotations/paint-flags.ts';
import type { Drawn } from '../board/trend-board.ts';
import type { Drawing } from '../chart/drawing.ts';
import type { Inks } from '../chart/inks.ts';
import { paintBoard } from '../chart/paint-board.ts';
import { shortened } from '../chart/shortened.ts';
import { type PairPicture, paintPair, pairBox } from '../xy/paint-pair.ts';

/** Dots a CSS pixel. */
const SHARPNESS = 2;

export interface PictureHead {
  readonly title: string;
  readonly station: string;
  /** Time span with its zone. */
  readonly span: string;
  readonly made: string;
  /** Null where the station is a real one. */
  readonly demo: string | null;
  readonly pens: readonly { readonly slot: number; readonly tag: string; readonly text: string }[];
}

export interface PictureParts {
  readonly drawn: Drawn;
  readonly inks: Inks;
  readonly cursors: readonly { readonly name: string; readonly x: number; readonly text: string }[];
  readonly flags: readonly FlagPlace[];
  readonly textOf: (place: FlagPlace) => string;
  /** Null where none is shown. */
  readonly pair: DrawnPair | null;
}

/** An X-Y plot as it is on the screen. */
export interface DrawnPair {
  readonly picture: PairPicture;
  /** CSS px; `scale`: how much larger than 12 px its texts are. */
  readonly size: { readonly width: number; readonly height: number; readonly scale: number };
}

/** Px of the design. */
const PAD = 14;
const TITLE = 26;
const LINE = 20;
const DIGIT = 16;
const COLUMNS = 2;

const headHeight = ({ pens }: PictureHead, scale: number): number =>
  (PAD + TITLE + LINE + Math.ceil(pens.length / COLUMNS) * LINE + PAD / 2) * scale;

/** The plots alone, as paper has them; what stands around them is text of the page. */
export const boardCanvas = (parts: PictureParts): HTMLCanvasElement => painted(parts, null);

/** With its head. */
export const pictureCanvas = (parts: PictureParts, head: PictureHead): HTMLCanvasElement => painted(parts, head);

function painted(parts: PictureParts, head: PictureHead | null): HTMLCanvasElement {
  const { width, height } = pictureSize(parts, head);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * SHARPNESS);
  canvas.height = Math.round(height * SHARPNESS);
  const ctx = canvas.getContext('2d', { alpha: false });
  if (ctx === null) return canvas;
  ctx.scale(SHARPNESS, SHARPNESS);
  paintPicture(ctx, parts, head);
  return canvas;
}

/** CSS px. */
export function pictureSize({ drawn: { size }, pair }: PictureParts, head: PictureHead | null) {
  const top = head === null ? 0 : headHeight(head, size.scale);
  return { width: size.width, height: top + (pair?.size.height ?? 0) + size.height };
}

/** From above: head, X-Y plot, plots. */
export function paintPicture(ctx: CanvasRenderingContext2D, parts: PictureParts, head: PictureHead | null): void {
  const { drawn, inks, flags, textOf, pair } = parts;
  const { width, height } = pictureSize(parts, head);
  ctx.fillStyle = inks.ground;
  ctx.fillRect(0, 0, width, height);
  const drawing: Drawing = { ctx, inks, ...drawn };
  if (head !== null) {
    paintHead(drawing, head, width);
    ctx.translate(0, headHeight(head, drawn.size.scale));
  }
  if (pair !== null) {
    paintPair({ ctx, inks, box: pairBox(pair.size), scale: pair.size.scale }, pair.picture);
    ctx.translate(0, pair.size.height);
  }
  paintBoard(drawing, drawn.picture);
  paintCursors(drawing, parts.cursors);
  paintFlags(drawing, flags, textOf);
}

function paintHead(drawing: Drawing, head: PictureHead, width: number): void {
  const { ctx, inks, layout } = drawing;
  const { scale } = layout;
  const [left, right] = [PAD * scale, width - PAD * scale];
  const [first, second] = [(PAD + TITLE / 2) * scale, (PAD + TITLE + LINE / 2) * scale];
  ctx.textBaseline = 'middle';
  ctx.fillStyle = inks.text;
  ctx.textAlign = 'left';
  setFont(drawing, 17, 700);
  ctx.fillText(`${head.title} · ${head.station}`, left, first);
  setFont(drawing, 12);
  ctx.fillText(head.span, left, second);
  ctx.textAlign = 'right';
  ctx.fillText(head.made, right, second);
  setFont(drawing, 13, 700);
  ctx.fillText(head.demo ?? '', right, first);
  const column = (right - left) / COLUMNS;
  head.pens.forEach((pen, i) => {
    const y = (PAD + TITLE + LINE * (Math.floor(i / COLUMNS) + 1.5)) * scale;
    paintPen(drawing, pen, { x: left + (i % COLUMNS) * column, y, room: column });
  });
}

function setFont({ ctx, inks, layout }: Drawing, px: number, weight: 400 | 700 = 400): void {
  ctx.font = `${weight} ${px * layout.scale}px ${inks.font}`;
}

interface PenPlace {
  readonly x: number;
  /** Of the middle of the line. */
  readonly y: number;
  readonly room: number;
}

function paintPen(drawing: Drawing, { slot, tag, text }: PictureHead['pens'][number], { x, y, room }: PenPlace): void {
  const { ctx, inks, layout } = drawing;
  const { scale } = layout;
  const size = DIGIT * scale;
  setFont(drawing, 12, 700);
  ctx.fillStyle = inks.pens[slot] ?? inks.text;
  ctx.fillRect(x, y - size / 2, size, size);
  ctx.fillStyle = inks.inverse;
  ctx.textAlign = 'center';
  ctx.fillText(String(slot + 1), x + size / 2, y);
  ctx.fillStyle = inks.text;
  ctx.textAlign = 'left';
  ctx.fillText(tag, x + size + 6 * scale, y);
  const start = size + 12 * scale + ctx.measureText(tag).width;
  setFont(drawing, 12);
  ctx.fillText(shortened(ctx, text, room - start - 6 * scale), x + start, y);
}

function paintCursors({ ctx, inks, layout }: Drawing, cursors: PictureParts['cursors']): void {
  const last = layout.plots.at(-1);
  if (last === undefined) return;
  const { scale, marks } = layout;
  for (const { name, x, text } of cursors) {
    ctx.fillStyle = inks.select;
    ctx.fillRect(x - 0.75 * scale, marks.top, 1.5 * scale, last.top + last.height - marks.top);
    const words = `${name} ${text}`;
    ctx.font = `700 ${12 * scale}px ${inks.font}`;
    const width = ctx.measureText(words).width + 12 * scale;
    const left = Math.min(layout.left + layout.width - width, Math.max(layout.left, x - width / 2));
    ctx.fillRect(left, 3 * scale, width, 20 * scale);
    ctx.fillStyle = inks.inverse;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(words, left + width / 2, 13 * scale);
  }
}
