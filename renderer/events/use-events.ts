/**
 * Events for the view: page after page as somebody scrolls, and in the live view what comes. While the list is held what comes waits and
 * is counted. A new search gives the one before it up; a new connection reads everything again.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { fitsFilter } from '../../shared/event/event-filter.ts';
import type { EventCursor, EventFilter, StationEvent } from '../../shared/model/event.ts';
import type { InputOf } from '../../shared/rpc/contract.ts';
import { CallError } from '../host/call-book.ts';
import { useObservable, useSession } from '../store/session.ts';
import { cursorBehind, joined, newestOf } from './event-list.ts';

const PAGE = 500;
/** Of a few minutes all is read at once: what cannot be told apart in time must be seen together. */
export const MOST_AT_ONCE = 10_000;
/** Rows of the live view; older ones are read again when somebody scrolls there. */
const MOST_LIVE = 4_000;

export interface EventsQuestion {
  readonly filter: EventFilter;
  readonly isLive: boolean;
  /** Read on without being asked. */
  readonly isWhole: boolean;
}

export interface EventRows {
  readonly events: readonly StationEvent[];
  /** Came while the list was held. */
  readonly waiting: number;
  readonly phase: 'reading' | 'more' | 'end' | 'failed';
  readonly readMore: () => void;
}

/** The contract's input: arrays that may be written to. */
export const eventsInput = (filter: EventFilter): InputOf<'events.search'> =>
  JSON.parse(JSON.stringify(filter)) as InputOf<'events.search'>;

/** Null asks for nothing. `question` must be the same object for the same search. */
export function useEvents(question: EventsQuestion | null, isHeld: boolean): EventRows {
  const session = useSession();
  const generation = useObservable(session.station.model)?.generation ?? 0;
  const [events, setEvents] = useState<readonly StationEvent[]>([]);
  const pages = usePages(question, { generation, setEvents });
  const waiting = useLive(question, { isHeld, generation, setEvents });
  const { phase, readMore } = pages;
  const isWhole = question?.isWhole === true;
  useEffect(() => {
    if (isWhole && phase === 'more' && events.length < MOST_AT_ONCE) readMore();
  }, [isWhole, phase, events.length, readMore]);
  return { events, waiting, phase, readMore: () => readMore(events) };
}

type SetEvents = (change: (known: readonly StationEvent[]) => readonly StationEvent[]) => void;

interface Reading {
  readonly generation: number;
  readonly setEvents: SetEvents;
}

function usePages(question: EventsQuestion | null, { generation, setEvents }: Reading) {
  const { client } = useSession();
  const [phase, setPhase] = useState<EventRows['phase']>('reading');
  const busy = useRef<AbortController | null>(null);
  const next = useRef<EventCursor | null>(null);
  const read = useCallback(
    async (filter: EventFilter, before: EventCursor | null) => {
      const giveUp = new AbortController();
      busy.current?.abort();
      busy.current = giveUp;
      setPhase('reading');
      try {
        const input = { ...eventsInput(filter), limit: PAGE, ...(before === null ? {} : { before }) };
        const page = await client.call('events.search', input, { signal: giveUp.signal });
        if (giveUp.signal.aborted) return;
        next.current = page.next;
        setEvents(known => joined(known, page.events));
        setPhase(page.next === null ? 'end' : 'more');
      } catch (failure) {
        if (!(failure instanceof CallError)) throw failure;
        if (!giveUp.signal.aborted) setPhase('failed');
      }
    },
    [client, setEvents],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection reads everything anew
  useEffect(() => {
    setEvents(() => []);
    if (question === null) {
      setPhase('reading');
      return undefined;
    }
    void read(question.filter, null);
    return () => busy.current?.abort();
  }, [question, read, setEvents, generation]);
  const readMore = useCallback(
    (shown?: readonly StationEvent[]) => {
      if (question === null || phase !== 'more') return;
      // The live view may have let go of what it had read.
      const from = question.isLive && shown !== undefined ? cursorBehind(shown) : next.current;
      if (from !== null) void read(question.filter, from);
    },
    [question, phase, read],
  );
  return { phase, readMore };
}

function useLive(
  question: EventsQuestion | null,
  { isHeld, generation, setEvents }: Reading & { isHeld: boolean },
): number {
  const { client } = useSession();
  const held = useRef(isHeld);
  const kept = useRef<readonly StationEvent[]>([]);
  const [waiting, setWaiting] = useState(0);
  const add = useCallback(
    (fresh: readonly StationEvent[]) => {
      if (fresh.length > 0) setEvents(known => newestOf(joined(known, fresh), MOST_LIVE));
    },
    [setEvents],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waited is read again with everything else
  useEffect(() => {
    kept.current = [];
    setWaiting(0);
    if (question?.isLive !== true) return undefined;
    const stream = client.open('events', { alarms: true }, items => {
      const fresh = items.filter(event => fitsFilter(event, question.filter));
      if (!held.current) return add(fresh);
      kept.current = newestOf(joined(kept.current, fresh), MOST_LIVE);
      setWaiting(kept.current.length);
    });
    return () => stream.close();
  }, [client, question, add, generation]);
  useEffect(() => {
    held.current = isHeld;
    if (isHeld) return;
    add(kept.current);
    kept.current = [];
    setWaiting(0);
  }, [isHeld, add]);
  return waiting;
}
