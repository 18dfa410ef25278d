/** Above the plots: live or history, the window that is shown, spans, the way back. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { held, returnsInMs, SPANS, type TimeWindow, windowOf, withSpan } from '../time/follow.ts';

interface ToolbarProps {
  readonly board: TrendBoard;
}

export function Toolbar({ board }: ToolbarProps): ReactNode {
  const { texts } = useTexts();
  const canStepBack = useObservable(board.view)?.canStepBack ?? false;
  return (
    <div className="trends-bar">
      <ModeSwitch board={board} />
      <WindowText board={board} />
      <SpanChoice board={board} />
      {canStepBack ? (
        <button type="button" className="button trends-undo" data-testid="trend-undo" onClick={() => board.stepBack()}>
          {texts.trends.undo} <kbd>Z</kbd>
        </button>
      ) : null}
    </div>
  );
}

function ModeSwitch({ board }: ToolbarProps): ReactNode {
  const { texts } = useTexts();
  const isLive = useObservable(useSession().follow).held === null;
  return (
    <div
      className="trends-switch"
      role="group"
      aria-label={texts.trends.mode}
      data-testid="trend-mode"
      data-mode={isLive ? 'live' : 'history'}
    >
      <button type="button" aria-pressed={isLive} data-testid="trend-live-mode" onClick={() => board.goLive()}>
        {texts.trends.live}
      </button>
      <button
        type="button"
        aria-pressed={!isLive}
        data-testid="trend-history-mode"
        onClick={() => {
          if (isLive) board.move(held);
        }}
      >
        {texts.trends.history}
      </button>
    </div>
  );
}

/** The window by the station's clock, and what becomes of it. */
function WindowText({ board }: ToolbarProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const follow = useObservable(session.follow);
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  useObservable(session.second);
  const view = useObservable(board.view);
  const moment = board.moment();
  const left = returnsInMs(follow, moment.at);
  return (
    <p className="trends-window">
      <b data-testid="trend-window">{windowText(view?.window ?? windowOf(follow, moment.now), timeZone)}</b>
      <span data-testid="trend-return">
        {left === null ? texts.trends.following : fill(texts.trends.returnsIn, { left: countdown(left) })}
      </span>
    </p>
  );
}

const countdown = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 86_400_000;

/** `11-22 07:40 – 15:40`; seconds where they matter, the year where the window is long. */
export function windowText({ from, to }: TimeWindow, timeZone: string): string {
  const clock = zoneClock(timeZone);
  const [start, end] = [clock.at(from), clock.at(to)];
  const length = to - from < 30 * MINUTE_MS ? 8 : 5;
  const dateFrom = to - from >= YEAR_MS / 2 ? 0 : 5;
  const first = `${start.date.slice(dateFrom)} ${start.time.slice(0, length)}`;
  const last = end.time.slice(0, length);
  return start.date === end.date ? `${first} – ${last}` : `${first} – ${end.date.slice(dateFrom)} ${last}`;
}

function SpanChoice({ board }: ToolbarProps): ReactNode {
  const { texts } = useTexts();
  const { spanMs, held: window } = useObservable(useSession().follow);
  const shown = window === null ? spanMs : window.to - window.from;
  return (
    <div className="trends-spans" role="group" aria-label={texts.trends.span}>
      {SPANS.map(({ name, ms }) => (
        <button
          key={name}
          type="button"
          aria-pressed={Math.abs(shown - ms) < 1}
          data-testid={`span:${name}`}
          onClick={() => board.move((follow, moment) => withSpan(follow, ms, moment))}
        >
          {texts.trends.spans[name]}
        </button>
      ))}
    </div>
  );
}
