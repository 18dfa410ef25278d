/** Acknowledges some alarms, or those of an area but priority 1, with a comment. Says how many of each priority it means. */
import { type ReactNode, useState } from 'react';
import { ALARM_PRIORITIES } from '../../../shared/model/alarm.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { Badge } from '../../alarms/badge/badge.tsx';
import { waitingByPriority } from '../../alarms/desk/alarm-commands.ts';
import { seenOf } from '../../alarms/desk/alarm-desk.ts';
import { useAreaNames } from '../../alarms/use-alarms.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { AlarmCommand } from './alarm-command.tsx';

export function AcknowledgeDialog({
  ids,
  onClose,
}: {
  readonly ids: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const session = useSession();
  const words = useTexts().texts.alarms;
  useObservable(session.alarms.book.version);
  // As it was when the person asked for this: while a comment is written, an alarm may call again.
  const [seen] = useState(() => seenOf(session.alarms.book, ids));
  const statuses = ids.map(id => session.alarms.book.status(id));
  return (
    <AlarmCommand
      title={words.dialog.acknowledge.title}
      subtitle={ids.length === 1 ? (ids[0] ?? '') : fill(words.dialog.many, { count: String(ids.length) })}
      testId="acknowledge-dialog"
      act={words.dialog.acknowledge.act}
      consequence={words.dialog.acknowledge.consequence}
      isReasonNeeded={false}
      obstacle={null}
      send={({ who, why }) => session.client.call('alarms.acknowledge', { ids: [...ids], seen, who, comment: why })}
      onClose={onClose}
    >
      <Counts counts={waitingByPriority(statuses)} />
    </AlarmCommand>
  );
}

export function AcknowledgeAreaDialog({
  area,
  onClose,
}: {
  readonly area: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const words = texts.alarms;
  const names = useAreaNames();
  const [chosen, setChosen] = useState(area ?? '');
  useObservable(session.alarms.book.version);
  const meant = [...session.alarms.book.all()].filter(status => status.area === chosen && status.priority !== 1);
  const counts = waitingByPriority(meant);
  const isEmpty = counts.every(count => count === 0);
  return (
    <AlarmCommand
      title={words.dialog.acknowledgeArea.title}
      subtitle={words.dialog.acknowledgeArea.hint}
      testId="acknowledge-area-dialog"
      act={words.dialog.acknowledgeArea.act}
      consequence={words.dialog.acknowledgeArea.consequence}
      isReasonNeeded={false}
      obstacle={chosen === '' ? words.dialog.noArea : isEmpty ? words.dialog.noneWaiting : null}
      send={({ who, why }) => {
        const seen = session.alarms.book.summary.get()?.sequence ?? 0;
        return session.client.call('alarms.acknowledgeArea', { area: chosen, seen, who, comment: why });
      }}
      onClose={onClose}
    >
      <label className="field">
        <span>{words.filter.area}</span>
        <select value={chosen} data-testid="field:area" onChange={event => setChosen(event.currentTarget.value)}>
          <option value="">{words.dialog.chooseArea}</option>
          {[...names].map(([id, name]) => (
            <option key={id} value={id}>
              {pick(name)}
            </option>
          ))}
        </select>
      </label>
      <Counts counts={counts} />
    </AlarmCommand>
  );
}

function Counts({ counts }: { readonly counts: readonly number[] }): ReactNode {
  return (
    <p className="dialog-counts">
      {ALARM_PRIORITIES.map(priority => {
        const count = counts[priority - 1] ?? 0;
        return (
          <span key={priority} className={count === 0 ? 'is-zero' : undefined}>
            <Badge priority={priority} look={count === 0 ? 'none' : 'acknowledged'} />
            <b>{count}</b>
          </span>
        );
      })}
    </p>
  );
}
