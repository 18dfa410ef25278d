/**
 * Volume of the gas day beside that of the one before, from the totalisers' history, and the place of a forecast that nothing computes
 * yet. Read once a minute. A sum of which a part is not known is underlined like an uncertain value and says how much is known; it is
 * drawn as old while a totaliser is not heard. Origin: left end of the first line, its base line.
 */
import { type ReactNode, useRef } from 'react';
import { textWidth } from '../../../../shared/scene/text-width.ts';
import { fill } from '../../../../shared/text/catalog.ts';
import { zoneClock } from '../../../../shared/time/zone.ts';
import { formatNumber, NO_VALUE } from '../../../../shared/units/format.ts';
import { totalSpans } from '../../../faceplates/history/totals.ts';
import { useObservable, useSession, useTexts } from '../../../store/session.ts';
import { useNow } from '../../../store/use-now.ts';
import { usePolled } from '../../../store/use-polled.ts';
import { type DrawInput, defineSymbol, type Readings, withAge } from '../../define-symbol.ts';
import { LiveNumber, useFacts } from '../../live.tsx';
import { type Volume, type VolumeStep, volumeOf, volumePath, volumeSoFar, volumeSteps } from './day-volume-sum.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 900_000;
const ASK_AGAIN_S = 60;
const VALUE_X = 150;
const PLOT = { x: 230, y: -14, width: 116, height: 78 } as const;
/** Less than this is not the whole. */
const WHOLE = 0.995;
/** Room above the greater of both days. */
const AIR = 1.1;

/** `live`; `unknown` when a totaliser has no value; old while one is not heard. */
export function dayVolumeState(readings: Readings): string {
  const counters = [readings['counter'], readings['counter2'], readings['counter3'], readings['series']];
  const bound = counters.filter(reading => reading !== undefined);
  return bound.some(({ value }) => value === null) ? 'unknown' : withAge('live', readings);
}

interface Days {
  readonly today: readonly VolumeStep[];
  readonly before: readonly VolumeStep[];
  /** Steps of the day that have passed, with the part of the running one. */
  readonly passed: number;
  /** Steps of the whole day before. */
  readonly whole: number;
  readonly isOld: boolean;
  readonly isRead: boolean;
}

/** The two gas days of the totalisers, by the minute. */
function useDays(counters: readonly string[], series: string): Days {
  const model = useObservable(useSession().station.model);
  const now = useNow(MINUTE_MS);
  const { timeZone = 'UTC', gasDayStart = '00:00' } = model?.description ?? {};
  const { gasDay, gasDayBefore } = totalSpans(now, zoneClock(timeZone), gasDayStart);
  const question = {
    tags: series === '' ? [...counters] : [...counters, series],
    aggregates: ['CounterIncrease' as const, 'DurationInStateNonZero' as const],
    stepMs: STEP_MS,
  };
  // In the very minute in which the day begins there is no span yet.
  const to = Math.max(gasDay.to, gasDay.from + MINUTE_MS);
  const today = usePolled('history.aggregate', { ...question, from: gasDay.from, to }, ASK_AGAIN_S);
  const before = usePolled('history.aggregate', { ...question, ...gasDayBefore }, ASK_AGAIN_S * 10);
  const tags = { counters, series };
  return {
    today: volumeSteps(today.value ?? [], tags),
    before: volumeSteps(before.value ?? [], tags),
    passed: Math.max(0, gasDay.to - gasDay.from) / STEP_MS,
    whole: (gasDayBefore.to - gasDayBefore.from) / STEP_MS,
    isOld: today.isOld || before.isOld,
    isRead: today.value !== null && before.value !== null,
  };
}

function DayVolume({ node, state, handles }: DrawInput): ReactNode {
  const { texts } = useTexts();
  const words = texts.mimic.day;
  const { unit } = useFacts(node, 'counter');
  const counters = ['counter', 'counter2', 'counter3'].flatMap(role => node.bind[role] ?? []);
  const days = useDays(counters, node.bind['series'] ?? '');
  const today = volumeSoFar(days.today, days.passed);
  const same = volumeOf(days.before, days.passed);
  const whole = volumeOf(days.before, days.whole);
  const isStale = state !== 'live' || days.isOld;
  const forecast = handles['forecast'];
  return (
    <g data-testid="day-volume" data-known={today.known.toFixed(3)}>
      <Amount volume={today} y={6} size={28} unit={unit} isStale={isStale} />
      <Line y={34} label={words.sameTime} volume={same} unit={unit} />
      <Difference y={52} today={today} same={same} />
      <Line y={70} label={words.before} volume={whole} unit={unit} />
      <Forecast y={88} handle={forecast} unit={unit} />
      <Curves days={days} />
      <text x={PLOT.x} y={96} className="t12 mut">
        {note(days, [today, same, whole], texts.mimic)}
      </text>
    </g>
  );
}

/** Why numbers are missing or not the whole; nothing where they are. */
function note(
  days: Days,
  volumes: readonly Volume[],
  words: { readonly readingHistory: string; readonly historyFailed: string; readonly day: { readonly part: string } },
): string {
  if (days.isOld) return words.historyFailed;
  if (!days.isRead) return words.readingHistory;
  const least = Math.min(...volumes.map(({ known }) => known));
  return least >= WHOLE ? '' : fill(words.day.part, { n: String(Math.floor(least * 100)) });
}

