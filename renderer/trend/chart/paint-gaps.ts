/**
 * Where a pen has no valid value: hatched where its quality is bad, and said in words where there is room. The first pen of a plot
 * has its upper half for that, the second the lower, so that each is seen to be of its own pen.
 */
import type { Quality } from '../../../shared/model/quality.ts';
import type { Gap } from '../lines/line-buffer.ts';
import { clipped, type Drawing, type DrawnPen, textStyle, xOf } from './drawing.ts';
import { isBridged } from './paint-line.ts';
import type { Box } from './plot-layout.ts';

export interface GapWords {
  readonly noData: (pen: number, ms: number) => string;
  readonly bad: (pen: number, q: Quality) => string;
}

interface GapPlace {
  /** The part of the plot that is this pen's. */
  readonly box: Box;
  readonly words: GapWords;
}

/** Narrower than this a hatch is not seen at all. */
const LEAST_WIDTH = 2;
const STRIPE = 7;
const LINE_HEIGHT = 16;

/** The half of a plot that tells of the pen at `index` of `count`. */
export function shareOf(box: Box, index: number, count: number): Box {
  const height = box.height / count;
  return { ...box, top: box.top + index * height, height };
}

export function paintGaps(drawing: Drawing, pen: DrawnPen, { box, words }: GapPlace): void {
  for (const gap of pen.line.gaps) {
    if (isBridged(pen, gap)) continue;
    const left = Math.max(box.left, xOf(drawing, gap.from));
    const right = Math.min(box.left + box.width, xOf(drawing, gap.to));
    if (right <= left) continue;
    const part = { ...box, left, width: Math.max(LEAST_WIDTH, right - left) };
    if (gap.kind !== 'none') hatch(drawing, part);
    if (gap.kind !== 'part') write(drawing, part, textOf(gap, pen, { words, now: pen.tail?.now ?? drawing.view.to }));
  }
}

function textOf(
  { kind, from, to, q }: Gap,
  { slot }: DrawnPen,
  { words, now }: { words: GapWords; now: number },
): string {
  return kind === 'bad' ? words.bad(slot + 1, q) : words.noData(slot + 1, Math.min(to, now) - from);
}

function hatch({ ctx, inks, layout }: Drawing, part: Box): void {
  const step = STRIPE * layout.scale;
  clipped(ctx, part, () => {
    ctx.strokeStyle = inks.hatch;
    ctx.lineWidth = 1.5 * layout.scale;
    ctx.beginPath();
    // Stripes stand still on the page while the window moves less than one of them.
    const bottom = part.top + part.height;
    for (let x = Math.floor((part.left - part.height) / step) * step; x < part.left + part.width; x += step) {
      ctx.moveTo(x, bottom);
      ctx.lineTo(x + part.height, part.top);
    }
    ctx.stroke();
  });
}

function write(drawing: Drawing, part: Box, text: string): void {
  const { ctx, inks, layout } = drawing;
  textStyle(drawing, inks.text);
  const width = ctx.measureText(text).width;
  const height = LINE_HEIGHT * layout.scale;
  if (width + 12 * layout.scale > part.width || height > part.height) return;
  const x = part.left + part.width / 2;
  const y = part.top + part.height / 2;
  ctx.fillStyle = inks.ground;
  ctx.fillRect(x - width / 2 - 4 * layout.scale, y - height / 2, width + 8 * layout.scale, height);
  ctx.fillStyle = inks.text;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x, y);
}
