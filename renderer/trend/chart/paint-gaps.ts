/**
 * Where a pen has no valid value: hatched where its quality is bad, and said in words where there is room. The first pen of a plot
 * has its upper half for that, the second the lower, so that each is seen to be of its own pen.
 */
import type { Quality } from '../../../shared/model/quality.ts';
import type { Gap } from '../lines/line-buffer.ts';
import { clipped, type Drawing, type DrawnPen, textStyle, xOf } from './drawing.ts';
import { isBridged } from './paint-line.ts';
import type { Box } from './plot-layout.ts';
import { placeWords } from './word-places.ts';

export interface GapWords {
  /** `ms` null: nobody knows how long. */
  readonly noData: (pen: number, ms: number | null) => string;
  /** `q` null: without the reason. */
  readonly bad: (pen: number, q: Quality | null) => string;
}

interface GapPlace {
  readonly box: PenShare;
  readonly words: GapWords;
  /** What is written in the plot already. */
  readonly taken: readonly Box[];
}

/** Narrower than this a hatch is not seen at all. */
const LEAST_WIDTH = 2;
const STRIPE = 7;
const LINE_HEIGHT = 16;

/** The part of a plot that tells of one pen. */
export interface PenShare extends Box {
  readonly isUpper: boolean;
}

/** The share of the pen at `index` of `count`. */
export function shareOf(box: Box, index: number, count: number): PenShare {
  const height = box.height / count;
  return { ...box, top: box.top + index * height, height, isUpper: count > 1 && index === 0 };
}

/** Under the lines. */
export function paintHatches(drawing: Drawing, pen: DrawnPen, box: PenShare): void {
  for (const gap of pen.line.gaps) {
    const part = partOf(drawing, pen, { box, gap });
    if (part !== null && gap.kind !== 'none') hatch(drawing, part);
  }
}

/** Over the lines. Tells where they stand. */
export function paintWords(drawing: Drawing, pen: DrawnPen, { box, words, taken }: GapPlace): readonly Box[] {
  const written: Box[] = [];
  for (const gap of pen.line.gaps) {
    const part = partOf(drawing, pen, { box, gap });
    if (part === null || gap.kind === 'part') continue;
    const place = write(drawing, part, { texts: textsOf(gap, pen, words), taken: [...taken, ...written] });
    if (place !== null) written.push(place);
  }
  return written;
}

/** The part of `box` that a gap takes; null where it is not in view. */
function partOf(
  drawing: Drawing,
  pen: DrawnPen,
  { box, gap }: { readonly box: PenShare; readonly gap: Gap },
): PenShare | null {
  if (isBridged(pen, gap)) return null;
  const left = Math.max(box.left, xOf(drawing, gap.from));
  const right = Math.min(box.left + box.width, xOf(drawing, gap.to));
  return right <= left ? null : { ...box, left, width: Math.max(LEAST_WIDTH, right - left) };
}

/**
 * The longest first. How long, only where both ends are known: a gap that reaches out of what has been read may be any length.
 */
function textsOf({ kind, from, to, q, before, after }: Gap, { slot }: DrawnPen, words: GapWords): readonly string[] {
  const pen = slot + 1;
  if (kind === 'bad') return [words.bad(pen, q), words.bad(pen, null)];
  const isWhole = !Number.isNaN(before) && !Number.isNaN(after);
  return [...(isWhole ? [words.noData(pen, to - from)] : []), words.noData(pen, null)];
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

interface Written {
  readonly texts: readonly string[];
  readonly taken: readonly Box[];
}

/** The first of `texts` that has a place; null where none has. */
function write(drawing: Drawing, part: PenShare, { texts, taken }: Written): Box | null {
  const { ctx, inks, layout } = drawing;
  const height = LINE_HEIGHT * layout.scale;
  const pad = 4 * layout.scale;
  textStyle(drawing, inks.text);
  for (const text of texts) {
    const width = ctx.measureText(text).width + 2 * pad;
    const place = placeWords({ part, width, height, rows: rowsOf(part, height), taken });
    if (place === null) continue;
    ctx.fillStyle = inks.ground;
    ctx.fillRect(place.left, place.top, width, height);
    ctx.fillStyle = inks.text;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(text, place.left + pad, place.top + height / 2);
    return place;
  }
  return null;
}

/** Near the edge of the plot, where lines seldom are; above, where flags of annotations hang, the row beneath those comes first. */
function rowsOf({ top, height: room, isUpper }: PenShare, height: number): readonly number[] {
  const [first, last] = [top + 2, top + room - height - 2];
  const rows = isUpper ? [first + height + 2, first, first + 2 * height] : [last, last - height];
  return room < height + 4 ? [top + (room - height) / 2] : rows;
}
