/** The last hour beside the last two minutes on one axis, with the limits and the moment of the alarm. Reads what mimics read. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { AlarmStatus } from '../../../../shared/model/alarm.ts';
import type { Annotation } from '../../../../shared/model/annotation.ts';
import type { TagDefinition } from '../../../../shared/model/tag.ts';
import { formatNumber } from '../../../../shared/units/format.ts';
import { place, type Scale } from '../../../mimic/scale.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { AnnotationLines, SvgFlags } from '../../../trend/annotations/svg-flags.tsx';
import { inWindow, useRecentAnnotations } from '../../../trend/annotations/use-annotations.ts';
import { lookOfAlarm } from '../../alarm-order.ts';
import { BadgeShape } from '../../badge/badge.tsx';
import { limitsOf, type ShownLimits, useLimits } from '../../limits.ts';
import { type AlarmFacts, useZone } from '../../use-alarms.ts';
import { useDrawnWidth } from '../use-drawn-width.ts';
import { type CardSeries, isState, linePath, rangeFor } from './card-line.ts';

const WINDOWS = [3_600_000, 120_000] as const;
const PLOT = { top: 8, height: 118, left: 46, gap: 14, right: 72 } as const;
const REDRAW_EVERY_S = 1;

interface CardTrendProps {
  readonly status: AlarmStatus;
  readonly facts: AlarmFacts;
}

export function CardTrend({ status, facts }: CardTrendProps): ReactNode {
  const words = useTexts().texts.alarms.card;
  const section = useRef<HTMLElement>(null);
  const width = useDrawnWidth(section);
  const notes = useRecentAnnotations(facts.tag?.name ?? null);
  if (facts.tag === undefined) return null;
  return (
    <section ref={section} className="card-trend">
      <p className="section-name">
        {words.trend} <em>{facts.unit}</em>
      </p>
      <TagTrend status={status} tag={facts.tag} width={width} notes={notes} />
      <AnnotationLines annotations={notes} />
    </section>
  );
}

/** The series is continued in place; a second's tick draws what has come. */
function useSeries(tag: TagDefinition): CardSeries {
  const session = useSession();
  const [series, setSeries] = useState<CardSeries>({ t: [], v: [], isLive: false });
  useEffect(() => {
    const draw = (): void => {
      const { t, v } = watched.series;
      const kind = session.look(tag.handle).kind;
      setSeries({ t: [...t], v: [...v], isLive: kind !== 'stale' && kind !== 'bad' });
    };
    const watched = session.recent.watch(tag.name, tag.handle, () => queueMicrotask(draw));
    // A watched value has to be asked for as well.
    const offTag = session.tags.subscribe(tag.handle, () => undefined);
    draw();
    const off = session.second.subscribe(() => {
      if (session.second.get() % REDRAW_EVERY_S === 0) draw();
    });
    return () => {
      off();
      offTag();
      watched.release();
    };
  }, [session, tag]);
  return series;
}

interface TagTrendProps {
  readonly status: AlarmStatus;
  readonly tag: TagDefinition;
  /** Of the whole drawing, design pixels. */
  readonly width: number;
  readonly notes: readonly Annotation[];
}

function TagTrend({ status, tag, width, notes }: TagTrendProps): ReactNode {
  const session = useSession();
  useObservable(session.second);
  const limits = useLimits(tag.name);
  const series = useSeries(tag);
  const now = session.client.stationNow();
  const [low, high] = useMemo(() => rangeFor(series, limits), [series, limits]);
  const scale: Scale = { low, high, from: PLOT.top + PLOT.height, to: PLOT.top };
  const plotWidth = (width - PLOT.left - PLOT.right - PLOT.gap) / 2;
  const right = width - PLOT.right;
  return (
    <svg className="card-chart" viewBox={`0 0 ${width} 150`} role="img" aria-label={tag.name}>
      {WINDOWS.map((windowMs, i) => (
        <Plot
          key={windowMs}
          {...{ series, limits, scale, status, notes, isStepped: tag.isStepped }}
          x={PLOT.left + i * (plotWidth + PLOT.gap)}
          width={plotWidth}
          from={now - windowMs}
          to={now}
        />
      ))}
      {(isState(series, limits) ? [0, 1] : [low, (low + high) / 2, high]).map(value => (
        <text key={value} className="t12 mut" x={PLOT.left - 6} y={place(scale, value) + 4} textAnchor="end">
          {formatNumber(value, tag.decimals)}
        </text>
      ))}
      {apart(limits, scale).map(({ name, value, y }) => (
        <text key={name} className="t12 txt" x={right + 6} y={y + 4}>
          {name} <tspan className="mut">{formatNumber(value, tag.decimals)}</tspan>
        </text>
      ))}
    </svg>
  );
}

const LABEL_HEIGHT = 13;

/** Places of the labels of limits, pushed apart where limits lie close together. */
function apart(limits: ShownLimits, scale: Scale) {
  let above = Number.NEGATIVE_INFINITY;
  return limitsOf(limits)
    .map(([name, value]) => ({ name, value, y: place(scale, value) }))
    .toSorted((a, b) => a.y - b.y)
    .map(label => {
      above = Math.max(label.y, above + LABEL_HEIGHT);
      return { ...label, y: above };
    });
}

interface PlotProps {
  readonly series: CardSeries;
  readonly limits: ShownLimits;
  readonly scale: Scale;
  readonly status: AlarmStatus;
  readonly isStepped: boolean;
  readonly notes: readonly Annotation[];
  readonly x: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
}

function Plot({ series, limits, scale, status, isStepped, notes, x, width, from, to }: PlotProps): ReactNode {
  const zone = useZone();
  const raisedAt = status.record.raisedAt;
  const at = raisedAt !== null && raisedAt >= from && raisedAt <= to ? raisedAt : null;
  const px = (time: number): number => x + (time - from) * (width / (to - from));
  const { L, H } = limits;
  const bandTop = place(scale, H ?? scale.high);
  const bandBottom = place(scale, L ?? scale.low);
  const bottom = PLOT.top + PLOT.height;
  return (
    <g>
      <rect className="plot" x={x} y={PLOT.top} width={width} height={PLOT.height} />
      {L === undefined && H === undefined ? null : (
        <rect className="bandl" x={x} y={bandTop} width={width} height={Math.max(0, bandBottom - bandTop)} />
      )}
      {limitsOf(limits).map(([name, value]) => (
        <path
          key={name}
          className={name.length === 2 ? 'limit-line' : 'limit-line dashed'}
          d={`M${x} ${place(scale, value)}h${width}`}
        />
      ))}
      <path className="spark" d={linePath(series, { from, to, x, width, scale, isStepped })} />
      <SvgFlags annotations={inWindow(notes, { from, to })} xOf={px} top={PLOT.top} bottom={bottom} />
      {at === null ? null : (
        <>
          <path className="alarm-moment" d={`M${px(at)} ${PLOT.top}V${bottom}`} />
          <g transform={`translate(${px(at)} ${bottom - 12}) scale(0.8)`}>
            <BadgeShape
              priority={status.priority}
              look={lookOfAlarm(status) === 'unacknowledged' ? 'acknowledged' : lookOfAlarm(status)}
            />
          </g>
        </>
      )}
      {([0.25, 0.75] as const).map(share => (
        <text key={share} className="t12 mut" x={x + width * share} y={bottom + 17} textAnchor="middle">
          {zone.at(from + (to - from) * share).time.slice(0, to - from > 600_000 ? 5 : 8)}
        </text>
      ))}
    </g>
  );
}
