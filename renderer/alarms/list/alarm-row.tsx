/** One row of the alarm list: two lines, text over the first step of the answer. It follows its own alarm and nothing else. */
import { memo, type ReactNode } from 'react';
import type { AlarmStatus } from '../../../shared/model/alarm.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { RingButton } from '../../navigation/ring-button.tsx';
import { soughtOf, useWayTo } from '../../navigation/show-object.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { groupOf, lookOfAlarm } from '../alarm-order.ts';
import {
  isNumeric,
  kindOf,
  sentence,
  shortKindOf,
  spanText,
  stepsOf,
  subjectOf,
  timeParts,
  valueText,
} from '../alarm-texts.ts';
import { Badge } from '../badge/badge.tsx';
import { type AlarmFacts, useAlarmFacts, useAlarmStatus, useZone } from '../use-alarms.ts';
import { NowValue } from './now-value.tsx';
import { RangeBar } from './range-bar.tsx';

interface AlarmRowProps {
  readonly id: string;
  readonly top: number;
  readonly height: number;
  readonly isCurrent: boolean;
  /** The one row that Tab leads to. */
  readonly isTabStop: boolean;
  readonly isOpened: boolean;
  readonly onCurrent: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

export const AlarmRow = memo(function AlarmRow(props: AlarmRowProps): ReactNode {
  const { id, top, height, isCurrent, isTabStop, isOpened, onCurrent, onOpen } = props;
  const status = useAlarmStatus(id);
  const facts = useAlarmFacts(id);
  if (status === undefined) return null;
  const look = groupOf(status) ?? 'rest';
  return (
    <div
      className={`alarm-row is-${look}`}
      role="row"
      tabIndex={isTabStop ? 0 : -1}
      style={{ top, height }}
      aria-selected={isOpened}
      data-current={isCurrent}
      data-id={id}
      data-state={status.name}
      data-testid={`alarm:${id}`}
      onFocus={() => onCurrent(id)}
      onClick={() => onOpen(id)}
    >
      <BadgeCell status={status} />
      <TimeCell status={status} />
      <span className="c-tag" role="gridcell">
        <b>{subjectOf(id)}</b>
        <span className="type-box" title={kindOf(id)}>
          {shortKindOf(id)}
        </span>
      </span>
      <TextCell status={status} facts={facts} />
      <ConsequenceCell facts={facts} />
      <ValueCells status={status} facts={facts} />
      <StateCell status={status} />
      <AgeCell status={status} />
      <span className="r c-count" role="gridcell">
        {status.record.count}
      </span>
      <GoCell id={id} facts={facts} />
    </div>
  );
});

interface CellProps {
  readonly status: AlarmStatus;
}

function BadgeCell({ status }: CellProps): ReactNode {
  return (
    <span className="c-badge" role="gridcell">
      {groupOf(status) === null ? null : (
        <Badge priority={status.priority} look={lookOfAlarm(status)} isFlashing={status.isUnacknowledged} />
      )}
    </span>
  );
}

function TimeCell({ status }: CellProps): ReactNode {
  const session = useSession();
  const zone = useZone();
  const at = status.record.raisedAt;
  if (at === null) return <span role="gridcell" />;
  const { date, time, ms } = timeParts(at, zone, session.client.stationNow());
  return (
    <span className="c-time" role="gridcell">
      {time}
      <em>{ms}</em>
      {date === '' ? null : <small>{date}</small>}
    </span>
  );
}

function TextCell({ status, facts: { description } }: CellProps & { readonly facts: AlarmFacts }): ReactNode {
  const { texts, pick } = useTexts();
  const message = description === undefined ? status.id : pick(description.texts.message);
  const [step = ''] = description === undefined ? [] : stepsOf(pick(description.texts.action));
  return (
    <span className="c-text" role="gridcell" title={message}>
      <span className="c-message">
        <span>{message}</span>
        {status.firstOut === 1 ? <b className="first-out">{texts.alarms.firstOut}</b> : null}
        {status.isChattering ? <b className="first-out">{texts.alarms.chattering}</b> : null}
        {status.isJudged ? null : <b className="first-out">{texts.alarms.unjudged}</b>}
      </span>
      <small>{sentence(step)}</small>
    </span>
  );
}

function ConsequenceCell({ facts: { description } }: { readonly facts: AlarmFacts }): ReactNode {
  const { pick } = useTexts();
  return (
    <span className="c-consequence" role="gridcell">
      {description === undefined ? '' : sentence(pick(description.texts.consequence))}
    </span>
  );
}

function ValueCells({ status, facts }: CellProps & { readonly facts: AlarmFacts }): ReactNode {
  const words = useTexts().texts.alarms.state;
  const { description, decimals, unit } = facts;
  const isNumber = description !== undefined && isNumeric(description.kind);
  const limit = status.record.raisedLimit ?? description?.limit ?? null;
  return (
    <>
      <span className="r c-trip" role="gridcell">
        {description === undefined ? '' : valueText(description.kind, status.record.raisedValue, { decimals, words })}
      </span>
      <span className="r c-now" role="gridcell">
        <NowValue status={status} hasUnit={false} />
      </span>
      <span className="r" role="gridcell">
        {isNumber && limit !== null ? formatNumber(limit, decimals) : '–'}
      </span>
      <span className="c-unit" role="gridcell">
        {isNumber ? unit : ''}
      </span>
      <span className="c-bar" role="gridcell">
        {isNumber ? <RangeBar facts={facts} /> : null}
      </span>
    </>
  );
}

function StateCell({ status }: CellProps): ReactNode {
  const { texts } = useTexts();
  const { acknowledgedBy, state } = status.record;
  return (
    <span className="c-state" role="gridcell">
      {texts.alarms.shortState[status.name]}
      {state.isAcknowledged && acknowledgedBy !== null ? <small translate="no">{acknowledgedBy}</small> : null}
    </span>
  );
}

function GoCell({ id, facts: { description } }: { readonly id: string; readonly facts: AlarmFacts }): ReactNode {
  const way = useWayTo();
  const sought = description === undefined ? null : soughtOf(description);
  return (
    <span className="c-go" role="gridcell">
      {sought === null || way(sought) === null ? null : <RingButton name={id} target={sought} />}
    </span>
  );
}

function AgeCell({ status }: CellProps): ReactNode {
  const session = useSession();
  useObservable(session.second);
  const at = status.record.raisedAt;
  return (
    <span className="r c-age" role="gridcell">
      {at === null ? '' : spanText(session.client.stationNow() - at)}
    </span>
  );
}
