/** Flags of annotations on the small chart: a stem at their time, and their words as far as there is room before the next. */
import type uPlot from 'uplot';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { shortened } from './shortened.ts';

const HEIGHT = 16;
const PAD = 4;
const LEAST = 30;

type Ink = (name: string) => string;

/** `scale`: how much larger than 12 px texts are; `ratio`: dots a CSS pixel. */
export function drawNotes(
  plot: uPlot,
  notes: readonly Annotation[],
  { scale, ratio, ink }: { readonly scale: number; readonly ratio: number; readonly ink: Ink },
): void {
  const { ctx, bbox } = plot;
  const px = scale * ratio;
  const end = bbox.left + bbox.width;
  const places = notes
    .map(({ at, text }) => ({ x: plot.valToPos(at, 'x', true), text }))
    .filter(({ x }) => x >= bbox.left && x <= end)
    .toSorted((a, b) => a.x - b.x);
  ctx.save();
  ctx.font = `${12 * px}px ${ink('--font')}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.lineWidth = ratio;
  places.forEach(({ x, text }, i) => {
    ctx.strokeStyle = ink('--outline');
    ctx.setLineDash([3 * px, 3 * px]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    const room = (places[i + 1]?.x ?? end) - x - PAD * px;
    const words = room < LEAST * px ? '' : shortened(ctx, text, room - 2 * PAD * px);
    const width = words === '' ? PAD * 2 * px : ctx.measureText(words).width + 2 * PAD * px;
    ctx.fillStyle = ink('--raise');
    ctx.fillRect(x, bbox.top, width, HEIGHT * px);
    ctx.strokeRect(x, bbox.top, width, HEIGHT * px);
    ctx.fillStyle = ink('--text');
    ctx.fillText(words, x + PAD * px, bbox.top + (HEIGHT / 2) * px);
  });
  ctx.restore();
}
