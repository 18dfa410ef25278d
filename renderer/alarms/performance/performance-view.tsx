/**
 * How well the alarm system itself works, month by month, against the targets of ISA-18.2 and EEMUA 191; one page of A4 when it is
 * printed. Has none of the colours of alarms: nothing here asks for anybody at once.
 */
import { type ReactNode, useState } from 'react';
import type { AlarmPerformance } from '../../../shared/model/alarm-journal.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { type ZoneClock, zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useKeys } from '../desk/use-keys.ts';
import { type PerformanceState, usePerformance } from './ask/use-performance.ts';
import { FiguresPanel } from './figures-panel.tsx';
import { Lists } from './lists.tsx';
import { heldAfter, type MonthChoice, monthChoice } from './month-choice.ts';
import { PriorityPanel } from './priority-panel.tsx';
import { RateChart } from './rate-chart.tsx';
import { TopPanel } from './top-panel.tsx';

/** Of the areas of responsibility of this screen: targets are for one operator position. */
export function PerformanceView(): ReactNode {
  const { client, station, preferences, replay } = useSession();
  const jumps = useObservable(replay.jumps);
  const areas = useObservable(preferences.areas) ?? undefined;
  const timeZone = useObservable(station.model)?.description.timeZone ?? null;
  if (timeZone === null) return null;
  // Of another time there is another page.
  return <Months key={jumps} clock={zoneClock(timeZone)} now={client.stationNow()} areas={areas} />;
}

interface MonthsProps {
  readonly clock: ZoneClock;
  /** When the page was opened: a month that goes on is not counted anew each second. */
  readonly now: number;
  readonly areas: readonly string[] | undefined;
}

function Months({ clock, now, areas }: MonthsProps): ReactNode {
  const [openedAt] = useState(now);
  const [held, setHeld] = useState<string | null>(null);
  const choice = monthChoice(clock, openedAt, held);
  const { state, again } = usePerformance({ from: choice.from, to: choice.to, areas });
  const go = (by: number | null): void =>
    setHeld(by === null ? null : heldAfter(clock, openedAt, { month: choice.month, by }));
  useKeys({
    arrowleft: () => go(-1),
    arrowright: choice.isCurrent ? undefined : () => go(1),
    p: state.phase === 'ready' ? () => window.print() : undefined,
  });
  return (
    <div className="performance" data-testid="performance" data-phase={state.phase}>
      <PrintHead choice={choice} clock={clock} />
      <Head choice={choice} state={state} clock={clock} go={go} />
      {state.phase === 'ready' ? (
        <Page performance={state.performance} until={choice.to} clock={clock} />
      ) : (
        <NoPage state={state} again={again} />
      )}
    </div>
  );
}

interface HeadProps {
  readonly choice: MonthChoice;
  readonly state: PerformanceState;
  readonly clock: ZoneClock;
  /** By months; null is the month of now. */
  readonly go: (months: number | null) => void;
}

function Head({ choice, state, clock, go }: HeadProps): ReactNode {
  const words = useTexts().texts.performance;
  const counted = state.phase === 'ready' && choice.isCurrent ? clock.at(state.performance.to) : null;
  return (
    <header className="performance-head no-print">
      <h1>{words.title}</h1>
      <div className="month-picker">
        <Turn label={words.monthBefore} path="M10 3L5 8L10 13" testId="month-before" onTurn={() => go(-1)} />
        <b data-testid="performance-month">{choice.month}</b>
        <Turn
          label={words.monthAfter}
          path="M6 3L11 8L6 13"
          testId="month-after"
          onTurn={() => go(1)}
          isOff={choice.isCurrent}
        />
        <button type="button" className="button is-small" disabled={choice.isCurrent} onClick={() => go(null)}>
          {words.thisMonth}
        </button>
      </div>
      <Areas />
      <span className="dim">
        {counted === null ? '' : fill(words.upTo, { time: `${counted.date} ${counted.time}` })}
      </span>
      <button
        type="button"
        className="button is-solid print-button"
        disabled={state.phase !== 'ready'}
        data-testid="performance-print"
        onClick={() => window.print()}
      >
        <span>
          {words.print}
          <kbd>P</kbd>
        </span>
      </button>
    </header>
  );
}

/** Said where the figures are not of the whole station. */
function Areas(): ReactNode {
  const words = useTexts().texts.alarms.areas;
  const areas = useObservable(useSession().preferences.areas);
  return areas === null ? null : <b>{fill(words.some, { count: String(areas.length) })}</b>;
}

interface TurnProps {
  readonly label: string;
  readonly path: string;
  readonly testId: string;
  readonly onTurn: () => void;
  readonly isOff?: boolean;
}

function Turn({ label, path, testId, onTurn, isOff = false }: TurnProps): ReactNode {
  return (
    <button type="button" aria-label={label} title={label} disabled={isOff} data-testid={testId} onClick={onTurn}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}

/** On paper there is no frame around the page that says whose it is. */
function PrintHead({ choice, clock }: Pick<HeadProps, 'choice' | 'clock'>): ReactNode {
  const { client, station } = useSession();
  const { texts, pick } = useTexts();
  const model = useObservable(station.model);
  const { date, time } = clock.at(client.stationNow());
  return (
    <header className="print-only print-head">
      <h1>{`${model === null ? '' : pick(model.description.name)} · ${texts.performance.title} · ${choice.month}`}</h1>
      <Areas />
      <span>{`${texts.performance.printed} ${date} ${time.slice(0, 5)}`}</span>
    </header>
  );
}

interface PageProps {
  readonly performance: AlarmPerformance;
  readonly until: number;
  readonly clock: ZoneClock;
}

function Page({ performance, until, clock }: PageProps): ReactNode {
  const words = useTexts().texts.performance;
  return (
    <div className="performance-page">
      <RateChart performance={performance} until={until} clock={clock} />
      <div className="performance-column">
        <FiguresPanel performance={performance} />
        <PriorityPanel performance={performance} />
        <p className="dim performance-sources">{words.sources}</p>
      </div>
      <div className="performance-column">
        <TopPanel performance={performance} />
      </div>
      <div className="performance-column">
        <Lists performance={performance} clock={clock} />
      </div>
    </div>
  );
}

function NoPage({ state, again }: { readonly state: PerformanceState; readonly again: () => void }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.performance;
  if (state.phase !== 'failed')
    return <p className="performance-note">{state.phase === 'waiting' ? words.notAsked : words.loading}</p>;
  const { error } = state;
  return (
    <p className="performance-note">
      {`${words.failed}: ${pick({ zh: error.zh.message, en: error.message })}`}
      <button type="button" className="button is-small" onClick={again}>
        {words.again}
      </button>
    </p>
  );
}
