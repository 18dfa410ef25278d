/** One event: when at its source and how well that is known, how far from the chosen one, what it is, who, and whom it came before. */
import { memo, type ReactNode } from 'react';
import { receivedAt } from '../../shared/event/event-filter.ts';
import type { OrderedEvent } from '../../shared/event/event-order.ts';
import { EVENT_KIND_TEXTS, STATION_CLOCK, UNCERTAINTY_TEXTS, uncertaintyText } from '../../shared/event/event-texts.ts';
import type { StationEvent } from '../../shared/model/event.ts';
import { kindOf, shortKindOf, subjectOf } from '../alarms/alarm-texts.ts';
import { Badge } from '../alarms/badge/badge.tsx';
import { useZone } from '../alarms/use-alarms.ts';
import { useTexts } from '../store/session.ts';
import { differenceText } from './difference-text.ts';
import { keyOf } from './event-list.ts';

interface LineProps {
  readonly line: OrderedEvent;
  /** Neighbours, which may be of the same group. */
  readonly before: OrderedEvent | null;
  readonly after: OrderedEvent | null;
  readonly zero: { readonly key: string; readonly at: number } | null;
  readonly place: { readonly top: number; readonly height: number };
  readonly onChoose: (event: StationEvent) => void;
  readonly onOpen: (alarm: string) => void;
}

export const EventLine = memo(
  function EventLine({ line, before, after, zero, place, onChoose, onOpen }: LineProps): ReactNode {
    const { event } = line;
    const key = keyOf(event);
    const open = (): void => {
      if (event.alarm !== undefined) onOpen(event.source);
    };
    return (
      <div
        className={classOf(line, zero?.key === key)}
        role="row"
        tabIndex={0}
        aria-selected={zero?.key === key}
        style={place}
        data-testid={`event:${key}`}
        data-kind={event.kind}
        data-group={line.group ?? ''}
        onClick={() => onChoose(event)}
        onDoubleClick={open}
        onKeyDown={pressed => {
          if (pressed.key === 'Enter') open();
          else if (pressed.key === ' ') onChoose(event);
          else return;
          pressed.preventDefault();
        }}
      >
        <GroupCell line={line} before={before} after={after} />
        <TimeCells event={event} />
        <span className="r e-delta" role="gridcell">
          {zero === null ? '' : differenceText(event.time - zero.at)}
        </span>
        <SubjectCells event={event} />
        <TextCell line={line} />
        <span className="c-who" role="gridcell" translate="no">
          {event.who ?? (event.where === undefined ? '' : '–')}
          {event.where === undefined ? null : <small>{event.where}</small>}
        </span>
      </div>
    );
  },
  (was, is) =>
    was.line === is.line &&
    was.place.top === is.place.top &&
    was.place.height === is.place.height &&
    was.zero?.key === is.zero?.key &&
    was.before?.group === is.before?.group &&
    was.after?.group === is.after?.group,
);

function classOf({ event: { alarm } }: OrderedEvent, isChosen: boolean): string {
  const isCall = alarm?.event === 'raise' || alarm?.event === 're-alarm';
  return ['event-row', isCall ? 'is-call' : '', isChosen ? 'is-chosen' : ''].filter(Boolean).join(' ');
}

/** A bracket around events that cannot be told apart in time. */
function GroupCell({ line, before, after }: Pick<LineProps, 'line' | 'before' | 'after'>): ReactNode {
  const words = useTexts().texts.events;
  const { group } = line;
  if (group === null) return <span role="gridcell" />;
  const ends = [before?.group === group ? '' : 'is-first', after?.group === group ? '' : 'is-last'];
  return (
    <span className={['e-group', ...ends].filter(Boolean).join(' ')} role="gridcell" title={words.notCertain}>
      ≈
    </span>
  );
}

/** Differences of less than this are the way from the device, not worth a line, ms. */
const LATE_MS = 2_000;

function TimeCells({ event }: { readonly event: StationEvent }): ReactNode {
  const zone = useZone();
  const { texts, pick } = useTexts();
  const shown = zone.at(event.time);
  const ms = String(Math.floor(event.time) % 1_000).padStart(3, '0');
  const { uncertainty } = event;
  const received = receivedAt(event);
  return (
    <>
      <span className="c-time" role="gridcell">
        {shown.date} {shown.time}
        <em>.{ms}</em>
        {received - event.time < LATE_MS ? null : <small>{`${texts.events.received} ${zone.at(received).time}`}</small>}
      </span>
      <span
        className="r e-known"
        role="gridcell"
        title={pick(uncertainty === undefined ? STATION_CLOCK : UNCERTAINTY_TEXTS[uncertainty.from])}
      >
        {uncertaintyText(uncertainty)}
      </span>
    </>
  );
}

function SubjectCells({ event: { kind, alarm, source } }: { readonly event: StationEvent }): ReactNode {
  const { pick } = useTexts();
  const isCall = alarm?.event === 'raise' || alarm?.event === 're-alarm';
  return (
    <>
      <span className="e-kind" role="gridcell">
        {pick(EVENT_KIND_TEXTS[kind])}
      </span>
      <span className="c-badge" role="gridcell">
        {alarm === undefined ? null : <Badge priority={alarm.priority} look={isCall ? 'acknowledged' : 'none'} />}
      </span>
      <span className="c-tag" role="gridcell" translate="no">
        <b>{alarm === undefined ? source : subjectOf(source)}</b>
        {alarm === undefined ? null : (
          <span className="type-box" title={kindOf(source)}>
            {shortKindOf(source)}
          </span>
        )}
      </span>
    </>
  );
}

function TextCell({ line: { event, firstOut } }: { readonly line: OrderedEvent }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.events;
  const text = pick(event.text);
  return (
    <span className="e-text" role="gridcell">
      {/* Holds the words of people, in the language in which they wrote them. */}
      <span className="cut" translate="no" title={text}>
        {text}
      </span>
      {firstOut === null ? null : (
        <b className="first-out" title={firstOut === 'uncertain' ? words.firstOutHint : undefined}>
          {words.firstOut[firstOut]}
        </b>
      )}
      {event.alarm?.isHidden === true ? <small>{words.hidden}</small> : null}
    </span>
  );
}
