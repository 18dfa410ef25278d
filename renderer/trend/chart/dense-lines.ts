/**
 * Brings dense lines onto a canvas as one picture a plot. Lines gather until something else is to be drawn over them: `flush` comes
 * before that. Keeps its pixels from frame to frame.
 */
import { ColumnPixels, type PixelFrame, rgbOf } from './column-pixels.ts';
import type { Box } from './plot-layout.ts';

interface LineInk {
  readonly color: string;
  readonly alpha: number;
  /** CSS px. */
  readonly width: number;
}

interface Sheet {
  readonly ctx: OffscreenCanvasRenderingContext2D;
  readonly image: ImageData;
}

/** Of a canvas, and of pixels of our own. */
export type LinePath = Pick<Path2D, 'moveTo' | 'lineTo'>;
export type Lead = (path: LinePath) => void;

export class DenseLines {
  readonly #columns = new ColumnPixels();
  readonly #inks = new Map<string, number | null>();
  #frame: PlacedFrame | null = null;
  #sheet: Sheet | null = null;

  /** Draws what `lead` leads within `box`, of one plot until the next flush; false where it cannot. */
  add(ctx: CanvasRenderingContext2D, box: Box, line: LineInk & { readonly lead: Lead }): boolean {
    const rgb = this.#rgb(ctx, line.color);
    if (rgb === null) return false;
    if (this.#frame === null) {
      this.#frame = frameOf(ctx.getTransform(), box);
      this.#columns.open(this.#frame);
    }
    line.lead(this.#columns);
    this.#columns.stroke({ rgb, alpha: line.alpha, thickness: line.width * this.#frame.scaleY });
    return true;
  }

  flush(ctx: CanvasRenderingContext2D): void {
    const frame = this.#frame;
    if (frame === null) return;
    this.#frame = null;
    const { first, end } = this.#columns.touched;
    const sheet = this.#sheetFor(frame.width);
    if (end > first && sheet !== null) {
      const area = [frame.width, end - first] as const;
      sheet.ctx.putImageData(sheet.image, 0, 0, 0, first, ...area);
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.globalAlpha = 1;
      ctx.drawImage(sheet.ctx.canvas, 0, first, ...area, frame.x, frame.y + first, ...area);
      ctx.restore();
    }
    this.#columns.clear();
  }

  /** A canvas for the pixels; their memory is shared with its image. */
  #sheetFor(width: number): Sheet | null {
    const { pixels } = this.#columns;
    if (this.#sheet?.image.data.buffer === pixels.buffer) return this.#sheet;
    const height = Math.floor(pixels.length / width);
    const ctx = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    this.#sheet = ctx === null ? null : { ctx, image };
    return this.#sheet;
  }

  /** A canvas tells every colour that is not translucent as `#rrggbb`. */
  #rgb(ctx: CanvasRenderingContext2D, color: string): number | null {
    const known = this.#inks.get(color);
    if (known !== undefined) return known;
    ctx.fillStyle = color;
    const rgb = typeof ctx.fillStyle === 'string' ? rgbOf(ctx.fillStyle) : null;
    this.#inks.set(color, rgb);
    return rgb;
  }
}

interface PlacedFrame extends PixelFrame {
  /** Of its first pixel on the canvas. */
  readonly x: number;
  readonly y: number;
}

/** Whole pixels of the canvas that `box` touches. */
function frameOf({ a, d, e, f }: DOMMatrix, { left, top, width, height }: Box): PlacedFrame {
  const [x, y] = [Math.floor(left * a + e), Math.floor(top * d + f)];
  return {
    ...{ x, y, scaleX: a, scaleY: d, left: x - e, top: y - f },
    width: Math.ceil((left + width) * a + e) - x,
    height: Math.ceil((top + height) * d + f) - y,
  };
}
