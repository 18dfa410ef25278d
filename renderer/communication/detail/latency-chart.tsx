/**
 * The latency histogram of a device with p50, p95 and the deadline of its requests on one axis. HTML and not SVG: its texts
 * keep their size whatever the width. Classes are drawn equally wide, since their bounds grow by about the same factor.
 */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber, formatRaw } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { axisLabels, type Histogram, histogramOf, type Latency, percentile, repliesOf } from './latency.ts';

/** Labels of bounds that do not touch in the narrowest panel. */
const MOST_LABELS = 8;

interface LatencyChartProps {
  readonly latency: Latency;
  readonly timeoutMs: number;
}

export function LatencyChart({ latency, timeoutMs }: LatencyChartProps): ReactNode {
  const { communication } = useTexts().texts;
  const { detail } = communication;
  const histogram = histogramOf(latency, timeoutMs);
  const count = formatNumber(repliesOf(latency), 0);
  return (
    <figure className="latency" data-testid="latency">
      <figcaption className="detail-head">
        <h3>{detail.latency}</h3>
        <span>{histogram === null ? detail.noReplies : `${fill(detail.replies, { count })} · ms`}</span>
      </figcaption>
      {histogram === null ? null : <Bars histogram={histogram} latency={latency} timeoutMs={timeoutMs} />}
    </figure>
  );
}

function Bars({ histogram, latency, timeoutMs }: LatencyChartProps & { readonly histogram: Histogram }): ReactNode {
  const { detail } = useTexts().texts.communication;
  const width = `${100 / histogram.bars.length}%`;
  return (
    <>
      <div className="latency-plot">
        <Mark name="p50" ms={percentile(latency, 0.5)} row={0} histogram={histogram} />
        <Mark name="p95" ms={percentile(latency, 0.95)} row={1} histogram={histogram} />
        <Mark name={detail.timeout} ms={timeoutMs} row={2} histogram={histogram} isDeadline />
        <div className="latency-bars">
          {histogram.bars.map(({ fromMs, toMs, count, share }) => (
            <div
              key={toMs}
              style={{ width }}
              title={`${formatMs(fromMs)} … ${formatMs(toMs)} ms: ${formatNumber(count, 0)}`}
            >
              {count === 0 ? null : <span style={{ height: `${share * 100}%` }} />}
            </div>
          ))}
        </div>
      </div>
      <div className="latency-axis" aria-hidden="true">
        {axisLabels(histogram, MOST_LABELS).map(({ ms, at }) => (
          <span key={ms} className={edgeOf(at)} style={{ left: `${at * 100}%` }}>
            {formatMs(ms)}
          </span>
        ))}
      </div>
    </>
  );
}

interface MarkProps {
  readonly name: string;
  readonly ms: number | null;
  /** Each label has a row of its own above the bars: two percentiles of one class would overlap. */
  readonly row: number;
  readonly histogram: Histogram;
  readonly isDeadline?: boolean;
}

function Mark({ name, ms, row, histogram, isDeadline = false }: MarkProps): ReactNode {
  if (ms === null) return null;
  const at = histogram.place(ms);
  return (
    <div className={isDeadline ? 'latency-mark is-deadline' : 'latency-mark'} style={{ left: `${at * 100}%` }}>
      <span className={at > 0.5 ? `row-${row} is-left` : `row-${row}`} data-testid={`latency-${row}`}>
        {name} <b>{isDeadline ? formatMs(ms) : formatNumber(ms, 1)}</b>
      </span>
    </div>
  );
}

const edgeOf = (at: number): string => (at === 0 ? 'is-first' : at === 1 ? 'is-last' : '');

/** A bound has the decimals that it has. */
const formatMs = (ms: number): string => (Number.isInteger(ms) ? formatNumber(ms, 0) : formatRaw(ms));
