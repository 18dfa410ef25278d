/** The picture that is taken along: what stands in it, from above, and of which cursors. The canvas notes what is written where. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ShownCursor } from '../../../../../renderer/trend/board/board-cursors.ts';
import type { DrawnPlot } from '../../../../../renderer/trend/chart/drawing.ts';
import type { Inks } from '../../../../../renderer/trend/chart/inks.ts';
import { layoutBoard } from '../../../../../renderer/trend/chart/plot-layout.ts';
import {
  type DrawnPair,
  type PictureParts,
  paintPicture,
  pictureSize,
} from '../../../../../renderer/trend/give/board-picture-file.ts';
import { givenPair } from '../../../../../renderer/trend/give/use-giving.ts';
import { LineBuffer } from '../../../../../renderer/trend/lines/line-buffer.ts';
import { GOOD } from '../../../../../shared/model/quality.ts';
import { tagOf } from '../pens/made-tags.ts';

const SIZE = { width: 900, height: 400, scale: 1 };
const WINDOW = { from: 0, to: 1_000 };
const INK = '#000000';
const INKS: Inks = {
  ...{ text: INK, muted: INK, grid: INK, outline: INK, raise: INK, sunk: INK, ground: '#ffffff' },
  ...{ hatch: INK, select: INK, inverse: INK, font: 'sans', badges: [], badgeLine: INK, pens: [INK, INK] },
};
const point = (t: number) => ({ t, x: t / 1_000, y: t / 500 });

const PAIR: DrawnPair = {
  picture: {
    x: { tag: tagOf('FT-1'), slot: 0, ends: [0, 1] },
    y: { tag: tagOf('PT-2'), slot: 1, ends: [0, 2] },
    points: [point(100), point(900)],
    window: WINDOW,
    cursors: [
      { letter: 'A', point: point(100) },
      { letter: 'B', point: point(900) },
    ],
    now: null,
  },
  size: { width: 900, height: 300, scale: 1 },
};

/** A pen of which nothing is known at first. */
function plotWithGap(to: number): DrawnPlot {
  const line = new LineBuffer();
  line.put(to, 1, GOOD);
  line.gaps.push({ from: 0, to, kind: 'none', q: 0, before: Number.NaN, after: 1 });
  const pen = { slot: 0, tag: tagOf('PT-1', { limits: { HH: 1.8, H: 1.5 } }), isStepped: false, line, tail: null };
  const [box] = layoutBoard({ ...SIZE, plots: 1, lanes: 0, axes: { left: 1, right: 0 } }).plots;
  if (box === undefined) throw new Error('no plot');
  return { box, axes: [{ key: 'a', isZoomed: false, pens: [pen], ends: [0, 2] }] };
}

function partsWith(pair: DrawnPair | null, plots: readonly DrawnPlot[] = []): PictureParts {
  const layout = layoutBoard({ ...SIZE, plots: 1, lanes: 0, axes: { left: 1, right: 0 } });
  const words = { noData: (pen: number) => `${pen} no data`, bad: () => '' };
  const tick = { time: 500, text: '12:00', isDay: false };
  const picture = { plots, ticks: [tick], marks: [], words, read: null, lanes: [] };
  const drawn = { view: WINDOW, layout, picture, shiftMs: null, size: SIZE };
  return { drawn, inks: INKS, cursors: [], flags: [], textOf: () => '', pair };
}

/** Texts with their distance from the top of the picture. */
function written(parts: PictureParts): Map<string, number> {
  const texts = new Map<string, number>();
  let top = 0;
  const acts: Record<string, unknown> = {
    translate: (_x: number, y: number) => void (top += y),
    fillText: (text: string, _x: number, y: number) => void texts.set(text, top + y),
    measureText: (text: string) => ({ width: text.length * 7 }),
  };
  const ctx = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name) => acts[String(name)] ?? (() => undefined),
    set: () => true,
  });
  const head = { title: 'Trend', station: 'S', span: 'span', made: 'made', demo: null, pens: [] };
  paintPicture(ctx, parts, head);
  return texts;
}

describe('the picture that is taken along', () => {
  test('has the X-Y plot between its head and the plots, with room for it', () => {
    const texts = written(partsWith(PAIR));
    const order = ['Trend · S', '2 PT-2 MPa', '1 FT-1 MPa', '12:00'];
    expect([...texts.keys()].filter(text => order.includes(text))).toEqual(order);
    const heights = order.map(text => texts.get(text) ?? Number.NaN);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    const without = written(partsWith(null));
    expect((texts.get('12:00') ?? 0) - (without.get('12:00') ?? 0)).toBe(300);
    expect(pictureSize(partsWith(PAIR), null)).toEqual({ width: 900, height: 700 });
    expect(without.has('1 FT-1 MPa')).toBe(false);
  });

  test('marks those cursors of the X-Y plot that were put, not the pointer on its way to the button', () => {
    const cursor = (name: 'a' | 'b', isPut: boolean): ShownCursor => ({ name, x: 1, time: 100, isPut });
    const given = givenPair(PAIR, { cursors: [cursor('a', true), cursor('b', false)] });
    expect(given.picture.cursors.map(({ letter }) => letter)).toEqual(['A']);
    const texts = written(partsWith(given));
    expect([texts.has('A'), texts.has('B')]).toEqual([true, false]);
  });

  test('says where a pen has no data, also where limits are named, and in a part that is hardly wider than the words', () => {
    // Of the browser: what is stroked is no matter here.
    vi.stubGlobal(
      'Path2D',
      class {
        moveTo(): void {}
        lineTo(): void {}
      },
    );
    onTestFinished(() => void vi.unstubAllGlobals());
    for (const to of [600, 100]) {
      const texts = written(partsWith(null, [plotWithGap(to)]));
      expect(texts.has('1 no data'), String(to)).toBe(true);
      expect([...texts.keys()].filter(text => text.startsWith('1 H'))).toHaveLength(2);
    }
  });
});
