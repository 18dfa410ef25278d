/**
 * Goes to a date and time: typed or picked from a month, by the clock of the station. The browser's own picker would speak the
 * language of the machine and not of the screen. Esc closes this and nothing else.
 */
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { windowOf } from '../time/follow.ts';
import { MonthDays } from './month-days.tsx';
import { daysLater, timeOf, typedOf } from './typed-time.ts';

interface GoToProps {
  readonly board: TrendBoard;
  /** Pressed by the key of the screen. */
  readonly opener: RefObject<HTMLButtonElement | null>;
}

export function GoTo({ board, opener }: GoToProps): ReactNode {
  const { texts } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => {
    setIsOpen(false);
    opener.current?.focus();
  };
  return (
    <div className="go-to">
      <button
        ref={opener}
        type="button"
        className="button"
        aria-expanded={isOpen}
        data-testid="go-to"
        onClick={() => setIsOpen(!isOpen)}
      >
        {texts.trends.goTo.open} <kbd>G</kbd>
      </button>
      {isOpen ? <GoToForm board={board} onClose={close} /> : null}
    </div>
  );
}

function GoToForm({ board, onClose }: { readonly board: TrendBoard; readonly onClose: () => void }): ReactNode {
  const words = useTexts().texts.trends.goTo;
  const zone = zoneClock(useObservable(useSession().station.model)?.description.timeZone ?? 'UTC');
  const { now } = board.moment();
  const [typed, setTyped] = useState(() => typedOf(startOf(board, now), zone));
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const found = timeOf(typed, zone, now);
  const day =
    found.kind === 'no-time' || found.kind === 'letters'
      ? zone.at(now).date
      : zone.at(found.kind === 'time' ? found.at : now).date;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) {
      if (event.key === 'Enter') event.preventDefault();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form
      className="go-to-form"
      aria-label={words.title}
      data-testid="go-to-form"
      onKeyDown={onKeyDown}
      onSubmit={event => {
        event.preventDefault();
        if (found.kind !== 'time') return;
        board.goTo(found.at);
        onClose();
      }}
    >
      <div className="go-to-fields">
        <label className="field">
          <span>{words.date}</span>
          <input
            ref={first}
            type="text"
            value={typed.date}
            autoComplete="off"
            data-testid="go-to-date"
            onChange={event => setTyped({ ...typed, date: event.currentTarget.value })}
            onKeyDown={event => stepBy(event, by => setTyped({ ...typed, date: daysLater(day, by) }))}
          />
        </label>
        <label className="field">
          <span>{words.time}</span>
          <input
            type="text"
            value={typed.time}
            autoComplete="off"
            data-testid="go-to-time"
            onChange={event => setTyped({ ...typed, time: event.currentTarget.value })}
          />
        </label>
      </div>
      <MonthDays day={day} today={zone.at(now).date} onPick={date => setTyped({ ...typed, date })} />
      <p className="go-to-problem" role="status" data-testid="go-to-problem">
        {found.kind === 'time' ? '' : words.problem[found.kind]}
      </p>
      <button type="submit" className="button is-solid" aria-disabled={found.kind !== 'time'} data-testid="go-to-act">
        {words.act}
      </button>
    </form>
  );
}

/** The cursor, else the middle of what is shown in history, else now. */
function startOf(board: TrendBoard, now: number): number {
  const { from, to } = windowOf(board.follow, now);
  return board.cursors.time ?? (board.follow.held === null ? now : (from + to) / 2);
}

function stepBy(event: KeyboardEvent, step: (by: number) => void): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  event.preventDefault();
  step(event.key === 'ArrowUp' ? 1 : -1);
}
