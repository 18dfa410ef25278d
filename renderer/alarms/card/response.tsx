/** What is left of the time to respond, cause, consequence, what to do step by step, and the emergency card. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { supportOf } from '../../store/place.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { sentence, spanText, stepsOf } from '../alarm-texts.ts';
import { responseLeft } from './clears.ts';

interface ResponseProps {
  readonly status: AlarmStatus;
  readonly description: AlarmDescription;
}

export function Response({ status, description }: ResponseProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.alarms.card;
  const { cause, consequence, action } = description.texts;
  const steps = stepsOf(pick(action));
  const parts = [
    [words.cause, sentence(pick(cause))],
    [words.consequence, sentence(pick(consequence))],
  ] as const;
  return (
    <section className="card-response">
      <TimeLeft status={status} description={description} />
      <dl>
        {parts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text === '' ? words.notSaid : text}</dd>
          </div>
        ))}
        <div>
          <dt>{words.action}</dt>
          <dd>
            {steps.length === 0 ? (
              words.notSaid
            ) : (
              <ol>
                {steps.map(step => (
                  <li key={step}>{sentence(step)}</li>
                ))}
              </ol>
            )}
          </dd>
        </div>
      </dl>
      {description.card === null ? null : <EmergencyCard card={description.card} />}
    </section>
  );
}

/** Leads to the card, if the project has it; else only names it. */
function EmergencyCard({ card }: { readonly card: string }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const cards = useObservable(session.support.served)?.procedures?.cards ?? [];
  const found = cards.find(({ id }) => id === card);
  const name = fill(texts.alarms.card.emergency, { card });
  if (found === undefined) return <p className="emergency-card">{name}</p>;
  return (
    <p className="emergency-card">
      <button
        type="button"
        className="button is-small"
        title={fill(texts.support.procedures.open, { card })}
        data-testid="card:procedure"
        onClick={() => session.place.set(supportOf('procedures', card))}
      >
        {name} · {pick(found.title)}
      </button>
    </p>
  );
}

function TimeLeft({ status, description }: ResponseProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms.card;
  useObservable(session.second);
  const { state, raisedAt } = status.record;
  const { timeToRespondS } = description;
  const left = responseLeft({ process: state.process, raisedAt, timeToRespondS }, session.client.stationNow());
  const hasTime = timeToRespondS !== null && timeToRespondS > 0;
  return (
    <>
      <p className="time-left">
        <span className="section-name">{words.timeToRespond}</span>
        <TimeWords left={left} allS={timeToRespondS} />
      </p>
      {hasTime ? (
        <svg className="time-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect className="time-ground" width={100} height={4} />
          <rect className="time-used" width={100 * (left?.share ?? 0)} height={4} />
          <path className="time-ticks" d="M25 0V4M50 0V4M75 0V4" />
        </svg>
      ) : null}
    </>
  );
}

function TimeWords({
  left,
  allS,
}: {
  readonly left: ReturnType<typeof responseLeft>;
  readonly allS: number | null;
}): ReactNode {
  const words = useTexts().texts.alarms.card;
  if (allS === null) return <span className="dim">{words.notSaid}</span>;
  if (allS <= 0) return <b>{words.atOnce}</b>;
  const all = spanText(allS * 1_000);
  if (left === null) return <span className="dim">{all}</span>;
  return (
    <span>
      <b>{left.leftMs === 0 ? words.timeOver : spanText(left.leftMs)}</b>
      <em>
        {' '}
        {left.leftMs === 0 ? '' : words.left} / {all}
      </em>
    </span>
  );
}
