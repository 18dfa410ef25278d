/**
 * Lines with about as many places as there are pixels, drawn into pixels of our own (pure, no canvas). Of each column only the least
 * and the greatest y of a line count, and its ends are soft. A canvas without a graphics card strokes by the length of a line, and
 * eight noisy pens of a year are longer than a frame; so they cost by the pixels that are seen of them. Takes places as a path does.
 */

/** Where the pixels lie on a canvas: `x · scaleX − left` is the column of an x of the canvas. */
export interface PixelFrame {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly left: number;
  readonly top: number;
  /** Columns and rows. */
  readonly width: number;
  readonly height: number;
}

export interface ColumnInk {
  /** Red in the lowest byte, then green and blue. */
  readonly rgb: number;
  /** 0 … 1. */
  readonly alpha: number;
  /** Of the line, in rows. */
  readonly thickness: number;
}

const NOWHERE: PixelFrame = { scaleX: 1, scaleY: 1, left: 0, top: 0, width: 0, height: 0 };

/** `#rrggbb` as pixels have it; null for any other text. */
export function rgbOf(color: string): number | null {
  if (!/^#[\da-f]{6}$/i.test(color)) return null;
  const all = Number.parseInt(color.slice(1), 16);
  return ((all & 0xff) << 16) | (all & 0xff00) | (all >> 16);
}

export class ColumnPixels {
  /** As `ImageData` has them, of a machine that puts the lowest byte first; row after row. */
  pixels = new Uint32Array(0);
  #frame = NOWHERE;
  /** By column; the least is above the greatest where nothing is. */
  #least = new Float64Array(0);
  #greatest = new Float64Array(0);
  #x = Number.NaN;
  #y = Number.NaN;
  /** Rows that have something; empty while the first is not before the end. */
  #firstRow = Number.POSITIVE_INFINITY;
  #endRow = 0;

  /** Rows that have something, the end excluded. */
  get touched(): { readonly first: number; readonly end: number } {
    return { first: Math.min(this.#firstRow, this.#endRow), end: this.#endRow };
  }

  /** What is drawn next lies in `frame`. What was drawn before must have been cleared. */
  open(frame: PixelFrame): void {
    const { width, height } = frame;
    if (width !== this.#frame.width || width * height > this.pixels.length) {
      this.pixels = new Uint32Array(width * height);
      this.#least = new Float64Array(width);
      this.#greatest = new Float64Array(width);
    }
    this.#frame = frame;
    this.#forget();
  }

  clear(): void {
    const { first, end } = this.touched;
    this.pixels.fill(0, first * this.#frame.width, end * this.#frame.width);
    this.#firstRow = Number.POSITIVE_INFINITY;
    this.#endRow = 0;
  }

  moveTo(x: number, y: number): void {
    const { scaleX, scaleY, left, top } = this.#frame;
    this.#x = x * scaleX - left;
    this.#y = y * scaleY - top;
  }

  /** A straight way, to the right or straight up or down. */
  lineTo(x: number, y: number): void {
    const fromX = this.#x;
    const fromY = this.#y;
    this.moveTo(x, y);
    const first = Math.floor(fromX);
    const last = Math.floor(this.#x);
    if (first === last) {
      this.#extend(first, fromY, this.#y);
      return;
    }
    const slope = (this.#y - fromY) / (this.#x - fromX);
    const end = Math.min(last, this.#frame.width - 1);
    for (let column = Math.max(0, first); column <= end; column++) {
      const enter = column === first ? fromY : fromY + (column - fromX) * slope;
      const leave = column === last ? this.#y : fromY + (column + 1 - fromX) * slope;
      this.#extend(column, enter, leave);
    }
  }

  /** Draws what has been led since the last time, over what is there. */
  stroke(ink: ColumnInk): void {
    const { width, height } = this.#frame;
    const half = ink.thickness / 2;
    for (let column = 0; column < width; column++) {
      const top = Math.max(0, (this.#least[column] ?? 0) - half);
      const bottom = Math.min(height, (this.#greatest[column] ?? 0) + half);
      if (bottom > top) this.#fill(column, { top, bottom, ink });
    }
    this.#forget();
  }

  #forget(): void {
    this.#least.fill(Number.POSITIVE_INFINITY);
    this.#greatest.fill(Number.NEGATIVE_INFINITY);
    this.#x = Number.NaN;
  }

  #extend(column: number, enter: number, leave: number): void {
    const upper = Math.min(enter, leave);
    const lower = Math.max(enter, leave);
    // Outside of the frame there is nothing to compare with.
    if (upper < (this.#least[column] ?? Number.NaN)) this.#least[column] = upper;
    if (lower > (this.#greatest[column] ?? Number.NaN)) this.#greatest[column] = lower;
  }

  #fill(column: number, { top, bottom, ink }: { top: number; bottom: number; ink: ColumnInk }): void {
    const { pixels } = this;
    const { width } = this.#frame;
    const first = Math.ceil(top);
    const end = Math.floor(bottom);
    this.#firstRow = Math.min(this.#firstRow, Math.floor(top));
    this.#endRow = Math.max(this.#endRow, Math.ceil(bottom));
    if (first > end) {
      this.#mix(end * width + column, ink, bottom - top);
      return;
    }
    if (first > top) this.#mix((first - 1) * width + column, ink, first - top);
    const whole = pixelOf(ink.rgb, ink.alpha);
    for (let at = first * width + column, last = end * width; at < last; at += width) pixels[at] = whole;
    if (bottom > end) this.#mix(end * width + column, ink, bottom - end);
  }

  /** `share` of the pixel at `at` is of the line. */
  #mix(at: number, { rgb, alpha }: ColumnInk, share: number): void {
    const under = this.pixels[at] ?? 0;
    const over = alpha * share;
    this.pixels[at] = under === 0 ? pixelOf(rgb, over) : mixed(under, rgb, over);
  }
}

const pixelOf = (rgb: number, alpha: number): number => (rgb | (Math.round(alpha * 255) << 24)) >>> 0;

/** Colours are not multiplied by their alpha. */
function mixed(under: number, rgb: number, over: number): number {
  const rest = ((under >>> 24) / 255) * (1 - over);
  const alpha = over + rest;
  if (alpha === 0) return 0;
  const part = (shift: number): number =>
    Math.round((((rgb >>> shift) & 0xff) * over + ((under >>> shift) & 0xff) * rest) / alpha) << shift;
  return pixelOf(part(0) | part(8) | part(16), alpha);
}
