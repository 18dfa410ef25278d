/**
 * The board as a picture of its own: what is seen, with a head that says what it is of, so that it can be read without the screen. It is
 * painted anew and not copied: sharper than the screen, in the inks that are asked for, cursors and annotations included.
 */

import type { FlagPlace } from '../annotations/flag-places.ts';
import { paintFlags } from '../annotations/paint-flags.ts';
import type { Drawn } from '../board/trend-board.ts';
import type { Drawing } from '../chart/drawing.ts';
import type { Inks } from '../chart/inks.ts';
import { paintBoard } from '../chart/paint-board.ts';
import { shortened } from '../chart/shortened.ts';

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
export function boardCanvas(parts: PictureParts): HTMLCanvasElement {
  return painted(parts, 0, () => undefined);
}

/** With its head. */
export function pictureCanvas(parts: PictureParts, head: PictureHead): HTMLCanvasElement {
  return painted(parts, headHeight(head, parts.drawn.size.scale), drawing =>
    paintHead(drawing, head, parts.drawn.size.width),
  );
}

function painted(parts: PictureParts, top: number, paintTop: (drawing: Drawing) => void): HTMLCanvasElement {
  const { drawn, inks, flags, textOf } = parts;
  const { size } = drawn;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * SHARPNESS);
  canvas.height = Math.round((size.height + top) * SHARPNESS);
  const ctx = canvas.getContext('2d', { alpha: false });
  if (ctx === null) return canvas;
  ctx.scale(SHARPNESS, SHARPNESS);
  ctx.fillStyle = inks.ground;
  ctx.fillRect(0, 0, size.width, size.height + top);
  const drawing: Drawing = { ctx, inks, ...drawn };
  paintTop(drawing);
  ctx.translate(0, top);
  paintBoard(drawing, drawn.picture);
  paintCursors(drawing, parts.cursors);
  paintFlags(drawing, flags, textOf);
  return canvas;
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
