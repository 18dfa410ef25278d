/** Shelves an alarm, takes it or all alarms of its equipment out: until when, who and why. It comes back by itself at the end. */
import { type ReactNode, useState } from 'react';
import { ALARM_REFUSALS } from '../../../shared/alarm/refusals.ts';
import { LONGEST_SHELVING_MS } from '../../../shared/model/alarm.ts';
import type { AlarmActionAnswer } from '../../../shared/rpc/alarm-contract.ts';
import { type Catalog, fill } from '../../../shared/text/catalog.ts';
import { remainingText } from '../../../shared/time/remaining.ts';
import type { ZoneClock } from '../../../shared/time/zone.ts';
import { obstacleOf } from '../../alarms/desk/alarm-commands.ts';
import { useAlarmFacts, useAlarmStatus, useZone } from '../../alarms/use-alarms.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { AlarmHoldKind } from '../dialog-request.ts';
import { typedTime } from '../overrides/override-end.ts';
import { AlarmCommand, type AlarmOrder } from './alarm-command.tsx';
import {
  choiceKey,
  type HoldEnd,
  type HoldEntry,
  holdChoices,
  holdEnd,
  LONGEST_OUT_OF_SERVICE_MS,
  lengthText,
} from './hold-end.ts';
import { useOrderSubject } from './order-subject.ts';

interface HoldDialogProps {
  readonly kind: AlarmHoldKind;
  readonly alarm: string;
  readonly onClose: () => void;
}

export function HoldDialog({ kind, alarm, onClose }: HoldDialogProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const zone = useZone();
  useObservable(session.second);
  const status = useAlarmStatus(alarm);
  const { description } = useAlarmFacts(alarm);
  const subject = useOrderSubject(kind, alarm);
  const now = session.client.stationNow();
  const longestMs =
    kind === 'shelve' ? shelvingMs(status?.priority, description?.maxShelveMs) : LONGEST_OUT_OF_SERVICE_MS;
  const [entry, setEntry] = useState<HoldEntry>(() => ({
    choice: holdChoices(longestMs, now, zone)[0] ?? { kind: 'at' },
    date: '',
    time: '',
  }));
  const words = texts.alarms.dialog[kind];
  const end = holdEnd(entry, now, { longestMs, zone });
  // Another person may have done the same while this was filled in.
  const obstacle = obstacleOf(kind, status, description);
  const send = async ({ who, why }: AlarmOrder): Promise<AlarmActionAnswer> => {
    // Read again at the moment of sending: an hour begins now, and not when the form was drawn last.
    const last = holdEnd(entry, session.client.stationNow(), { longestMs, zone });
    if (last.kind !== 'end') return endMissing(alarm);
    const order = { until: last.at, who, why };
    if (kind === 'take-equipment-out') {
      return session.client.call('alarms.takeEquipmentOut', { equipment: subject.equipment ?? alarm, ...order });
    }
    const name = kind === 'shelve' ? 'alarms.shelve' : 'alarms.removeFromService';
    return session.client.call(name, { id: alarm, ...order });
  };
  return (
    <AlarmCommand
      title={words.title}
      subtitle={subject.text}
      testId={`${kind}-dialog`}
      act={words.act}
      consequence={fill(words.consequence, { longest: lengthText(longestMs) })}
      isReasonNeeded
      obstacle={obstacle === null ? problemText(end.kind, longestMs, texts) : texts.alarms.obstacle[obstacle]}
      send={send}
      onClose={onClose}
    >
      <EndChoice {...{ entry, longestMs, zone, now }} onChange={setEntry} />
      <p className="field-note" data-testid="ends-at">
        {end.kind === 'end' ? endText(end.at, now, { zone, template: texts.dialog.override.ends }) : ''}
      </p>
    </AlarmCommand>
  );
}

const endMissing = (id: string): AlarmActionAnswer => ({
  done: [],
  refused: [{ id, code: 'end-missing', text: ALARM_REFUSALS['end-missing'] }],
  isDurable: true,
});

function problemText(problem: HoldEnd['kind'], longestMs: number, { dialog, alarms }: Catalog): string | null {
  if (problem === 'end') return null;
  if (problem !== 'too-long') return dialog.override.obstacle[problem];
  return fill(alarms.dialog.tooLong, { longest: lengthText(longestMs) });
}

function endText(
  at: number,
  now: number,
  { zone, template }: { readonly zone: ZoneClock; readonly template: string },
): string {
  const { date, time } = typedTime(at, zone);
  return fill(template, { time: `${date} ${time}`, left: remainingText(at - now) });
}

const shelvingMs = (priority: 1 | 2 | 3 | 4 | undefined, own: number | undefined): number =>
  Math.min(priority === undefined ? 0 : LONGEST_SHELVING_MS[priority], own ?? 0);

interface EndChoiceProps {
  readonly entry: HoldEntry;
  readonly longestMs: number;
  readonly zone: ZoneClock;
  readonly now: number;
  readonly onChange: (entry: HoldEntry) => void;
}

function EndChoice({ entry, longestMs, zone, now, onChange }: EndChoiceProps): ReactNode {
  const { dialog, alarms } = useTexts().texts;
  return (
    <fieldset className="field choices">
      <legend>{dialog.override.end}</legend>
      <div className="end-choices">
        {holdChoices(longestMs, now, zone).map(choice => {
          const key = choiceKey(choice);
          const label = choice.kind === 'length' ? lengthText(choice.ms) : alarms.dialog.end[choice.kind];
          return (
            <label key={key} className="choice-row">
              <input
                type="radio"
                name="hold-end"
                checked={key === choiceKey(entry.choice)}
                data-testid={`end:${key}`}
                onChange={() => onChange({ ...typedTime(now + Math.min(longestMs, 3_600_000), zone), choice })}
              />
              <span>{label}</span>
            </label>
          );
        })}
      </div>
      {entry.choice.kind === 'at' ? (
        <div className="typed-end">
          {(['date', 'time'] as const).map(part => (
            <label key={part} className="field">
              <span>{dialog.override[part]}</span>
              <input
                type="text"
                value={entry[part]}
                autoComplete="off"
                data-testid={`field:${part}`}
                onChange={event => onChange({ ...entry, [part]: event.currentTarget.value })}
              />
            </label>
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}
