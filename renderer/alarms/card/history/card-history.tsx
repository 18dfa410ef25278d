/**
 * The last ten activations of the alarm, read again whenever the alarm has a new row. One of priority 1 or 2 opens to what was kept
 * around it.
 */
import { Fragment, type ReactNode, useState } from 'react';
import type { AlarmStatus } from '../../../../shared/model/alarm.ts';
import { useTexts } from '../../../store/session.ts';
import { spanText, valueText } from '../../alarm-texts.ts';
import { type AlarmFacts, useZone } from '../../use-alarms.ts';
import { ActivationContext } from './activation-context.tsx';
import { type Activation, activationsOf } from './activations.ts';
import { useJournalOf } from './use-journal-of.ts';

const MOST = 10;
/** Rows for ten activations with everything that happens to them. */
const ROWS = 120;

/** Nothing is kept around calls of lower ones. */
const LOWEST_WITH_CONTEXT = 2;

interface HistoryProps {
  readonly status: AlarmStatus;
  readonly facts: AlarmFacts;
}

export function CardHistory({ status, facts }: HistoryProps): ReactNode {
  const words = useTexts().texts.alarms;
  const rows = useJournalOf([status.id], { limit: ROWS, version: status.sequence });
  const found = typeof rows === 'string' ? rows : activationsOf(rows, MOST);
  const [opened, setOpened] = useState<number | null>(null);
  const hasContext = status.priority <= LOWEST_WITH_CONTEXT;
  if (typeof found === 'string' || found.length === 0) {
    const text = found === 'loading' ? words.loading : found === 'failed' ? words.journal.failed : words.card.never;
    return (
      <section className="card-history">
        <p className="section-name">{words.card.lastTen}</p>
        <p className="dim">{text}</p>
      </section>
    );
  }
  return (
    <section className="card-history" data-testid="card-history">
      <table>
        <thead>
          <tr>
            <th>{words.card.lastTen}</th>
            <th className="r">{words.column.trip}</th>
            <th className="r">{words.card.lasted}</th>
            <th className="r">{words.card.toAcknowledge}</th>
            <th className="r">{words.column.by}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(activation => (
            <ActivationRow
              key={activation.sequence}
              {...{ activation, facts, hasContext }}
              isOpen={activation.sequence === opened}
              onTurn={() => setOpened(activation.sequence === opened ? null : activation.sequence)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly activation: Activation;
  readonly facts: AlarmFacts;
  readonly hasContext: boolean;
  readonly isOpen: boolean;
  readonly onTurn: () => void;
}

function ActivationRow({ activation, facts, hasContext, isOpen, onTurn }: RowProps): ReactNode {
  const words = useTexts().texts.alarms;
  const { at, value, lastedMs, isActive, acknowledgedAfterMs, who, sequence } = activation;
  const kind = facts.description?.kind;
  return (
    <Fragment>
      <tr className={isActive ? 'is-active' : undefined}>
        <td>{hasContext ? <ContextTurn {...{ activation, isOpen, onTurn }} /> : <TimeOf at={at} />}</td>
        <td className="r v">
          {kind === undefined ? '' : valueText(kind, value, { decimals: facts.decimals, words: words.state })}
        </td>
        <td className="r">{isActive ? words.card.lasting : lastedMs === null ? '–' : spanText(lastedMs)}</td>
        <td className="r">{acknowledgedAfterMs === null ? '–' : spanText(acknowledgedAfterMs)}</td>
        <td className="r by" translate="no" title={who ?? undefined}>
          {who ?? '–'}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={5}>
            <ActivationContext sequence={sequence} at={at} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

function TimeOf({ at }: { readonly at: number }): ReactNode {
  const { date, time } = useZone().at(at);
  return `${date} ${time}`;
}

function ContextTurn({ activation, isOpen, onTurn }: Pick<RowProps, 'activation' | 'isOpen' | 'onTurn'>): ReactNode {
  const words = useTexts().texts.alarms.card;
  return (
    <button
      type="button"
      className="context-turn"
      aria-expanded={isOpen}
      title={words.contextOpen}
      data-testid={`activation:${activation.sequence}`}
      onClick={onTurn}
    >
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={isOpen ? 'M1 3L5 7.500L9 3' : 'M3 1L7.500 5L3 9'} />
      </svg>
      <TimeOf at={activation.at} />
    </button>
  );
}
