/** Alarms of an asset: those that stand or are hidden first, each with its card and its shelving, then how it was the last times. */
import type { ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { byUrgency, groupOf, lookOfAlarm } from '../../alarms/alarm-order.ts';
import { shortKindOf, spanText, subjectOf, timeParts, valueText } from '../../alarms/alarm-texts.ts';
import { Badge } from '../../alarms/badge/badge.tsx';
import { type Activation, activationsOf } from '../../alarms/card/history/activations.ts';
import { useJournalOf } from '../../alarms/card/history/use-journal-of.ts';
import { obstacleOf } from '../../alarms/desk/alarm-commands.ts';
import { CommandButton } from '../../alarms/desk/command-button.tsx';
import { useAlarmFacts, useAllAlarms, useZone } from '../../alarms/use-alarms.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { useAssetAlarms } from './limit-table.tsx';

const MOST_PAST = 8;
const ROWS = 160;

export function AlarmPart({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts } = useTexts();
  const words = texts.faceplate;
  const ids = useAssetAlarms(asset).map(({ id }) => id);
  const statuses = useAllAlarms()
    .filter(({ id }) => ids.includes(id))
    .toSorted(byWeight);
  if (statuses.length === 0) return <p className="plate-note">{words.lacking.noAlarms}</p>;
  return (
    <>
      <ul className="plate-alarms" data-testid="plate-alarms">
        {statuses.map(status => (
          <AlarmLine key={status.id} status={status} />
        ))}
      </ul>
      <PastAlarms ids={ids} version={Math.max(...statuses.map(({ sequence }) => sequence))} />
    </>
  );
}

const weightOf = ({ isStanding, name }: AlarmStatus): number => (isStanding ? 0 : name === 'NORMAL' ? 2 : 1);
const byWeight = (a: AlarmStatus, b: AlarmStatus): number => weightOf(a) - weightOf(b) || byUrgency(a, b);

function AlarmLine({ status }: { readonly status: AlarmStatus }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const { description } = useAlarmFacts(status.id);
  const order = status.record.state.shelved === null ? 'shelve' : 'unshelve';
  return (
    <li>
      <button type="button" className="plate-alarm" onClick={() => session.alarms.carded.set(status.id)}>
        <Badge
          priority={status.priority}
          look={groupOf(status) === null ? 'none' : lookOfAlarm(status)}
          isFlashing={status.isUnacknowledged}
        />
        <span>
          <b>{subjectOf(status.id)}</b> <span className="type-box">{shortKindOf(status.id)}</span>
          <small>{description === undefined ? '' : pick(description.texts.message)}</small>
        </span>
        <em>{texts.alarms.shortState[status.name]}</em>
      </button>
      <CommandButton
        label={texts.alarms.action[order]}
        obstacle={obstacleOf(order, status, description)}
        testId={`plate-shelve:${status.id}`}
        onAct={() => session.dialog.set({ kind: order, alarm: status.id })}
      />
    </li>
  );
}

interface Past extends Activation {
  readonly id: string;
}

interface PastProps {
  readonly ids: readonly string[];
  /** Number of the newest row of all of them. */
  readonly version: number;
}

function PastAlarms({ ids, version }: PastProps): ReactNode {
  const { texts } = useTexts();
  const words = texts.alarms;
  const rows = useJournalOf(ids, { limit: ROWS, version });
  if (typeof rows === 'string' || rows.length === 0) {
    const text = rows === 'loading' ? words.loading : rows === 'failed' ? words.journal.failed : words.card.never;
    return (
      <section className="plate-past">
        <p className="section-name">{texts.faceplate.alarm.last}</p>
        <p className="dim">{text}</p>
      </section>
    );
  }
  const byAlarm = Map.groupBy(rows, row => row.id);
  const past = [...byAlarm]
    .flatMap(([id, own]): Past[] => activationsOf(own, MOST_PAST).map(activation => ({ ...activation, id })))
    .toSorted((a, b) => b.at - a.at)
    .slice(0, MOST_PAST);
  return (
    <table className="plate-table plate-past">
      <thead>
        <tr>
          <th>{texts.faceplate.alarm.last}</th>
          <th>{texts.faceplate.alarm.tag}</th>
          <th className="r">{words.column.trip}</th>
          <th className="r">{words.card.lasted}</th>
        </tr>
      </thead>
      <tbody>
        {past.map(activation => (
          <PastRow key={activation.sequence} past={activation} />
        ))}
      </tbody>
    </table>
  );
}

function PastRow({ past }: { readonly past: Past }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms;
  const { description, decimals } = useAlarmFacts(past.id);
  const { date, time } = timeParts(past.at, useZone(), session.client.stationNow());
  return (
    <tr>
      <td>{`${date.slice(5)} ${time}`.trim()}</td>
      <td>
        {subjectOf(past.id)} <small>{shortKindOf(past.id)}</small>
      </td>
      <td className="r v">
        {description === undefined ? '' : valueText(description.kind, past.value, { decimals, words: words.state })}
      </td>
      <td className="r">
        {past.isActive ? words.card.lasting : past.lastedMs === null ? '–' : spanText(past.lastedMs)}
      </td>
    </tr>
  );
}
