/**
 * The trend of a faceplate: one value of the asset over an hour (live, from the memory of the host), a day or a week (from the
 * history), with its limits and what people have noted. Gaps stay gaps. A press leads to the trend screen with the same tag.
 */
import { type ReactNode, type RefObject, useCallback, useRef, useState } from 'react';
import type { Annotation } from '../../../shared/model/annotation.ts';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { type ShownLimits, useLimits } from '../../alarms/limits.ts';
import { CallError } from '../../host/call-book.ts';
import { type Session, useSession, useTexts } from '../../store/session.ts';
import { AnnotationLines } from '../../trend/annotations/svg-flags.tsx';
import { inWindow, useRecentAnnotations } from '../../trend/annotations/use-annotations.ts';
import { openInTrends } from '../../trend/pens/use-pens.ts';
import type { TrendChart } from '../../trend/small/trend-chart.ts';
import { type TrendData, trendData, valueAxis } from '../../trend/small/trend-series.ts';
import { type ChartFeed, useSmallChart } from '../../trend/small/use-small-chart.ts';
import { useDesignPixel } from '../../ui/rows/use-sight.ts';
import { storedLine } from '../history/stored-line.ts';
import type { RoleTag } from './use-asset.ts';

const SPANS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
type SpanName = keyof typeof SPANS;
const SPAN_NAMES = ['hour', 'day', 'week'] as const satisfies readonly SpanName[];
/** Of the day and the week, s. */
const READ_EVERY_S = 30;

export function TrendPart({ values }: { readonly values: readonly RoleTag[] }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.faceplate;
  const [span, setSpan] = useState<SpanName>('hour');
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = values.find(({ tag }) => tag.name === chosen) ?? values[0];
  if (shown === undefined) return <p className="plate-note">{words.lacking.noTags}</p>;
  return (
    <>
      <div className="plate-choice" role="group" aria-label={words.trend.span}>
        {SPAN_NAMES.map(name => (
          <button
            key={name}
            type="button"
            aria-pressed={name === span}
            data-testid={`span:${name}`}
            onClick={() => setSpan(name)}
          >
            {words.trend.spans[name]}
          </button>
        ))}
      </div>
      <PlateChart key={`${shown.tag.name} ${span}`} tag={shown.tag} span={span} />
      {values.length < 2 ? null : (
        <div className="plate-pens" role="group" aria-label={words.trend.pen}>
          {values.map(({ role, tag }) => (
            <button
              key={tag.name}
              type="button"
              aria-pressed={tag === shown.tag}
              title={tag.name}
              onClick={() => setChosen(tag.name)}
            >
              {words.role[role] ?? tag.name}
            </button>
          ))}
        </div>
      )}
      <button type="button" className="button is-small" onClick={() => openInTrends(session, shown.tag.name)}>
        {words.trend.open} <kbd>F8</kbd>
      </button>
    </>
  );
}

type ChartState = 'loading' | 'ready' | 'failed' | 'empty';

function PlateChart({ tag, span }: { readonly tag: TagDefinition; readonly span: SpanName }): ReactNode {
  const { texts } = useTexts();
  const { client } = useSession();
  const all = useRecentAnnotations(tag.name, SPANS[span]);
  const now = client.stationNow();
  const host = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<ChartState>('loading');
  usePlateChart({ host, tag, span, notes: all, onState: setState });
  const note = { loading: texts.trend.loading, failed: texts.trend.failed, empty: texts.trend.noData, ready: '' }[
    state
  ];
  return (
    <figure className="plate-chart">
      <figcaption>
        <b>{tag.name}</b> <em>{tag.unit}</em>
      </figcaption>
      <div ref={host} className="plate-plot" data-testid="plate-plot" data-state={state}>
        {note === '' ? null : <p className="plate-note">{note}</p>}
      </div>
      <AnnotationLines annotations={inWindow(all, { from: now - SPANS[span], to: now })} />
    </figure>
  );
}

interface ChartInput {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly tag: TagDefinition;
  readonly span: SpanName;
  readonly notes: readonly Annotation[];
  readonly onState: (state: ChartState) => void;
}

const noCursor = (): void => undefined;

function usePlateChart({ host, tag, span, notes, onState }: ChartInput): void {
  const session = useSession();
  const limits = useLimits(tag.name);
  const feed = useCallback<ChartFeed>(
    (chart, element) => {
      const from = span === 'hour' ? feedRecent : feedStored;
      return from({ session, tag, span, width: () => element.clientWidth }, (data, window) => {
        if (data === null) return onState('failed');
        onState(data.v.some(value => value !== null) ? 'ready' : 'empty');
        show(chart, { data, window, tag, limits });
      });
    },
    [session, tag, span, limits, onState],
  );
  const { decimals, isStepped: stepped } = tag;
  useSmallChart({ host, notes, feed, limits, decimals, stepped, scale: useDesignPixel(), onCursor: noCursor });
}

interface Shown {
  readonly data: TrendData;
  readonly window: readonly [number, number];
  readonly tag: TagDefinition;
  readonly limits: ShownLimits;
}

function show(chart: TrendChart, { data, window, tag, limits }: Shown): void {
  chart.show(data, window, valueAxis({ values: data.v, low: tag.low, high: tag.high, limits }));
}

interface Feed {
  readonly session: Session;
  readonly tag: TagDefinition;
  readonly span: SpanName;
  readonly width: () => number;
}

/** Null: it could not be read. */
type Take = (data: TrendData | null, window: readonly [number, number]) => void;

function feedRecent({ session, tag, width }: Feed, take: Take): () => void {
  const draw = (): void => {
    const to = session.client.stationNow();
    const from = to - SPANS.hour;
    const { kind } = session.look(tag.handle);
    const isLive = kind !== 'stale' && kind !== 'bad';
    take(trendData(watched.series, { from, to, columns: width(), isLive }), [from, to]);
  };
  // A watched value has to be asked for as well.
  const offTag = session.tags.subscribe(tag.handle, () => undefined);
  const watched = session.recent.watch(tag.name, tag.handle, () => queueMicrotask(draw));
  draw();
  const off = session.second.subscribe(draw);
  return () => {
    off();
    offTag();
    watched.release();
  };
}

function feedStored({ session, tag, span, width }: Feed, take: Take): () => void {
  let isWanted = true;
  const read = async (): Promise<void> => {
    const to = session.client.stationNow();
    const from = to - SPANS[span];
    const columns = Math.max(10, Math.round(width()));
    try {
      const [series] = await session.client.call('history.trend', { tags: [tag.name], from, to, columns });
      if (isWanted && series !== undefined) take(storedLine(series, { from, to }), [from, to]);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (isWanted) take(null, [from, to]);
    }
  };
  void read();
  const off = session.second.subscribe(() => {
    if (session.second.get() % READ_EVERY_S === 0) void read();
  });
  return () => {
    isWanted = false;
    off();
  };
}
