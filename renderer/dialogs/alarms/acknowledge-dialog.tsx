/**
 * Acknowledges some alarms, or those of an area but priority 1, with a comment. Says how many of each priority it means: those that were
 * there when it was opened. What comes while a comment is written is counted beside, and not meant.
 */
import { type ReactNode, useState } from 'react';
import { ALARM_PRIORITIES } from '../../../shared/model/alarm.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { Badge } from '../../alarms/badge/badge.tsx';
import { waitingByPriority } from '../../alarms/desk/alarm-commands.ts';
import { seenOf } from '../../alarms/desk/alarm-desk.ts';
import { useAreaNames } from '../../alarms/use-alarms.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { AlarmCommand } from './alarm-command.tsx';
import { areaSight, cameSince, stillWaiting } from './area-sight.ts';

interface AcknowledgeProps {
  readonly ids: readonly string[];
  /** Alarms of priority 1 of the same page. */
  readonly leftOut: number;
  readonly onClose: () => void;
}

export function AcknowledgeDialog({ ids, leftOut, onClose }: AcknowledgeProps): ReactNode {
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
      obstacle={ids.length === 0 ? words.dialog.oneByOne : null}
      send={({ who, why }) => session.client.call('alarms.acknowledge', { ids: [...ids], seen, who, comment: why })}
      onClose={onClose}
    >
      <Counts counts={waitingByPriority(statuses)} />
      {leftOut === 0 ? null : (
        <p data-testid="left-out">
          <b>{fill(words.dialog.leftOut, { count: String(leftOut) })}</b>
        </p>
      )}
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
  const { texts } = useTexts();
  const words = texts.alarms;
  const { book } = session.alarms;
  const [chosen, setChosen] = useState(area ?? '');
  useObservable(book.version);
  const [sight] = useState(() => areaSight(book));
  const counts = waitingByPriority(stillWaiting(sight, book, chosen));
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
      send={({ who, why }) =>
        session.client.call('alarms.acknowledgeArea', { area: chosen, seen: sight.sequence, who, comment: why })
      }
      onClose={onClose}
    >
      <AreaField chosen={chosen} onChoose={setChosen} />
      <Counts counts={counts} />
      <SinceNote count={cameSince(sight, book, chosen)} />
    </AlarmCommand>
  );
}

interface AreaFieldProps {
  readonly chosen: string;
  readonly onChoose: (area: string) => void;
}

function AreaField({ chosen, onChoose }: AreaFieldProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const words = texts.alarms;
  const areas = useObservable(session.preferences.areas);
  const isForeign = chosen !== '' && areas !== null && !areas.includes(chosen);
  return (
    <>
      <label className="field">
        <span>{words.filter.area}</span>
        <select value={chosen} data-testid="field:area" onChange={event => onChoose(event.currentTarget.value)}>
          <option value="">{words.dialog.chooseArea}</option>
          {[...useAreaNames()].map(([id, name]) => (
            <option key={id} value={id}>
              {pick(name)}
            </option>
          ))}
        </select>
      </label>
      {isForeign ? (
        <p role="alert" data-testid="foreign-area">
          <b>{words.dialog.foreignArea}</b>
        </p>
      ) : null}
    </>
  );
}

function SinceNote({ count }: { readonly count: number }): ReactNode {
  const words = useTexts().texts.alarms.dialog;
  if (count === 0) return null;
  return (
    <p role="status" data-testid="came-since">
      <b>{fill(words.cameSince, { count: String(count) })}</b>
    </p>
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
