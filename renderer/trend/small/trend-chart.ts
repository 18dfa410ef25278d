/**
 * The chart itself: one uPlot in an HTML box that is never scaled by CSS (its pointer mapping breaks there). Owns the
 * canvas and nothing else; colours come from the palette's custom properties at the time of drawing.
 */
import uPlot from 'uplot';
import type { Annotation } from '../../../shared/model/annotation.ts';
import type { TagLimits } from '../../../shared/model/tag.ts';
import { type ZoneClock, zoneClock } from '../../../shared/time/zone.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { LIMITS_BY_WEIGHT, placeLabels } from '../chart/limit-labels.ts';
import { drawNotes } from '../chart/plot-notes.ts';
import type { TrendData } from './trend-series.ts';

export interface TrendChartOptions {
  readonly host: HTMLElement;
  readonly timeZone: string;
  readonly decimals: number;
  readonly limits: TagLimits;
  /** Size of the texts, 1 = 12 px: the panel grows with the window. */
  readonly scale: number;
  /** States and words change in steps; a slope between them would be invented. */
  readonly stepped: boolean;
  readonly onCursor: (at: { readonly time: number; readonly value: number | null } | null) => void;
}

export interface TrendChart {
  show(data: TrendData, x: readonly [number, number], y: readonly [number, number]): void;
  /** Shown from the next drawing on, which this asks for. */
  annotate(notes: readonly Annotation[]): void;
  resize(width: number, height: number): void;
  redraw(): void;
  destroy(): void;
}

/** A chart in `options.host`, sized to it. */
export function createTrendChart(options: TrendChartOptions): TrendChart {
  const { host } = options;
  let bad: TrendData['bad'] = [];
  let axis: readonly [number, number] = [0, 1];
  let notes: readonly Annotation[] = [];
  const ink = (name: string): string => getComputedStyle(host).getPropertyValue(name).trim();
  const clock = zoneClock(options.timeZone);
  const axisDecimals = (): number => {
    const step = (axis[1] - axis[0]) / 5;
    return Math.max(0, Math.min(6, Math.max(options.decimals, step > 0 ? Math.ceil(-Math.log10(step)) : 0)));
  };
  const { scale } = options;
  const axisStyle = { font: `${12 * scale}px ${ink('--font')}`, ticks: { show: false } } as const;
  const chart = new uPlot(
    {
      width: Math.max(100, host.clientWidth),
      height: Math.max(80, host.clientHeight),
      ms: 1,
      legend: { show: false },
      padding: [10 * scale, 14 * scale, 0, 0],
      cursor: { drag: { x: false, y: false }, points: { size: 8 } },
      scales: { x: { time: true, auto: false }, y: { auto: false } },
      axes: [
        {
          ...axisStyle,
          size: 30 * scale,
          space: 60 * scale,
          stroke: () => ink('--muted'),
          grid: { stroke: () => ink('--grid'), width: 1 },
          values: (_plot, splits) => timeTexts(splits, clock),
        },
        {
          ...axisStyle,
          size: 62 * scale,
          space: 32 * scale,
          stroke: () => ink('--muted'),
          grid: { stroke: () => ink('--grid'), width: 1 },
          values: (_plot, splits) => splits.map(value => formatNumber(value, axisDecimals())),
        },
      ],
      series: [
        {},
        {
          stroke: () => ink('--value'),
          width: 2 * scale,
          points: { show: false },
          ...(options.stepped && uPlot.paths.stepped !== undefined ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        },
      ],
      hooks: {
        drawAxes: [plot => hatchSpans(plot, bad, ink)],
        draw: [
          plot => drawLimits(plot, options, ink),
          plot => drawNotes(plot, notes, { scale, ratio: uPlot.pxRatio, ink }),
        ],
        setCursor: [
          plot => {
            const index = plot.cursor.idx;
            const time = index === null || index === undefined ? undefined : plot.data[0][index];
            if (time === undefined || index === null || index === undefined) options.onCursor(null);
            else options.onCursor({ time, value: plot.data[1]?.[index] ?? null });
          },
        ],
      },
    },
    [[], []],
    host,
  );
  return {
    show: (data, x, y) => {
      bad = data.bad;
      axis = y;
      chart.batch(() => {
        chart.setData([[...data.t], [...data.v]], false);
        chart.setScale('x', { min: x[0], max: x[1] });
        chart.setScale('y', { min: y[0], max: y[1] });
      });
    },
    annotate: annotations => {
      notes = annotations;
      chart.redraw(false, true);
    },
    resize: (width, height) => chart.setSize({ width, height }),
    redraw: () => chart.redraw(false, true),
    destroy: () => chart.destroy(),
  };
}

/** Hours and minutes, with seconds only where the ticks are closer than a minute. */
function timeTexts(splits: readonly number[], clock: ZoneClock): string[] {
  const stepMs = (splits[1] ?? 0) - (splits[0] ?? 0);
  const length = stepMs < 60_000 ? 8 : 5;
  return splits.map(time => clock.at(time).time.slice(0, length));
}

/** No valid value: diagonal hatch over the whole height, so that it cannot be read as a line at zero. */
function hatchSpans(plot: uPlot, spans: TrendData['bad'], ink: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const step = 7 * uPlot.pxRatio;
  for (const [from, to] of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right - left < 1) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.strokeStyle = ink('--stale');
    ctx.lineWidth = 1.5 * uPlot.pxRatio;
    ctx.beginPath();
    for (let x = left - bbox.height; x < right; x += step) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

interface DrawnLimit {
  readonly name: (typeof LIMITS_BY_WEIGHT)[number];
  readonly label: string;
  /** Canvas px. */
  readonly y: number;
}

type LimitOptions = Pick<TrendChartOptions, 'limits' | 'decimals' | 'scale'>;

/** L and H dashed, LL and HH solid, each with its name and value at the left end, inside the plot. */
function drawLimits(plot: uPlot, options: LimitOptions, ink: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio * options.scale;
  const seen = seenLimits(plot, options);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = ratio;
  ctx.strokeStyle = ink('--outline');
  for (const { name, y } of seen) {
    ctx.setLineDash(name.length === 1 ? [6 * ratio, 4 * ratio] : []);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.fillStyle = ink('--text');
  ctx.font = `${12 * ratio}px ${ink('--font')}`;
  labelLimits(plot, seen, ratio);
  ctx.restore();
}

function seenLimits(plot: uPlot, { limits, decimals }: LimitOptions): readonly DrawnLimit[] {
  const { top, height } = plot.bbox;
  return LIMITS_BY_WEIGHT.flatMap(name => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const y = plot.valToPos(limit, 'y', true);
    return y < top || y > top + height ? [] : [{ name, y, label: `${name} ${formatNumber(limit, decimals)}` }];
  });
}

function labelLimits({ ctx, bbox }: uPlot, seen: readonly DrawnLimit[], ratio: number): void {
  const lines = seen.map(({ y, label }) => ({ y, width: ctx.measureText(label).width }));
  const height = 15 * ratio;
  const room = { top: bbox.top, bottom: bbox.top + bbox.height, height, space: 14 * ratio };
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  placeLabels(lines, room).forEach((place, i) => {
    if (place !== null) ctx.fillText(seen[i]?.label ?? '', bbox.left + 6 * ratio + place.left, place.top + height / 2);
  });
}
