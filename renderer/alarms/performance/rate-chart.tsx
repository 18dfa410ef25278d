/** Alarms of each ten minutes of the month, with the limit dashed and the floods behind them. */
import type { ReactNode } from 'react';
import type { AlarmPerformance } from '../../../shared/model/alarm-journal.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { stationDays } from '../../../shared/time/calendar.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { useTexts } from '../../store/session.ts';
import { Panel } from './panel.tsx';
import { LIMIT_PER_PIECE, PIECE_MS, type RateBars, rateBars } from './rate-bars.ts';

interface ChartProps {
  readonly performance: AlarmPerformance;
  /** End of the month, epoch ms. */
  readonly until: number;
  readonly clock: ZoneClock;
}

export function RateChart({ performance, until, clock }: ChartProps): ReactNode {
  const words = useTexts().texts.performance;
  const drawn = rateBars(performance, until);
  const days = stationDays(clock, performance.from, until).map(day => ({
    date: day.date,
    at: (day.from - performance.from) / PIECE_MS,
    width: (day.to - day.from) / PIECE_MS,
  }));
  const part = (units: number): string => `${(units / drawn.width) * 100}%`;
  const height = (count: number): string => `${(count / drawn.top) * 100}%`;
  return (
    <Panel title={words.chart} note={words.chartNote} testId="performance-chart">
      <div className="rate-chart">
        <span className="rate-axis" style={{ bottom: height(LIMIT_PER_PIECE) }}>
          {LIMIT_PER_PIECE}
        </span>
        <span className="rate-axis" style={{ bottom: 0 }}>
          0
        </span>
        <Bars drawn={drawn} days={days.map(({ at }) => at)} label={words.chart} />
        {drawn.cut === null ? null : (
          <b
            className={drawn.cut.at > drawn.width / 2 ? 'rate-cut is-left' : 'rate-cut'}
            style={{ left: part(drawn.cut.at) }}
          >
            {fill(words.cut, { peak: formatNumber(drawn.cut.peak, 0) })}
          </b>
        )}
        <div className="rate-days" aria-hidden="true">
          {days.map(({ date, at, width }) => (
            <span key={date} style={{ left: part(at), width: part(width) }}>
              {Number(date.slice(8))}
            </span>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function Bars({ drawn, days, label }: { drawn: RateBars; days: readonly number[]; label: string }): ReactNode {
  const { width, top, bars, floods } = drawn;
  const limit = top - LIMIT_PER_PIECE;
  return (
    <svg className="rate-bars" viewBox={`0 0 ${width} ${top}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="days" d={days.map(at => `M${at} 0V${top}`).join('')} />
      <path className="bars" d={bars} />
      <path className="limit" d={`M0 ${limit}H${width}`} />
      <path className="base" d={`M0 ${top}H${width}`} />
      <path className="flood" d={floods.map(flood => `M${flood.at} ${top}h${flood.width}`).join('')} />
    </svg>
  );
}
