/** How often a valve has been operated, and how long its last travels took, out of the history of its limit switches. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { fullTime } from '../../../shared/time/dated-time.ts';
import { type Session, useObservable, useSession, useTexts } from '../../store/session.ts';
import { movedHours, operationsIn, type Travel, travelsOf } from './travels.ts';
import { useAsked } from './use-asked.ts';

const DAYS = 31;
const HOUR_MS = 3_600_000;
/** A travel that begins in the last minutes of an hour ends in the next. */
const BEYOND_MS = 300_000;
const MOST_TRAVELS = 20;
const EVERY_S = 60;

interface Moves {
  readonly operations: number;
  /** Oldest first. */
  readonly travels: readonly Travel[];
}

export function TravelPart({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const { open, closed } = asset.tags;
  const isKnown = open !== undefined && closed !== undefined;
  const asked = useAsked(
    async signal => (isKnown ? readMoves(session, [open, closed], signal) : null),
    `${open} ${closed}`,
    EVERY_S,
  );
  if (typeof asked === 'string') {
    return <p className="plate-note">{asked === 'loading' ? texts.trend.loading : texts.trend.failed}</p>;
  }
  if (asked.value === null) return <p className="plate-note">{texts.faceplate.lacking.noHistory}</p>;
  return <MovesShown moves={asked.value} limitS={asset.travelLimitS ?? null} />;
}

/** Counts by the hour, then the samples of those hours alone in which it has moved. */
async function readMoves(session: Session, tags: readonly [string, string], signal: AbortSignal): Promise<Moves> {
  const to = session.client.stationNow();
  const from = to - DAYS * 24 * HOUR_MS;
  const question = { tags: [...tags], aggregates: ['NumberOfTransitions' as const], from, to, stepMs: HOUR_MS };
  const series = await session.client.call('history.aggregate', question, { signal });
  const hours = { from, stepMs: HOUR_MS, counts: series.map(({ v }) => v) };
  const travels: Travel[] = [];
  const moved = movedHours(hours, MOST_TRAVELS);
  for (const start of moved) {
    const span = {
      from: Math.max(start, (travels.at(-1)?.at ?? 0) + 1),
      to: start + HOUR_MS + BEYOND_MS,
      bounds: true,
    };
    const [open, closed] = await Promise.all(
      tags.map(tag => session.client.call('history.raw', { tag, ...span }, { signal })),
    );
    if (open !== undefined && closed !== undefined) travels.push(...travelsOf(open.samples, closed.samples));
  }
  // Where every hour was looked into, what was found is the number; of more the changes of the switches tell it.
  const operations = moved.length < MOST_TRAVELS ? travels.length : operationsIn(hours);
  return { operations, travels: travels.slice(-MOST_TRAVELS) };
}

function MovesShown({ moves, limitS }: { readonly moves: Moves; readonly limitS: number | null }): ReactNode {
  const { texts } = useTexts();
  const words = texts.faceplate;
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const { operations, travels } = moves;
  const last = travels.at(-1);
  const seconds = travels.map(({ ms }) => ms / 1_000);
  const mean = seconds.reduce((sum, s) => sum + s, 0) / Math.max(1, seconds.length);
  return (
    <section className="travels" data-testid="travels">
      <p className="section-name">{fill(words.travel.title, { count: String(travels.length) })}</p>
      {travels.length === 0 ? (
        <p className="plate-text">{words.lacking.noOperations}</p>
      ) : (
        <TravelBars seconds={seconds} limitS={limitS} />
      )}
      <dl className="plate-facts">
        <dt>
          {words.travel.operations} <em>{fill(words.travel.span, { days: String(DAYS) })}</em>
        </dt>
        <dd>{operations}</dd>
        {last === undefined ? null : (
          <>
            <dt>{words.travel.mean}</dt>
            <dd>{mean.toFixed(1)} s</dd>
            <dt>{words.travel.longest}</dt>
            <dd>{Math.max(...seconds).toFixed(1)} s</dd>
            <dt>{words.travel.lastAt}</dt>
            <dd>
              {fullTime(last.at, timeZone)} · {last.to === 'open' ? words.travel.opened : words.travel.closed}
            </dd>
          </>
        )}
        <dt>{words.state.travelLimit}</dt>
        <dd>{limitS === null ? words.lacking.notSaid : `${limitS} s`}</dd>
        <dt>{words.travel.lastBy}</dt>
        <dd>{words.lacking.untilGate}</dd>
      </dl>
    </section>
  );
}

const BAR = { width: 6, pitch: 9, height: 34, top: 5 } as const;

/** One bar a travel, the limit dashed above them. */
function TravelBars({
  seconds,
  limitS,
}: {
  readonly seconds: readonly number[];
  readonly limitS: number | null;
}): ReactNode {
  const most = Math.max(limitS ?? 0, ...seconds);
  const y = (s: number): number => BAR.top + BAR.height * (1 - s / most);
  const width = MOST_TRAVELS * BAR.pitch;
  return (
    <svg className="travel-bars" viewBox={`0 0 ${width} ${BAR.top + BAR.height + 1}`} aria-hidden="true">
      {seconds.map((s, i) => (
        <rect key={i} x={i * BAR.pitch} y={y(s)} width={BAR.width} height={BAR.top + BAR.height - y(s)} />
      ))}
      {limitS === null ? null : <path className="limit-line dashed" d={`M0 ${y(limitS)}h${width}`} />}
      <path className="limit-line" d={`M0 ${BAR.top + BAR.height + 0.5}h${width}`} />
    </svg>
  );
}
