/** Keeps an SVG path in step with the last hour of a tag. Redraws at most every other second: a pixel is about a minute. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { WINDOW_MS } from '../store/recent-store.ts';
import { useSession } from '../store/session.ts';
import type { LookKind } from './quality-look.ts';
import { niceRange, type Scale, seriesPath } from './scale.ts';

const REDRAW_EVERY_S = 2;
const NOT_LIVE: readonly LookKind[] = ['stale', 'bad'];

interface SparkInput {
  readonly tag: string;
  readonly handle: number | undefined;
  readonly x: number;
  readonly width: number;
  readonly scale: Scale;
  readonly path: RefObject<SVGPathElement | null>;
  /** Strip over what was made for the demo. */
  readonly demo?: RefObject<SVGRectElement | null>;
  /** Given, the scale follows the data and is told here; `scale` then gives the pixels only. */
  readonly onRange?: (low: number, high: number) => void;
  /** Of a scale that follows the data. */
  readonly leastSpan?: number;
}

export function useSpark(input: SparkInput): void {
  const session = useSession();
  const latest = useRef(input);
  useLayoutEffect(() => {
    latest.current = input;
  });
  const { tag, handle } = input;
  useLayoutEffect(() => {
    if (handle === undefined || tag === '' || tag.startsWith('~')) return undefined;
    const draw = (): void => {
      const { path, x, width, demo, onRange, leastSpan = 0 } = latest.current;
      let { scale } = latest.current;
      const to = session.client.stationNow();
      const from = to - WINDOW_MS;
      if (onRange !== undefined) {
        const [low, high] = niceRange(...extent(watched.series, from), leastSpan);
        scale = { ...scale, low, high };
        onRange(low, high);
      }
      const last = watched.series.v.at(-1) ?? Number.NaN;
      // A value that is good now is drawn up to now, though its last change may be older.
      const isLive = !Number.isNaN(last) && !NOT_LIVE.includes(session.look(handle).kind);
      const { t, v } = watched.series;
      const d = seriesPath({
        t: isLive ? [...t, to] : t,
        v: isLive ? [...v, last] : v,
        from,
        to,
        x,
        width,
        scale,
      });
      const strip = demoWidth(watched.series.demoUntil, { from, to, width });
      demo?.current?.setAttribute('width', strip.toFixed(1));
      if (path.current?.getAttribute('d') !== d) path.current?.setAttribute('d', d);
    };
    let isSoon = false;
    const soon = (): void => {
      if (isSoon) return;
      isSoon = true;
      queueMicrotask(() => {
        isSoon = false;
        draw();
      });
    };
    const watched = session.recent.watch(tag, handle, soon);
    soon();
    const off = session.second.subscribe(() => {
      if (session.second.get() % REDRAW_EVERY_S === 0) draw();
    });
    return () => {
      off();
      watched.release();
    };
  }, [session, tag, handle]);
}

/** Narrower than this a strip is overlooked, in units of the drawing. */
const LEAST_STRIP = 3;

/** How much of a chart from `from` to `to` was made for the demo, in units of its `width`; 0 where nothing of it is. */
export function demoWidth(
  demoUntil: number | null,
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): number {
  if (demoUntil === null || demoUntil <= from) return 0;
  return Math.min(width, Math.max(LEAST_STRIP, ((demoUntil - from) / (to - from)) * width));
}

/** Least and greatest of what is in force after `from`; no span where nothing is. */
function extent(
  { t, v }: { readonly t: readonly number[]; readonly v: readonly number[] },
  from: number,
): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  v.forEach((value, i) => {
    if (Number.isNaN(value) || (t[i + 1] ?? Number.POSITIVE_INFINITY) < from) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return [low, high];
}