interface AmountProps {
  readonly volume: Volume;
  readonly y: number;
  readonly size: 14 | 28;
  readonly unit: string;
  readonly isStale?: boolean;
}

function Amount({ volume: { total, known }, y, size, unit, isStale = false }: AmountProps): ReactNode {
  const shown = total === null ? NO_VALUE : formatNumber(total, 0);
  const isOld = isStale && total !== null;
  const width = textWidth(shown, size, size === 28) + 4;
  return (
    <>
      {isOld ? (
        <rect x={VALUE_X - width + 2} y={y - size * 0.86} width={width} height={size * 1.02} className="hatch" />
      ) : null}
      <text
        x={VALUE_X}
        y={y}
        className={`val t${size}${size === 28 ? ' b' : ''}`}
        textAnchor="end"
        data-quality={total === null ? 'bad' : isOld ? 'stale' : known < WHOLE ? 'uncertain' : 'good'}
      >
        {shown}
      </text>
      {total === null || known >= WHOLE ? null : (
        <path d={`M${VALUE_X - width + 4} ${y + 3.5}H${VALUE_X}`} className="dotted" />
      )}
      <text x={VALUE_X + 4} y={y} className="t12 mut">
        {unit}
      </text>
    </>
  );
}

interface LineProps {
  readonly y: number;
  readonly label: string;
  readonly volume: Volume;
  readonly unit: string;
}

function Line({ y, label, volume, unit }: LineProps): ReactNode {
  return (
    <>
      <text y={y} className="t12 mut">
        {label}
      </text>
      <Amount volume={volume} y={y} size={14} unit={unit} />
    </>
  );
}

/** In percent of the day before at the same time; only where both are known as a whole. */
function Difference({
  y,
  today,
  same,
}: {
  readonly y: number;
  readonly today: Volume;
  readonly same: Volume;
}): ReactNode {
  const { texts } = useTexts();
  const isWhole = today.known >= WHOLE && same.known >= WHOLE && (same.total ?? 0) > 0;
  const percent = isWhole ? (((today.total ?? 0) - (same.total ?? 0)) / (same.total ?? 1)) * 100 : Number.NaN;
  return (
    <>
      <text y={y} className="t12 mut">
        {texts.mimic.day.difference}
      </text>
      <text x={VALUE_X} y={y} className="val t14" textAnchor="end" data-quality={isWhole ? 'good' : 'bad'}>
        {isWhole ? `${percent > 0 ? '+' : ''}${formatNumber(percent, 1)}` : NO_VALUE}
      </text>
      <text x={VALUE_X + 4} y={y} className="t12 mut">
        %
      </text>
    </>
  );
}

interface ForecastProps {
  readonly y: number;
  readonly handle: number | undefined;
  readonly unit: string;
}

const FORECAST = { tag: 'forecast', caption: undefined, decimals: 0, low: null, high: null, limits: {} } as const;

/** The place of a forecast of the whole day: its number when something computes it, until then why there is none. */
function Forecast({ y, handle, unit }: ForecastProps): ReactNode {
  const { texts } = useTexts();
  const after = useRef<SVGTextElement>(null);
  return (
    <>
      <text y={y} className="t12 mut">
        {texts.mimic.day.forecast}
      </text>
      <LiveNumber
        handle={handle}
        facts={{ ...FORECAST, unit }}
        at={[VALUE_X, y]}
        size={14}
        onLook={({ value }) => {
          if (after.current !== null) after.current.textContent = value === null ? texts.mimic.day.noForecast : unit;
        }}
      />
      <text ref={after} x={VALUE_X + 4} y={y} className="t12 mut">
        {texts.mimic.day.noForecast}
      </text>
    </>
  );
}

function Curves({ days: { today, before, passed, whole } }: { readonly days: Days }): ReactNode {
  const model = useObservable(useSession().station.model);
  const start = model?.description.gasDayStart ?? '00:00';
  const top = Math.max(1, sum(today), sum(before)) * AIR;
  const curve = { steps: Math.max(1, whole), width: PLOT.width, height: PLOT.height, top };
  const now = (Math.min(passed, curve.steps) / curve.steps) * PLOT.width;
  return (
    <g transform={`translate(${PLOT.x} ${PLOT.y})`}>
      <rect width={PLOT.width} height={PLOT.height} className="plot" />
      <path d={volumePath(before, curve)} className="spark2" />
      <path d={volumePath(today, curve)} className="spark" />
      <path d={`M${now.toFixed(1)} 0V${PLOT.height}`} className="hair" />
      {[0, PLOT.width].map(x => (
        <text key={x} x={x} y={PLOT.height + 15} className="t12 mut" textAnchor={x === 0 ? 'start' : 'end'}>
          {start}
        </text>
      ))}
    </g>
  );
}

const sum = (steps: readonly VolumeStep[]): number => steps.reduce<number>((all, step) => all + (step ?? 0), 0);

export const dayVolume = defineSymbol({
  id: 'day-volume',
  states: ['live', 'unknown'],
  inWords: false,
  state: dayVolumeState,
  draw: input => <DayVolume {...input} />,
});
