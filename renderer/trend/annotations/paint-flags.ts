/** Annotations painted into a picture of the board, as they stand over it on the screen. */
import { type Drawing, textStyle } from '../chart/drawing.ts';
import { shortened } from '../chart/shortened.ts';
import type { FlagPlace } from './flag-places.ts';

const FLAG = 18;
const PAD = 5;

export function paintFlags(drawing: Drawing, places: readonly FlagPlace[], textOf: (place: FlagPlace) => string): void {
  for (const place of places) paintFlag(drawing, place, textOf(place));
}

function paintFlag(drawing: Drawing, { x, top, bottom, slot, room }: FlagPlace, text: string): void {
  const { ctx, inks, layout } = drawing;
  const [size, pad] = [FLAG * layout.scale, PAD * layout.scale];
  ctx.strokeStyle = inks.outline;
  ctx.lineWidth = layout.scale;
  ctx.setLineDash([3 * layout.scale, 3 * layout.scale]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  textStyle(drawing, inks.text, 700);
  const digit = String(slot + 1);
  const digitWidth = Math.max(size, ctx.measureText(digit).width + 2 * pad);
  textStyle(drawing, inks.text);
  const words = room === 0 ? '' : shortened(ctx, text, room - digitWidth - 2 * pad);
  const width = digitWidth + (words === '' ? 0 : ctx.measureText(words).width + pad);
  ctx.fillStyle = inks.raise;
  ctx.fillRect(x, top, width, size);
  ctx.strokeRect(x, top, width, size);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = inks.text;
  ctx.fillText(words, x + digitWidth, top + size / 2);
  textStyle(drawing, inks.text, 700);
  ctx.textAlign = 'center';
  ctx.fillText(digit, x + digitWidth / 2, top + size / 2);
}
