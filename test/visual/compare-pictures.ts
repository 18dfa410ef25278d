/**
 * Pictures made small and compared, in a page of the browser, which can read and write pictures: what has moved by some pixels or has
 * another colour is found, what a decoder or the edge of a letter does is not.
 */
import type { Page } from 'playwright-core';

/** A quarter of 1920 × 1080 each way. */
const SMALL = { width: 480, height: 270 } as const;
/** Part of a small picture that is judged as a whole, px. */
const BLOCK = 10;

export interface Difference {
  /** Mean difference of the worst part, of 255. */
  readonly worst: number;
  /** Its middle, px of 1920 × 1080. */
  readonly at: readonly [x: number, y: number];
  /** Of the whole picture. */
  readonly mean: number;
  /** Parts beyond the limit. */
  readonly parts: number;
}

const address = (picture: Buffer, type: string): string => `data:image/${type};base64,${picture.toString('base64')}`;

export class PictureTable {
  readonly #page: Page;

  /** @param page an empty one of its own */
  constructor(page: Page) {
    this.#page = page;
  }

  /** As a reference is kept. */
  async shrink(png: Buffer): Promise<Buffer> {
    const data = await this.#page.evaluate(shrunk, { picture: address(png, 'png'), ...SMALL });
    return Buffer.from(data.slice(data.indexOf(',') + 1), 'base64');
  }

  /** A picture against a reference; parts count that differ by more than `limit` of 255. */
  compare(png: Buffer, reference: Buffer, limit: number): Promise<Difference> {
    const [a, b] = [address(png, 'png'), address(reference, 'webp')];
    return this.#page.evaluate(difference, { a, b, limit, block: BLOCK, ...SMALL });
  }
}

interface Asked {
  readonly width: number;
  readonly height: number;
}

/** In the page. */
async function shrunk({ picture, width, height }: Asked & { readonly picture: string }): Promise<string> {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return canvas.toDataURL('image/webp', 0.94);
}

type Compared = Asked & { readonly a: string; readonly b: string; readonly limit: number; readonly block: number };

/** In the page. */
async function difference({ a, b, limit, block, width, height }: Compared): Promise<Difference> {
  const pixels = async (source: string): Promise<Uint8ClampedArray> => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const [one, other] = await Promise.all([pixels(a), pixels(b)]);
  let worst = 0;
  let at: [number, number] = [0, 0];
  let parts = 0;
  let whole = 0;
  for (let top = 0; top < height; top += block) {
    for (let left = 0; left < width; left += block) {
      let sum = 0;
      for (let y = top; y < top + block; y++) {
        for (let x = left; x < left + block; x++) {
          const i = (y * width + x) * 4;
          const by = (channel: number): number => Math.abs((one[i + channel] ?? 0) - (other[i + channel] ?? 0));
          sum += Math.max(by(0), by(1), by(2));
        }
      }
      whole += sum;
      const mean = sum / block ** 2;
      if (mean > limit) parts++;
      if (mean > worst) {
        worst = mean;
        at = [(left + block / 2) * 4, (top + block / 2) * 4];
      }
    }
  }
  return { worst, at, parts, mean: whole / (width * height) };
}
