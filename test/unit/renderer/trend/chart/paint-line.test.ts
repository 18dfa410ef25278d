/** Which lines are stroked by the canvas and which are drawn by columns of pixels. */
import { expect, test, vi } from 'vitest';
import { DenseLines } from '../../../../../renderer/trend/chart/dense-lines.ts';
import type { Drawing } from '../../../../../renderer/trend/chart/drawing.ts';
import type { Inks } from '../../../../../renderer/trend/chart/inks.ts';
import { paintLine } from '../../../../../renderer/trend/chart/paint-line.ts';
import { LineBuffer } from '../../../../../renderer/trend/lines/line-buffer.ts';

const WIDTH = 1_000;
const BOX = { left: 0, top: 0, width: WIDTH, height: 100 };

class Path {
  moveTo(): void {
    // Where it goes does not matter here.
  }
  lineTo(): void {
    // Nor here.
  }
}

/** By whom a line of so many places over the whole width is drawn. */
function drawnBy(places: number, { isMoving = false, dash = [] as readonly number[] } = {}): string {
  vi.stubGlobal('Path2D', Path);
  const by: string[] = [];
  const noted = new Set(['stroke']);
  const ctx = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => (noted.has(String(name)) ? () => void by.push('canvas') : () => undefined),
    set: () => true,
  });
  const dense = new DenseLines();
  vi.spyOn(dense, 'add').mockImplementation(() => by.push('columns') > 0);
  const line = new LineBuffer();
  for (let i = 0; i < places; i++) line.put((i / (places - 1)) * WIDTH, i % 2, 0);
  const layout = { plots: [BOX], marks: BOX, lanes: [], timeTop: 0, left: 0, width: WIDTH, scale: 1 };
  const inks = { pens: ['#000000'], text: '#000000', dashes: [dash] } as Partial<Inks> as Inks;
  const drawing: Drawing = { ctx, inks, layout, view: { from: 0, to: WIDTH }, shiftMs: null, dense, isMoving };
  paintLine(drawing, { slot: 0, isStepped: false, line, tail: null }, { box: BOX, ends: [0, 1] });
  vi.unstubAllGlobals();
  return [...new Set(by)].join(' ');
}

test('lines with about as many places as pixels are drawn by columns, others are stroked', () => {
  expect([drawnBy(2_000), drawnBy(900), drawnBy(300)]).toEqual(['columns', 'columns', 'canvas']);
});

test('under a moving hand coarse lines are drawn by columns as well, a few places are not', () => {
  expect([drawnBy(300, { isMoving: true }), drawnBy(40, { isMoving: true })]).toEqual(['columns', 'canvas']);
});

test('a dashed line, as paper has them, is stroked however dense it is', () => {
  expect(drawnBy(2_000, { dash: [4, 4] })).toBe('canvas');
});
