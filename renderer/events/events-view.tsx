/**
 * The event view: alarms, operations, commands, devices, configuration, logins, clock steps and forced values in the order in which they
 * happened at their sources, with how well that is known. Live follows the newest; history stands still and looks different.
 */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { fill } from '../../shared/text/catalog.ts';
import type { EventTexts } from '../../shared/text/events/events.ts';
import { useKeys } from '../alarms/desk/use-keys.ts';
import { useZone } from '../alarms/use-alarms.ts';
import { endedAt } from '../replay/past/past-questions.ts';
import { useObservable, useSession, useTexts } from '../store/session.ts';
import { FileExport } from '../ui/search/file-export.tsx';
import { SearchCount } from '../ui/search/search-form.tsx';
import { useSettled } from '../ui/search/use-settled.ts';
import { type EventForm, type EventProblem, LIVE_EVENTS, queryOf, withSpan } from './event-form.ts';
import { EventRowsTable } from './event-rows.tsx';
import { EventsSearch } from './events-search.tsx';
import { type EventsQuestion, eventsInput, useEvents } from './use-events.ts';

interface EventsViewProps {
  readonly onOpen: (alarm: string) => void;
}

export function EventsView({ onOpen }: EventsViewProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const form = useObservable(session.events);
  const { question, problem, search } = useQuestion(form);
  const [isHeld, setHeld] = useState(false);
  const found = useEvents(question, isHeld && form.isLive);
  useModeKey(form);
  const { client } = session;
  const filter = question?.filter ?? null;
  return (
    <div
      className={form.isLive ? 'events is-live' : 'events is-history'}
      data-testid="events"
      data-mode={form.isLive ? 'live' : 'history'}
    >
      <ModeBar form={form} question={question} />
      <EventsSearch form={form} problem={problem} onChange={session.events.set} onSearch={search} />
      <EventRowsTable
        key={question === null ? '' : JSON.stringify(question)}
        found={found}
        form={form}
        onOpen={onOpen}
        onHold={setHeld}
      />
      <footer className="journal-foot">
        <SearchCount
          name="events"
          phase={found.phase === 'reading' && problem !== null ? 'none' : found.phase}
          count={found.events.length}
          failed={texts.events.failed}
        />
        <span className="dim events-hint">{texts.events.hint}</span>
        <FileExport
          name="events"
          ask={filter === null ? null : asked => client.call('events.export', { ...eventsInput(filter), ...asked })}
        />
      </footer>
    </div>
  );
}

/** The question of a form that is right, once the typing rests. */
function useQuestion(form: EventForm) {
  const session = useSession();
  const zone = useZone();
  const [question, setQuestion] = useState<EventsQuestion | null>(null);
  const [problem, setProblem] = useState<EventProblem | null>(null);
  const jumps = useObservable(session.replay.jumps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found before is of another time
  useEffect(() => setQuestion(null), [jumps]);
  const search = useCallback(() => {
    const query = queryOf(form, session.client.stationNow(), zone);
    setProblem(query.kind === 'filter' ? null : query.kind);
    if (query.kind !== 'filter') return setQuestion(null);
    setQuestion({ filter: query.filter, isLive: form.isLive, isWhole: !form.isLive && form.span === 'around' });
  }, [form, session, zone]);
  useSettled(search);
  return { question, problem, search };
}

/** Live again keeps what was filtered; the instant that was looked at is over. */
const toLive = (form: EventForm): EventForm => ({ ...form, ...LIVE_TIME });
const { isLive, span, anchor, at } = LIVE_EVENTS;
const LIVE_TIME = { isLive, span, anchor, at };

function useToggle(form: EventForm): () => void {
  const session = useSession();
  const zone = useZone();
  return useCallback(() => {
    const now = session.client.stationNow();
    session.events.set(form.isLive ? withSpan(form, 'hour', { now, zone }) : toLive(form));
  }, [form, session, zone]);
}

function useModeKey(form: EventForm): void {
  const toggle = useToggle(form);
  useKeys({ l: toggle, '/': () => document.querySelector<HTMLInputElement>('[data-testid="events:text"]')?.focus() });
}

/** In a replay what is live follows the time that is shown. */
const wordsOf = ({ mode, past, ...words }: EventTexts, isPast: boolean) =>
  isPast
    ? { mode: { ...mode, live: past.mode }, ...words, following: past.following, backToLive: past.back }
    : { mode, ...words };

interface ModeBarProps {
  readonly form: EventForm;
  readonly question: EventsQuestion | null;
}

/** A switch of two parts, the active one black, with what is shown beside it. */
function ModeBar({ form, question }: ModeBarProps): ReactNode {
  const { client, replay } = useSession();
  const isPast = useObservable(replay.state) !== null;
  const { mode: modes, ...words } = wordsOf(useTexts().texts.events, isPast);
  const zone = useZone();
  const toggle = useToggle(form);
  const time = (ms: number): string => {
    const { date, time } = zone.at(ms);
    return `${date} ${time}`;
  };
  const filter =
    question?.isLive === form.isLive ? endedAt(question.filter, isPast ? client.stationNow() : undefined) : null;
  const told =
    filter === null
      ? ''
      : fill(form.isLive ? words.following : words.standing, {
          from: time(filter.from),
          to: form.isLive ? '' : time(filter.to),
        });
  return (
    <div className="events-mode">
      <fieldset className="events-switch">
        {(['live', 'history'] as const).map(mode => (
          <button
            key={mode}
            type="button"
            aria-pressed={(mode === 'live') === form.isLive}
            data-testid={`events:${mode}`}
            onClick={() => {
              if ((mode === 'live') !== form.isLive) toggle();
            }}
          >
            {modes[mode]}
          </button>
        ))}
      </fieldset>
      <p data-testid="events-window">{told}</p>
      {form.isLive ? null : (
        <button type="button" className="button is-small" data-testid="events:back" onClick={toggle}>
          <span>
            {words.backToLive} <kbd>L</kbd>
          </span>
        </button>
      )}
    </div>
  );
}
