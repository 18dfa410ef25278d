/**
 * Rows of events, virtualised, newest on top. A row that is chosen is the zero of the differences in time; whoever came from an alarm finds
 * it chosen and in the middle. In the live view the list stands still while the pointer is in it or it is scrolled.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type OrderedEvent, orderedEvents } from '../../shared/event/event-order.ts';
import { fill } from '../../shared/text/catalog.ts';
import { useTexts } from '../store/session.ts';
import { placesOf, windowOf } from '../ui/rows/row-window.ts';
import { useRowHeight, useSight } from '../ui/rows/use-sight.ts';
import type { EventAnchor, EventForm } from './event-form.ts';
import { EventLine } from './event-line.tsx';
import { keyOf } from './event-list.ts';
import { type EventRows, MOST_AT_ONCE } from './use-events.ts';

const ROW_HEIGHT = 36;
const SPARE_PX = 400;
/** Rows before the end at which the next page is asked for. */
const AHEAD_ROWS = 60;

interface TableProps {
  readonly found: EventRows;
  readonly form: EventForm;
  readonly onOpen: (alarm: string) => void;
  readonly onHold: (isHeld: boolean) => void;
}

export function EventRowsTable({
  found: { events, waiting, phase, readMore },
  form,
  onOpen,
  onHold,
}: TableProps): ReactNode {
  const words = useTexts().texts.events;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight()(ROW_HEIGHT);
  const lines = useMemo(() => orderedEvents(events), [events]);
  const places = useMemo(() => placesOf(lines.map(() => height)), [lines, height]);
  const sight = useSight(scroller);
  const [from, to] = windowOf(places, sight, SPARE_PX);
  const { zero, choose } = useZero(
    {
      lines,
      anchor: form.isLive ? null : form.anchor,
      isRead: phase === 'end' || events.length >= MOST_AT_ONCE,
      height,
    },
    scroller,
  );
  const [isInside, setInside] = useState(false);
  const isHeld = isInside || sight.scrollTop > 0;
  useEffect(() => onHold(isHeld), [isHeld, onHold]);
  useEffect(() => {
    if (lines.length > 0 && to >= lines.length - AHEAD_ROWS) readMore();
  }, [lines.length, to, readMore]);
  const letIn = (): void => {
    scroller.current?.scrollTo({ top: 0 });
    onHold(false);
  };
  return (
    <div className="journal-table events-table" data-held={form.isLive && isHeld}>
      <EventHead />
      {waiting === 0 ? null : (
        <button type="button" className="events-waiting" data-testid="events:waiting" onClick={letIn}>
          ▲ {fill(words.waiting, { count: String(waiting) })} · {words.held}
        </button>
      )}
      <div
        ref={scroller}
        className="alarm-scroll"
        role="grid"
        aria-label={words.sequence}
        data-testid="event-rows"
        // Not when it enters: a dialog that closes under the pointer tells React of no entering.
        onPointerOver={() => setInside(true)}
        onPointerLeave={() => setInside(false)}
        onKeyDown={moveFocus}
      >
        {lines.length === 0 && phase === 'end' ? <p className="alarm-empty">{words.nothing}</p> : null}
        <div className="alarm-canvas" style={{ height: places.total }}>
          {lines.slice(from, to).map((line, i) => (
            <EventLine
              key={keyOf(line.event)}
              line={line}
              before={lines[from + i - 1] ?? null}
              after={lines[from + i + 1] ?? null}
              zero={zero === null ? null : { key: keyOf(zero), at: zero.time }}
              place={{ top: (from + i) * height, height }}
              onChoose={choose}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function EventHead(): ReactNode {
  const { column } = useTexts().texts.events;
  return (
    <div className="event-row alarm-column-names" aria-hidden="true">
      <span />
      <span>{column.time}</span>
      <span className="r">{column.uncertainty}</span>
      <span className="r">{column.difference}</span>
      <span>{column.kind}</span>
      <span />
      <span>{column.source}</span>
      <span>{column.text}</span>
      <span>{column.who}</span>
    </div>
  );
}

interface ZeroParts {
  readonly lines: readonly OrderedEvent[];
  readonly anchor: EventAnchor | null;
  readonly isRead: boolean;
  readonly height: number;
}

/** The chosen event; first the one that somebody came from, once it is read. */
function useZero({ lines, anchor, isRead, height }: ZeroParts, scroller: React.RefObject<HTMLDivElement | null>) {
  const [zero, setZero] = useState<OrderedEvent['event'] | null>(null);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isShown || anchor === null || !isRead) return;
    setShown(true);
    const index = indexOf(lines, anchor);
    const found = lines[index]?.event;
    if (found === undefined) return;
    setZero(found);
    const box = scroller.current;
    box?.scrollTo({ top: Math.max(0, index * height - box.clientHeight / 2) });
  }, [lines, anchor, isRead, isShown, height, scroller]);
  return { zero, choose: setZero };
}

/** The row itself where its number is known, else the nearest of the alarm in time. */
function indexOf(lines: readonly OrderedEvent[], { at, alarm, sequence }: EventAnchor): number {
  let best = -1;
  lines.forEach(({ event }, i) => {
    if (event.alarm === undefined || event.source !== alarm) return;
    if (sequence !== null && event.sequence !== sequence) return;
    const known = lines[best]?.event.time;
    if (known === undefined || Math.abs(event.time - at) < Math.abs(known - at)) best = i;
  });
  return best;
}

/** Up and down go from row to row; the ones around are drawn. */
function moveFocus(event: KeyboardEvent): void {
  const row = event.target instanceof Element ? event.target.closest('[role="row"]') : null;
  const next =
    event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : null;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
