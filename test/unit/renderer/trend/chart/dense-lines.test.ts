/** Dense lines on a canvas: gathered into one picture, which lies where its plot is. The canvas notes what is asked of it. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DenseLines } from '../../../../../renderer/trend/chart/dense-lines.ts';

const BOX = { left: 10.5, top: 20, width: 30, height: 12 };
const RATIO = 2;

let drawn: unknown[][] = [];
let dense: DenseLines;

class Sheet {
  readonly size: readonly number[];

  constructor(...size: readonly number[]) {
    this.size = size;
  }

  getContext() {
    return { canvas: this, putImageData: (...args: unknown[]) => void drawn.push(['put', ...args.slice(1)]) };
  }
}

class Image {
  readonly data: Uint8ClampedArray;

  constructor(data: Uint8ClampedArray) {
    this.data = data;
  }
}

beforeEach(() => {
  vi.stubGlobal('OffscreenCanvas', Sheet);
  vi.stubGlobal('ImageData', Image);
  drawn = [];
  dense = new DenseLines();
  return () => vi.unstubAllGlobals();
});

const ctx = new Proxy({ fillStyle: '' } as CanvasRenderingContext2D, {
  get: (target, name) => {
    if (name === 'fillStyle') return target.fillStyle;
    if (name === 'getTransform') return () => ({ a: RATIO, d: RATIO, e: 0, f: 0 });
    if (name === 'drawImage') return (...args: unknown[]) => void drawn.push(['draw', ...args.slice(1)]);
    return () => undefined;
  },
});

const add = (y: number, color = '#102030'): boolean =>
  dense.add(ctx, BOX, {
    color,
    alpha: 1,
    width: 1,
    lead: path => {
      path.moveTo(12, y);
      path.lineTo(14, y);
    },
  });

describe('dense lines', () => {
  test('come to the canvas together when something is to lie over them, in whole pixels and no more rows than they have', () => {
    expect([add(24), add(26)]).toEqual([true, true]);
    expect(drawn).toEqual([]);
    dense.flush(ctx);
    // From 10.5 px two pixels each: 21 … 81; rows of 24 − ½ … 26 + ½ px, counted from 20.
    expect(drawn).toEqual([
      ['put', 0, 0, 0, 7, 60, 6],
      ['draw', 0, 7, 60, 6, 21, 47, 60, 6],
    ]);
  });

  test('are there once: nothing is left for the next time', () => {
    add(24);
    dense.flush(ctx);
    drawn = [];
    dense.flush(ctx);
    expect(drawn).toEqual([]);
    add(30);
    dense.flush(ctx);
    expect(drawn.at(-1)).toEqual(['draw', 0, 19, 60, 2, 21, 59, 60, 2]);
  });

  test('of an ink that is no plain colour are left to the canvas', () => {
    expect(add(24, 'rgba(1, 2, 3, 0.5)')).toBe(false);
    dense.flush(ctx);
    expect(drawn).toEqual([]);
  });
});
