/**
 * How many alarms came in ten minutes, against the limit of a flood, over the last six hours. Black, not an alarm colour. The bars
 * are asked for once a minute: each answer reads six hours of the journal.
 */
import { type ReactNode, useSyncExternalStore } from 'react';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { usePolled } from '../store/use-polled.ts';

const HOURS = 6;
const STEP_MS = 600_000;
const PERIOD_S = 60;
/** ISA-18.2: more than this in ten minutes is a flood. */
const FLOOD_LIMIT = 10;
const CHART = { step: 5, bar: 3.6, height: 30 } as const;

export function FloodPanel(): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.banner;
  const summary = useObservable(session.alarms.book.summary);
  // Not by the second: a new piece of ten minutes is all that changes what is asked for.
  const endOfPiece = (): number => Math.ceil(session.client.stationNow() / STEP_MS) * STEP_MS;
  const to = useSyncExternalStore(session.second.subscribe, endOfPiece);
  const areas = useObservable(session.preferences.areas);
  const asked = { from: to - HOURS * 3_600_000, to, ...(areas === null ? {} : { areas: [...areas] }) };
  const { value } = usePolled('alarms.performance', asked, PERIOD_S);
  if (summary === null) return null;
  const { isFlood, recent } = summary.counts;
  return (
    <div className="flood-panel" title={words.floodHint}>
      {isFlood ? <b className="flood-box">{words.flood}</b> : null}
      <b>{recent}</b>
      <em>{words.perTenMinutes}</em>
      {value === null ? null : <RateBars counts={value.tenMinutes} label={words.rate} />}
    </div>
  );
}

function RateBars({ counts, label }: { readonly counts: Uint32Array; readonly label: string }): ReactNode {
  const most = Math.max(FLOOD_LIMIT * 1.4, ...counts);
  const y = (count: number): number => CHART.height * (1 - count / most);
  const width = counts.length * CHART.step;
  return (
    <>
      <svg className="rate-bars" viewBox={`0 0 ${width} ${CHART.height + 2}`} role="img" aria-label={label}>
        <path className="rate-limit" d={`M0 ${y(FLOOD_LIMIT)}H${width}`} />
        {Array.from(counts, (count, i) => (
          <rect
            key={i}
            className={count > FLOOD_LIMIT ? 'rate-bar is-flood' : 'rate-bar'}
            x={i * CHART.step}
            y={Math.min(CHART.height - 0.8, y(count))}
            width={CHART.bar}
            height={Math.max(0.8, CHART.height - y(count))}
          />
        ))}
        <path className="rate-base" d={`M0 ${CHART.height + 1}H${width}`} />
      </svg>
      <em>{HOURS} h</em>
    </>
  );
}
