/**
 * The card of one alarm, from the top: what it is, its value, how long is left and what to do, the last hour, where it is among
 * the states and what the next step is, how it was the last ten times, and what can be done. Not modal; Esc closes.
 */
import { type ReactNode, useEffect } from 'react';
import { useSession, useTexts } from '../../store/session.ts';
import { groupOf, lookOfAlarm } from '../alarm-order.ts';
import { kindOf, subjectOf } from '../alarm-texts.ts';
import { Badge } from '../badge/badge.tsx';
import { useAlarmFacts, useAlarmStatus } from '../use-alarms.ts';
import { CardActions } from './card-actions.tsx';
import { CardValue } from './card-value.tsx';
import { StateDiagram } from './diagram/state-diagram.tsx';
import { CardHistory } from './history/card-history.tsx';
import { Related } from './related.tsx';
import { Response } from './response.tsx';
import { CardTrend } from './trend/card-trend.tsx';

interface CardProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function AlarmCard({ id, onClose }: CardProps): ReactNode {
  const { alarms } = useSession();
  const { texts } = useTexts();
  const words = texts.alarms;
  const status = useAlarmStatus(id);
  const facts = useAlarmFacts(id);
  // A limit may be bound to a tag and have moved since.
  useEffect(() => void alarms.refresh(), [alarms, id]);
  if (status === undefined || facts.description === undefined) {
    return (
      <article className="alarm-card" data-testid="alarm-card">
        <CardHead id={id} onClose={onClose} />
        <p className="alarm-empty">{alarms.descriptions.get().size === 0 ? words.loading : words.unknownAlarm}</p>
      </article>
    );
  }
  const { description } = facts;
  return (
    <article className="alarm-card" aria-label={`${words.card.title} ${id}`} data-testid="alarm-card" data-id={id}>
      <CardHead id={id} onClose={onClose} />
      <div className="card-body">
        <CardValue status={status} facts={facts} />
        <Response status={status} description={description} />
        <CardTrend status={status} facts={facts} />
        <StateDiagram status={status} isLatching={description.isLatching} />
        <CardHistory status={status} facts={facts} />
        <Related description={description} />
      </div>
      <CardActions status={status} description={description} />
    </article>
  );
}

function CardHead({ id, onClose }: CardProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.alarms;
  const status = useAlarmStatus(id);
  const { description } = useAlarmFacts(id);
  return (
    <header className="card-head">
      {status === undefined ? null : (
        <Badge
          priority={status.priority}
          look={groupOf(status) === null ? 'none' : lookOfAlarm(status)}
          isFlashing={status.isUnacknowledged}
        />
      )}
      <div>
        <p className="card-name">
          <b>{subjectOf(id)}</b>
          <span className="type-box">{kindOf(id)}</span>
          {status === undefined ? null : <span className="dim">{words.priority[status.priority]}</span>}
        </p>
        <p>{description === undefined ? '' : pick(description.texts.message)}</p>
      </div>
      <button type="button" className="card-close" data-testid="card-close" onClick={onClose}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 2L14 14M14 2L2 14" />
        </svg>
        <kbd>Esc</kbd>
        <span className="hidden-text">{words.card.close}</span>
      </button>
    </header>
  );
}
