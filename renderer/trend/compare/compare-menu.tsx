/** Chooses with what the pens are compared: the same time of another day, or an event of before. Esc closes this and nothing else. */
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { zoneClock } from '../../../shared/time/zone.ts';
import { CallError } from '../../host/call-book.ts';
import { type Session, useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { COMPARED_DAYS, type Compare, overOf } from './compare.ts';

interface MenuProps {
  readonly board: TrendBoard;
  /** Tags of the pens: their alarms are offered. */
  readonly tags: readonly string[];
  readonly opener: RefObject<HTMLButtonElement | null>;
}

export function CompareMenu({ board, tags, opener }: MenuProps): ReactNode {
  const { texts } = useTexts();
  const compare = useObservable(useSession().reading).compare;
  const [isOpen, setIsOpen] = useState(false);
  const words = texts.trends.compare;
  const close = (): void => {
    setIsOpen(false);
    opener.current?.focus();
  };
  return (
    <div className="go-to">
      <button
        ref={opener}
        type="button"
        className="button tool"
        aria-label={words.title}
        aria-expanded={isOpen}
        aria-pressed={compare !== null}
        data-testid="compare"
        onClick={() => setIsOpen(!isOpen)}
      >
        <svg viewBox="0 0 22 12" aria-hidden="true">
          <path d="M0 3.5h22" strokeWidth="2" />
          <path d="M0 9.5h22" strokeWidth="1" opacity="0.6" />
        </svg>
        <span className={compare === null ? 'tool-word' : undefined}>
          {compare === null ? words.open : words.short[compare.kind]}
        </span>{' '}
        <kbd>V</kbd>
      </button>
      {isOpen ? <Choices board={board} tags={tags} onClose={close} /> : null}
    </div>
  );
}

interface ChoicesProps {
  readonly board: TrendBoard;
  readonly tags: readonly string[];
  readonly onClose: () => void;
}

function Choices({ board, tags, onClose }: ChoicesProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const { compare } = useObservable(session.reading);
  const events = useRecentAlarms(session, tags, board.moment().now);
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  const menu = useRef<HTMLDivElement>(null);
  // At once: the next key is meant for it.
  useLayoutEffect(() => menu.current?.querySelector('button')?.focus(), []);
  const words = texts.trends.compare;
  const choose = (chosen: Compare | null): void => {
    board.compareWith(chosen);
    onClose();
  };
  return (
    <div
      ref={menu}
      role="menu"
      className="go-to-form compare-menu"
      aria-label={words.title}
      data-own-esc
      data-testid="compare-menu"
      onKeyDown={event => onMenuKey(event, onClose)}
    >
      <Choice isChosen={compare === null} testId="compare:none" onChoose={() => choose(null)}>
        {words.none}
      </Choice>
      {COMPARED_DAYS.map(kind => (
        <Choice
          key={kind}
          isChosen={compare?.kind === kind}
          testId={`compare:${kind}`}
          onChoose={() => choose({ kind })}
        >
          {words.days[kind]}
        </Choice>
      ))}
      <p>{events.length === 0 ? words.noEvents : words.events}</p>
      {events.map(event => {
        const { date, time } = zoneClock(timeZone).at(event.time);
        const isChosen = compare?.kind === 'event' && compare.at === event.time;
        const over = (): number =>
          overOf(event, { a: board.cursors.seen.a, window: board.time.window(), marks: board.marks });
        return (
          <Choice
            key={`${event.time} ${event.source}`}
            isChosen={isChosen}
            testId="compare:event"
            onChoose={() => choose({ kind: 'event', at: event.time, over: over(), text: event.text })}
          >
            {date.slice(5)} {time} <b translate="no">{event.source}</b>
            <small>{pick(event.text)}</small>
          </Choice>
        );
      })}
    </div>
  );
}

/** Arrows move through the choices. */
function onMenuKey(event: KeyboardEvent<HTMLElement>, onClose: () => void): void {
  if (event.key === 'Escape') onClose();
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const all = [...event.currentTarget.querySelectorAll('button')];
    const at = all.findIndex(choice => choice === document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    all[Math.min(all.length - 1, Math.max(0, at))]?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly testId: string;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

function Choice({ isChosen, testId, onChoose, children }: ChoiceProps): ReactNode {
  return (
    <button type="button" role="menuitemradio" aria-checked={isChosen} data-testid={testId} onClick={onChoose}>
      <span>{children}</span>
    </button>
  );
}

interface PastAlarm {
  readonly time: number;
  readonly source: string;
  readonly text: { readonly zh: string; readonly en: string };
}

const MOST_EVENTS = 8;
/** As far back as a comparison is of use, ms. */
const AS_FAR_MS = 400 * 86_400_000;
const NO_EVENTS: readonly PastAlarm[] = [];

/** The last times that an alarm of the pens came, newest first. Read when the menu opens. */
function useRecentAlarms(session: Session, tags: readonly string[], now: number): readonly PastAlarm[] {
  const [events, setEvents] = useState(NO_EVENTS);
  const [to] = useState(now);
  const names = tags.join('\n');
  useEffect(() => {
    let isWanted = names !== '';
    const read = async (): Promise<void> => {
      if (!isWanted) return;
      const filter = { tags: names.split('\n'), events: ['raise' as const], limit: MOST_EVENTS };
      try {
        const { rows } = await session.client.call('alarms.journal', { from: to - AS_FAR_MS, to, ...filter });
        if (!isWanted) return;
        setEvents(
          rows.map(({ time, id, words }) => ({ time, source: id, text: words?.message ?? { zh: id, en: id } })),
        );
      } catch (error) {
        // Days can be compared all the same.
        if (!(error instanceof CallError)) throw error;
      }
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [session, names, to]);
  return events;
}
