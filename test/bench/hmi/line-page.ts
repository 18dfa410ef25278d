/**
 * Eight dense lines as the trend board paints them and as uPlot does, in the same place of the same page: script and frame of a
 * picture after a pan, and what uPlot's one column of times costs at every answer. The lines are the least and greatest of two
 * thousand columns each, at times of their own, as pens of different periods have them.
 */
import uPlot from 'uplot';
import { DenseLines } from '../../../renderer/trend/chart/dense-lines.ts';
import { type Drawing, endOfLine } from '../../../renderer/trend/chart/drawing.ts';
import { readInks } from '../../../renderer/trend/chart/inks.ts';
import { paintLine } from '../../../renderer/trend/chart/paint-line.ts';
import { LineBuffer } from '../../../renderer/trend/lines/line-buffer.ts';

export interface LineFigures {
  /** ms */
  readonly script: number;
  /** From the start of the picture until the frame with it is through, ms. */
  readonly frame: number;
}

export interface LinesCompared {
  readonly own: LineFigures;
  readonly library: LineFigures;
  /** To join the times of all lines into one column, ms. */
  readonly join: number;
}

declare global {
  interface Window {
    compareLines: (pictures: number) => Promise<LinesCompared>;
  }
}

const COLUMNS = 2_000;
const PENS = 8;
const SIZE = { width: 1_240, height: 600 } as const;
const YEAR_MS = 3.15e10;
const STEP_MS = 1e7;
const WIDTH = 1.8;
const INKS = ['#036', '#630', '#360', '#606', '#066', '#660', '#a46', '#444'];

interface Line {
  readonly t: number[];
  readonly v: number[];
}

function lines(): readonly Line[] {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return Array.from({ length: PENS }, (_, pen) => {
    const line: Line = { t: [], v: [] };
    let level = 50;
    for (let column = 0; column < COLUMNS; column++) {
      const at = ((column + pen / PENS) / COLUMNS) * YEAR_MS;
      level += (random() - 0.5) * 4;
      const swing = 10 * random();
      line.t.push(at, at + YEAR_MS / COLUMNS / 2);
      line.v.push(level - swing, level + swing);
    }
    return line;
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const framed = (): Promise<void> => new Promise(done => void requestAnimationFrame(() => setTimeout(done)));

async function timed(pictures: number, paint: (shiftMs: number) => void): Promise<LineFigures> {
  const [script, frame]: [number[], number[]] = [[], []];
  for (let picture = 0; picture < pictures; picture++) {
    await framed();
    const from = performance.now();
    paint(picture * STEP_MS);
    // uPlot paints at the end of the task.
    await Promise.resolve();
    script.push(performance.now() - from);
    await framed();
    frame.push(performance.now() - from);
  }
  return { script: median(script), frame: median(frame) };
}

async function ownLines(pictures: number): Promise<LineFigures> {
  const canvas = Object.assign(document.createElement('canvas'), SIZE);
  document.body.append(canvas);
  const ctx = canvas.getContext('2d');
  if (ctx === null) throw new Error('no canvas');
  const pens = lines().map(({ t, v }, slot) => {
    const line = new LineBuffer();
    t.forEach((at, i) => line.put(at, v[i] ?? Number.NaN, 0));
    return { slot, isStepped: false, line, tail: null };
  });
  const box = { left: 0, top: 0, ...SIZE };
  const layout = { plots: [box], marks: box, lanes: [], timeTop: 0, left: 0, width: SIZE.width, scale: 1 };
  const inks = { ...readInks(document.documentElement), pens: INKS };
  const dense = new DenseLines();
  const figures = await timed(pictures, shiftMs => {
    ctx.clearRect(0, 0, SIZE.width, SIZE.height);
    const view = { from: shiftMs, to: YEAR_MS + shiftMs };
    const drawing: Drawing = { ctx, inks, layout, view, shiftMs: null, dense };
    for (const pen of pens) paintLine(drawing, pen, { box, ends: [0, 100] });
    dense.flush(ctx);
  });
  if (pens.some(pen => Number.isNaN(endOfLine(pen, { from: 0, to: YEAR_MS })))) throw new Error('a line has no end');
  canvas.remove();
  return figures;
}

async function libraryLines(pictures: number): Promise<LineFigures & { readonly join: number }> {
  const apart = lines().map(({ t, v }): uPlot.AlignedData => [t, v]);
  const from = performance.now();
  const joined = uPlot.join(apart);
  const join = performance.now() - from;
  const view = { from: 0, to: YEAR_MS };
  const chart = new uPlot(
    {
      ...SIZE,
      ...{ legend: { show: false }, cursor: { show: false }, axes: [{ show: false }, { show: false }] },
      scales: { x: { time: false, range: () => [view.from, view.to] }, y: { range: [0, 100] } },
      series: [{}, ...INKS.map(stroke => ({ stroke, width: WIDTH, spanGaps: true, points: { show: false } }))],
    },
    joined,
    document.body,
  );
  const figures = await timed(pictures, shiftMs => {
    [view.from, view.to] = [shiftMs, YEAR_MS + shiftMs];
    chart.setScale('x', { min: view.from, max: view.to });
  });
  chart.destroy();
  return { ...figures, join };
}

window.compareLines = async pictures => {
  const own = await ownLines(pictures);
  const { join, ...library } = await libraryLines(pictures);
  return { own, library, join };
};
