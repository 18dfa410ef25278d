/** Over the plots: letter and time of each cursor, how far they are apart, and the way to take a put one away. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { flagPlaces } from '../cursors/flag-places.ts';
import { apartText, cursorText } from './time-texts.ts';

interface FlagsProps {
  readonly board: TrendBoard;
  readonly view: BoardView;
}

const DAY_MS = 86_400_000;
/** Widths of the design, px: a flag with a time, and with a date; the words between. */
const FLAG = 120;
const DATED_FLAG = 165;
const WORDS = 150;

export function CursorFlags({ board, view }: FlagsProps): ReactNode {
  const { texts } = useTexts();
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const { layout, cursors, window, read } = view;
  if (layout === null) return null;
  const { now } = board.moment();
  const flag = (window.to - window.from > DAY_MS ? DATED_FLAG : FLAG) * layout.scale;
  const width = layout.left + layout.width + 80 * layout.scale;
  const places = flagPlaces(cursors, { flag, words: WORDS * layout.scale, width });
  const [left = 0, right = 0] = cursors.map(({ x }) => x).toSorted((a, b) => a - b);
  return (
    <>
      {places.isBetween ? <div className="trends-between" style={{ left, width: right - left }} /> : null}
      {places.words !== null && read.a !== null && read.b !== null ? (
        <div className="trends-apart" style={{ left: places.words }} data-testid="trend-apart">
          Δ {apartText(read.b - read.a)}
        </div>
      ) : null}
      {cursors.map(({ name, x, time, isPut }, i) => {
        const letter = name.toUpperCase();
        return (
          <div
            key={name}
            className="trends-flag"
            data-anchor={places.anchors[i]}
            data-put={isPut}
            style={{ left: x + (places.shifts[i] ?? 0) }}
            data-testid={name === 'a' ? 'trend-cursor-time' : 'trend-cursor-b'}
          >
            <b>{letter}</b> {cursorText(time, window, { timeZone, now })}
            {isPut ? (
              <button
                type="button"
                aria-label={fill(texts.trends.cursor.remove, { letter })}
                title={fill(texts.trends.cursor.remove, { letter })}
                data-testid={`trend-cursor-remove:${name}`}
                onClick={() => board.cursors.remove(name)}
              >
                ×
              </button>
            ) : null}
          </div>
        );
      })}
    </>
  );
}
