/** Rows of the journal, virtualised; the next page is read before the end is in sight. */
import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { ALARM_EVENT_TEXTS, ALARM_STATE_TEXTS } from '../../../shared/alarm/state-texts.ts';
import type { AlarmJournalRow } from '../../../shared/model/alarm-journal.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { showSequence } from '../../events/show-sequence.ts';
import { useSession, useTexts } from '../../store/session.ts';
import { placesOf, windowOf } from '../../ui/rows/row-window.ts';
import { useRowHeight, useSight } from '../../ui/rows/use-sight.ts';
import { isNumeric, kindOf, shortKindOf, subjectOf } from '../alarm-texts.ts';
import { Badge } from '../badge/badge.tsx';
import { useAlarmFacts, useZone } from '../use-alarms.ts';
import type { JournalRows } from './use-journal.ts';

const ROW_HEIGHT = 40;
const SPARE_PX = 400;
/** Rows before the end at which the next page is asked for. */
const AHEAD_ROWS = 60;

interface TableProps {
  readonly journal: JournalRows;
  readonly onOpen: (id: string) => void;
}

export function JournalRowsTable({ journal: { rows, phase, readMore }, onOpen }: TableProps): ReactNode {
  const { alarms } = useTexts().texts;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight()(ROW_HEIGHT);
  const places = useMemo(() => placesOf(rows.map(() => height)), [rows, height]);
  const [from, to] = windowOf(places, useSight(scroller), SPARE_PX);
  useEffect(() => {
    if (rows.length > 0 && to >= rows.length - AHEAD_ROWS) readMore();
  }, [rows.length, to, readMore]);
  return (
    <div className="journal-table">
      <JournalHead />
      <div
        ref={scroller}
        className="alarm-scroll"
        role="grid"
        aria-label={alarms.tab.journal}
        data-testid="journal-rows"
      >
        {rows.length === 0 && phase === 'end' ? <p className="alarm-empty">{alarms.journal.nothing}</p> : null}
        <div className="alarm-canvas" style={{ height: places.total }}>
          {rows.slice(from, to).map((row, i) => (
            <JournalLine key={row.sequence} row={row} top={(from + i) * height} height={height} onOpen={onOpen} />
          ))}
        </div>
      </div>
    </div>
  );
}

function JournalHead(): ReactNode {
  const { column } = useTexts().texts.alarms;
  return (
    <div className="journal-row alarm-column-names" aria-hidden="true">
      <span>{column.time}</span>
      <span />
      <span>{column.tag}</span>
      <span>{column.text}</span>
      <span>{column.event}</span>
      <span>{column.change}</span>
      <span className="r">{column.value}</span>
      <span className="r">{column.limit}</span>
      <span />
      <span>{column.who}</span>
      <span>{column.comment}</span>
    </div>
  );
}

interface LineProps {
  readonly row: AlarmJournalRow;
  readonly top: number;
  readonly height: number;
  readonly onOpen: (id: string) => void;
}

const JournalLine = memo(function JournalLine({ row, top, height, onOpen }: LineProps): ReactNode {
  const session = useSession();
  const { pick } = useTexts();
  const { description } = useAlarmFacts(row.id);
  // As it was called then, whatever it is called today.
  const message = row.words?.message ?? description?.texts.message;
  const isCall = row.event === 'raise' || row.event === 're-alarm';
  return (
    <div
      className={isCall ? 'journal-row is-call' : 'journal-row'}
      role="row"
      tabIndex={0}
      style={{ top, height }}
      data-testid={`journal-row:${row.sequence}`}
      onClick={() => onOpen(row.id)}
      onKeyDown={event => {
        // The time is a button of its own.
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row.id);
        if (event.key.toLowerCase() === 'q')
          showSequence(session, { at: row.time, alarm: row.id, sequence: row.sequence });
      }}
    >
      <TimeCell row={row} />
      <span className="c-badge" role="gridcell">
        <Badge priority={row.priority} look={isCall ? 'acknowledged' : 'none'} />
      </span>
      <span className="c-tag" role="gridcell">
        <b>{subjectOf(row.id)}</b>
        <span className="type-box" title={kindOf(row.id)}>
          {shortKindOf(row.id)}
        </span>
      </span>
      <span className="cut" role="gridcell">
        {message === undefined ? '' : pick(message)}
        {row.comment === '' ? null : (
          <small className="c-note" translate="no">
            {row.comment}
          </small>
        )}
      </span>
      <EventCells row={row} />
      <NumberCells row={row} />
      <span className="c-who" role="gridcell" translate="no">
        {row.who ?? '–'}
        {row.where === null ? null : <small>{row.where}</small>}
      </span>
      <span className="cut" role="gridcell" translate="no" title={row.comment}>
        {row.comment}
      </span>
    </div>
  );
});

/** Differences of less than this are the way from the device, not worth a line, ms. */
const LATE_MS = 2_000;

/** Leads to the events around it. */
function TimeCell({ row: { time, received, id, sequence } }: { readonly row: AlarmJournalRow }): ReactNode {
  const session = useSession();
  const zone = useZone();
  const { alarms, events } = useTexts().texts;
  const words = alarms.journal;
  const shown = zone.at(time);
  const ms = String(Math.floor(time) % 1_000).padStart(3, '0');
  return (
    <span className="c-time" role="gridcell">
      <button
        type="button"
        className="time-link"
        title={events.sequenceHint}
        data-testid={`journal-sequence:${sequence}`}
        onClick={event => {
          event.stopPropagation();
          showSequence(session, { at: time, alarm: id, sequence });
        }}
      >
        {shown.date} {shown.time}
        <em>.{ms}</em>
        {received - time < LATE_MS ? null : <small>{`${words.received} ${zone.at(received).time}`}</small>}
      </button>
    </span>
  );
}

function EventCells({ row }: { readonly row: AlarmJournalRow }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.alarms;
  return (
    <>
      <span className="c-event" role="gridcell">
        {pick(ALARM_EVENT_TEXTS[row.event])}
        {row.isFirstOut ? <b className="first-out">{words.firstOut}</b> : null}
        {row.event !== 'raise' && row.activations > 0 ? <b>×{formatNumber(row.activations, 0)}</b> : null}
        {row.isHidden ? <small>{words.journal.hidden}</small> : null}
      </span>
      <span
        className="c-change"
        role="gridcell"
        title={`${pick(ALARM_STATE_TEXTS[row.from])} → ${pick(ALARM_STATE_TEXTS[row.to])}`}
      >
        {row.from === row.to ? words.shortState[row.to] : `${words.shortState[row.from]} → ${words.shortState[row.to]}`}
      </span>
    </>
  );
}

function NumberCells({ row }: { readonly row: AlarmJournalRow }): ReactNode {
  const { description, decimals, unit } = useAlarmFacts(row.id);
  const isNumber = description !== undefined && isNumeric(description.kind);
  return (
    <>
      <span className="r v" role="gridcell">
        {isNumber && row.value !== null ? formatNumber(row.value, decimals) : '–'}
      </span>
      <span className="r" role="gridcell">
        {isNumber && row.limit !== null ? formatNumber(row.limit, decimals) : '–'}
      </span>
      <span className="c-unit" role="gridcell">
        {isNumber && (row.value !== null || row.limit !== null) ? (row.words?.unit ?? unit) : ''}
      </span>
    </>
  );
}
