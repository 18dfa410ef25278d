/** Above the plots: live or history, the window that is shown, spans, the way back. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { GoTo } from '../goto/go-to.tsx';
import { type Follow, held, returnsInMs, SPANS, windowOf, withSpan } from '../time/follow.ts';
import { countdown, windowText } from './time-texts.ts';
import { Tools, type ToolsProps } from './tools.tsx';

interface BoardProps {
  readonly board: TrendBoard;
}

export function Toolbar(props: ToolsProps): ReactNode {
  const { board, places } = props;
  return (
    <div className="trends-bar">
      <ModeSwitch board={board} />
      <WindowText board={board} />
      <SpanChoice board={board} />
      <GoTo board={board} opener={places.goTo} />
      <Tools {...props} />
    </div>
  );
}

/** As drawn last: while the hand moves nothing here is written more often than it can be read. */
const useFollow = (board: TrendBoard): Follow => useObservable(board.view)?.follow ?? board.follow;

function ModeSwitch({ board }: BoardProps): ReactNode {
  const { texts } = useTexts();
  const isLive = useFollow(board).held === null;
  const isPast = useObservable(useSession().replay.state) !== null;
  return (
    <div
      className="trends-switch"
      role="group"
      aria-label={texts.trends.mode}
      data-testid="trend-mode"
      data-mode={isLive ? 'live' : 'history'}
    >
      <button type="button" aria-pressed={isLive} data-testid="trend-live-mode" onClick={() => board.time.goLive()}>
        {isPast ? texts.replay.frame : texts.trends.live}
      </button>
      <button
        type="button"
        aria-pressed={!isLive}
        data-testid="trend-history-mode"
        onClick={() => {
          if (isLive) board.time.move(held);
        }}
      >
        {texts.trends.history}
      </button>
    </div>
  );
}

/** The window by the station's clock, and what becomes of it. */
function WindowText({ board }: BoardProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const follow = useFollow(board);
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  useObservable(session.second);
  const view = useObservable(board.view);
  const moment = board.moment();
  const left = returnsInMs(follow, moment.at);
  return (
    <p className={left === null ? 'trends-window' : 'trends-window is-held'}>
      <b data-testid="trend-window">
        {windowText(view?.window ?? windowOf(follow, moment.now), { timeZone, now: moment.now })}
      </b>
      <span data-testid="trend-return">
        {left === null ? texts.trends.following : fill(texts.trends.returnsIn, { left: countdown(left) })}
      </span>
    </p>
  );
}

function SpanChoice({ board }: BoardProps): ReactNode {
  const { texts } = useTexts();
  const { spanMs, held: window } = useFollow(board);
  const shown = window === null ? spanMs : window.to - window.from;
  return (
    <div className="trends-spans" role="group" aria-label={texts.trends.span}>
      {SPANS.map(({ name, ms }) => (
        <button
          key={name}
          type="button"
          aria-pressed={Math.abs(shown - ms) < 1}
          data-testid={`span:${name}`}
          onClick={() => board.time.move((follow, moment) => withSpan(follow, ms, moment))}
        >
          {texts.trends.spans[name]}
        </button>
      ))}
    </div>
  );
}
