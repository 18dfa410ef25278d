/** A small chart in an element, in step with notes, palette and the size of the element; what it shows comes from its feed. */
import { type RefObject, useEffect, useRef } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { createTrendChart, type TrendChart, type TrendChartOptions } from './trend-chart.ts';

/** Keeps a chart showing something until the function that it returns is called. */
export type ChartFeed = (chart: TrendChart, host: HTMLElement) => () => void;

interface SmallChart extends Omit<TrendChartOptions, 'host' | 'timeZone'> {
  readonly host: RefObject<HTMLElement | null>;
  readonly notes: readonly Annotation[];
  readonly feed: ChartFeed;
}

/** The chart is made anew when anything but its notes is another: `limits`, `onCursor` and `feed` are to be kept. */
export function useSmallChart({ host, notes, feed, ...options }: SmallChart): void {
  const { decimals, limits, scale, stepped, onCursor } = options;
  const session = useSession();
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  const drawn = useRef<TrendChart | null>(null);
  const noted = useRef(notes);
  useEffect(() => {
    noted.current = notes;
    drawn.current?.annotate(notes);
  }, [notes]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const chart = createTrendChart({ host: element, timeZone, decimals, limits, scale, stepped, onCursor });
    drawn.current = chart;
    chart.annotate(noted.current);
    const stop = feed(chart, element);
    const offTheme = session.preferences.theme.subscribe(() => chart.redraw());
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) chart.resize(element.clientWidth, element.clientHeight);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      offTheme();
      stop();
      drawn.current = null;
      chart.destroy();
    };
  }, [session, host, timeZone, decimals, limits, scale, stepped, onCursor, feed]);
}
