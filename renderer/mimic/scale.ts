/** Scales and shapes of the analogue drawings: position on a bar, pointer paths, last-hour paths. Pure. */
import { decimate } from '../trend/small/decimate.ts';

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Pixel of `low` and of `high`; `from` may be greater (vertical bars grow upwards). */
  readonly from: number;
  readonly to: number;
}

/** Pixel of `value`, held within the bar: a pointer at the end says "off scale", never "gone". */
export function place({ low, high, from, to }: Scale, value: number): number {
  const share = high === low ? 0 : (value - low) / (high - low);
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

/** Scale ends that hold the data with a tenth of air, on round numbers, and span `least` at least. */
export function niceRange(low: number, high: number, least = 0): readonly [number, number] {
  if (!(high >= low)) return [0, 1];
  if (high - low < least) return niceRange((low + high - least) / 2, (low + high + least) / 2);
  const span = high - low || Math.max(Math.abs(high) * 0.02, 1e-3);
  const step = niceStep(span / 3);
  return [Math.floor((low - span * 0.1) / step) * step, Math.ceil((high + span * 0.1) / step) * step];
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

interface PathInput {
  readonly t: readonly number[];
  readonly v: readonly number[];
  readonly from: number;
  readonly to: number;
  /** Left edge and width, px. */
  readonly x: number;
  readonly width: number;
  readonly scale: Scale;
}

/** SVG path of a series; NaN breaks the line. At most four points per pixel column. */
export function seriesPath({ t, v, from, to, x, width, scale }: PathInput): string {
  const points = decimate({ t, v }, from, to, Math.max(1, Math.round(width)));
  let path = '';
  let isDown = false;
  for (let i = 0; i < points.t.length; i++) {
    const value = points.v[i] ?? Number.NaN;
    if (Number.isNaN(value)) {
      isDown = false;
      continue;
    }
    const px = x + (Math.min(to, Math.max(from, points.t[i] ?? from)) - from) * (width / (to - from));
    path += `${isDown ? 'L' : 'M'}${px.toFixed(1)} ${place(scale, value).toFixed(1)}`;
    isDown = true;
  }
  return path;
}

/** Height of a line's text and of the strip along the top of a chart, px. */
const TEXT_ROOM = 20;

/** Where the base line of the text at a level line of a chart is, px below it: above the line, or beneath it at the chart's top end. */
export const levelTextAt = (y: number): number => (y < TEXT_ROOM ? 14 : -4);
