/**
 * Hours or days of one value, read from the historian once a minute: the line, the normal band, the alarm limits and one more limit
 * that no alarm has (`line`). Nothing is drawn where nothing was recorded. Origin: top left of the plot.
 */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../shared/rpc/contract.ts';
import { sizesOf } from '../../../../shared/scene/catalogue/sizes.ts';
import { fill } from '../../../../shared/text/catalog.ts';
import { formatNumber } from '../../../../shared/units/format.ts';
import { useTexts } from '../../../store/session.ts';
import { useNow } from '../../../store/use-now.ts';
import { type Polled, usePolled } from '../../../store/use-polled.ts';
import { type DrawInput, defineSymbol, numberProp, textProp } from '../../define-symbol.ts';
import { useFacts, type ValueFacts, ValueTarget } from '../../live.tsx';
import { levelTextAt, place, type Scale } from '../../scale.ts';
import { demoWidth } from '../../spark.ts';
import { demoUntil, historyPath, type Span } from './history-path.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Asked for by the minute; the same minute again only after a failure. s */
const ASK_AGAIN_S = 60;
const DAY_H = 24;

function HistoryChart({ node, handles }: DrawInput): ReactNode {
  const facts = useFacts(node);
  const { texts, pick } = useTexts();
  const { width, height } = sizesOf('history-chart', node);
  const hours = numberProp(node, 'hours') ?? 24;
  const to = useNow(MINUTE_MS);
  const span: Span = { from: to - hours * HOUR_MS, to };
  const scale: Scale = {
    low: numberProp(node, 'low') ?? facts.low ?? 0,
    high: numberProp(node, 'high') ?? facts.high ?? 1,
    from: height,
    to: 0,
  };
  const answer = usePolled(
    'history.trend',
    { tags: [facts.tag], ...span, columns: Math.max(10, Math.round(width)) },
    ASK_AGAIN_S,
  );
  const line = numberProp(node, 'line');
  const lineLabel = textProp(node, 'lineLabel');
  const ago = hours % DAY_H === 0 && hours > DAY_H ? fill(texts.mimic.daysAgo, { n: String(hours / DAY_H) }) : null;
  return (
    <ValueTarget handle={handles['value']} facts={facts} area={[-4, -4, width + 50, height + 22]}>
      <rect width={width} height={height} className="plot" />
      <Grid facts={facts} scale={scale} width={width} />
      {line === undefined ? null : (
        <Limit
          y={place(scale, line)}
          width={width}
          text={`${lineLabel === undefined ? '' : pick(lineLabel)} ${formatNumber(line, facts.decimals)}`}
        />
      )}
      <Line answer={answer} plot={{ width, scale }} span={span} />
      <text y={height + 16} className="t12 mut">
        {ago ?? fill(texts.mimic.hoursAgo, { n: String(hours) })}
      </text>
      <text x={width} y={height + 16} className="t12 mut" textAnchor="end">
        {texts.now}
      </text>
    </ValueTarget>
  );
}

interface GridProps {
  readonly facts: ValueFacts;
  readonly scale: Scale;
  readonly width: number;
}

const GRID_LINES = 5;

function Grid({ facts, scale, width }: GridProps): ReactNode {
  const { L, H } = facts.limits;
  const top = place(scale, H ?? scale.high);
  const bottom = place(scale, L ?? scale.low);
  const step = (scale.high - scale.low) / GRID_LINES;
  const decimals = step >= 1 ? 0 : facts.decimals;
  const levels = Array.from({ length: GRID_LINES + 1 }, (_none, i) => scale.low + i * step);
  return (
    <>
      {L === undefined && H === undefined ? null : (
        <rect y={top} width={width} height={bottom - top} className="bandl" />
      )}
      {levels.map(level => (
        <g key={level}>
          <path d={`M0 ${place(scale, level)}H${width}`} className="grid" />
          <text x={width + 6} y={place(scale, level) + 4} className="t12 mut">
            {formatNumber(level, decimals)}
          </text>
        </g>
      ))}
      {(['LL', 'L', 'H', 'HH'] as const).map(name => {
        const value = facts.limits[name];
        if (value === undefined || value < scale.low || value > scale.high) return null;
        return (
          <Limit
            key={name}
            y={place(scale, value)}
            width={width}
            text={`${name} ${formatNumber(value, facts.decimals)}`}
          />
        );
      })}
    </>
  );
}

function Limit({ y, width, text }: { readonly y: number; readonly width: number; readonly text: string }): ReactNode {
  return (
    <>
      <path d={`M0 ${y}H${width}`} className="limit-line" />
      <text x={8} y={y + levelTextAt(y)} className="t12 mut">
        {text}
      </text>
    </>
  );
}

interface LineProps {
  readonly answer: Polled<OutputOf<'history.trend'>>;
  readonly plot: { readonly width: number; readonly scale: Scale };
  readonly span: Span;
}

function Line({ answer, plot, span }: LineProps): ReactNode {
  const { texts } = useTexts();
  const series = answer.value?.[0];
  const path = series === undefined ? '' : historyPath(series, span, plot);
  const strip = demoWidth(series === undefined ? null : demoUntil(series, span), { ...span, width: plot.width });
  const words = answer.isOld
    ? texts.mimic.historyFailed
    : series === undefined
      ? texts.mimic.readingHistory
      : path === ''
        ? texts.mimic.nothingRecorded
        : '';
  return (
    <>
      <path d={path} className="spark" />
      {strip === 0 ? null : (
        <rect width={strip.toFixed(1)} height={5} className="demo-strip">
          <title>{texts.trends.demoData}</title>
        </rect>
      )}
      {words === '' ? null : (
        <text x={plot.width / 2} y={17} className="t12 mut" textAnchor="middle">
          {words}
        </text>
      )}
    </>
  );
}

export const historyChart = defineSymbol({
  id: 'history-chart',
  draw: input => <HistoryChart {...input} />,
});
