/** What has been read of one pen, and the line made of it once an answer, not once a frame. */
import type { TrendSeries } from '../../../shared/model/history.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import type { DrawnPen } from '../chart/drawing.ts';
import type { Seen } from '../chart/value-axis.ts';
import { bucketsOf } from '../lines/buckets-of.ts';
import { indexAt, LineBuffer } from '../lines/line-buffer.ts';
import { lineFromBuckets } from '../lines/line-from-buckets.ts';
import { lineFromSamples } from '../lines/line-from-samples.ts';
import { type LiveTail, liveTail } from '../lines/live-tail.ts';
import type { DataWindow } from '../time/data-window.ts';
import type { TimeWindow } from '../time/follow.ts';

/** A pen as the person has set it. */
export interface BoardPen {
  /** Place, 0 … 7: digit and colour. */
  readonly slot: number;
  readonly tag: TagDefinition;
  readonly isHidden: boolean;
  /** Set point of what it measures; none where nobody sets it. */
  readonly setPoint?: TagDefinition | null;
}

/** Of more samples than this a canvas draws many to one pixel; they become buckets first. */
const MOST_SAMPLES = 4_000;

export class PenData {
  readonly line = new LineBuffer();
  series: TrendSeries | null = null;
  pen: BoardPen;

  constructor(pen: BoardPen) {
    this.pen = pen;
  }

  take(series: TrendSeries, window: DataWindow): void {
    this.series = series;
    const { samples, buckets, isStepped, knownUntil, marks } = series;
    const demoUntil = Math.max(...marks.filter(({ origin }) => origin === 'demo').map(({ to }) => to));
    if (samples !== null && samples.t.length <= MOST_SAMPLES) {
      lineFromSamples(this.line, { samples, isStepped, knownUntil, window, demoUntil });
    } else {
      const made = samples === null ? buckets : bucketsOf(samples, window, knownUntil);
      if (made === null) this.line.clear();
      else lineFromBuckets(this.line, { buckets: made, isStepped, knownUntil, demoUntil });
    }
  }

  /** How the line goes on to `now`; null where it does not. */
  tail(sample: { t: number; v: number; q: number }, moment: { now: number; readAt: number }): LiveTail | null {
    return this.series === null ? null : liveTail(this.line, sample, moment);
  }

  drawn(tail: LiveTail | null): DrawnPen {
    const { slot, tag } = this.pen;
    return { slot, tag, isStepped: this.series?.isStepped ?? false, line: this.line, tail };
  }
}

/** Of what is compared as well, which lies `shiftMs` earlier. */
export function seenWithCompared(pens: readonly DrawnPen[], view: TimeWindow, shiftMs: number | null): Seen {
  const now = seenOf(pens, view);
  if (shiftMs === null) return now;
  const earlier = pens.flatMap(pen => (pen.compared ? [{ ...pen, line: pen.compared, tail: null }] : []));
  const then = seenOf(earlier, { from: view.from - shiftMs, to: view.to - shiftMs });
  if (Number.isNaN(then.min)) return now;
  if (Number.isNaN(now.min)) return then;
  return { min: Math.min(now.min, then.min), max: Math.max(now.max, then.max) };
}

/** Least and greatest value of the lines in `view`, what leads into it included. */
export function seenOf(pens: readonly DrawnPen[], view: TimeWindow): Seen {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { line, tail } of pens) {
    const { t, v, length } = line;
    const first = Math.max(0, indexAt(t, length, view.from) - 1);
    const end = indexAt(t, length, view.to);
    for (let i = first; i < end; i++) {
      const value = v[i] ?? Number.NaN;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (tail === null || tail.time > view.to) continue;
    min = Math.min(min, tail.value);
    max = Math.max(max, tail.value);
  }
  return min > max ? { min: Number.NaN, max: Number.NaN } : { min, max };
}
