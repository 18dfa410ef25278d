/** The last ten activations of the alarm, read again whenever the alarm has a new row. */
import { type ReactNode, useEffect, useState } from 'react';
import { CallError } from '../../host/call-book.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { spanText, valueText } from '../alarm-texts.ts';
import { type AlarmFacts, useZone } from '../use-alarms.ts';
import { type Activation, activationsOf } from './activations.ts';

const MOST = 10;
/** Rows for ten activations with everything that happens to them. */
const ROWS = 120;
const LOOK_BACK_MS = 3 * 366 * 86_400_000;

interface HistoryProps {
  readonly id: string;
  readonly facts: AlarmFacts;
  /** Number of the alarm's last row. */
  readonly sequence: number;
}

type Found = readonly Activation[] | 'loading' | 'failed';

function useActivations(id: string, sequence: number): Found {
  const { client } = useSession();
  const [found, setFound] = useState<Found>('loading');
  useEffect(() => {
    const giveUp = new AbortController();
    const now = client.stationNow();
    const read = async (): Promise<void> => {
      try {
        const filter = { ids: [id], from: now - LOOK_BACK_MS, to: now + 60_000, limit: ROWS };
        const page = await client.call('alarms.journal', filter, { signal: giveUp.signal });
        if (!giveUp.signal.aborted) setFound(activationsOf(page.rows, MOST));
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (!giveUp.signal.aborted) setFound(before => (typeof before === 'string' ? 'failed' : before));
      }
    };
    void read();
    return () => giveUp.abort();
  }, [client, id, sequence]);
  return found;
}

export function CardHistory({ id, facts, sequence }: HistoryProps): ReactNode {
  const words = useTexts().texts.alarms;
  const found = useActivations(id, sequence);
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
            <ActivationRow key={activation.sequence} activation={activation} facts={facts} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ActivationRow({
  activation,
  facts,
}: {
  readonly activation: Activation;
  readonly facts: AlarmFacts;
}): ReactNode {
  const words = useTexts().texts.alarms;
  const zone = useZone();
  const { at, value, lastedMs, isActive, acknowledgedAfterMs, who } = activation;
  const { date, time } = zone.at(at);
  const kind = facts.description?.kind;
  return (
    <tr className={isActive ? 'is-active' : undefined}>
      <td>{`${date} ${time}`}</td>
      <td className="r v">
        {kind === undefined ? '' : valueText(kind, value, { decimals: facts.decimals, words: words.state })}
      </td>
      <td className="r">{isActive ? words.card.lasting : lastedMs === null ? '–' : spanText(lastedMs)}</td>
      <td className="r">{acknowledgedAfterMs === null ? '–' : spanText(acknowledgedAfterMs)}</td>
      <td className="r" translate="no">
        {who ?? '–'}
      </td>
    </tr>
  );
}
