/** What is behind a mark of the lanes: each thing that happened with its time, and what can be done from there. Esc closes it. */
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { Badge } from '../../alarms/badge/badge.tsx';
import { showSequence } from '../../events/show-sequence.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { overOf } from '../compare/compare.ts';
import type { LaneGroup, LaneMark } from './lane-groups.ts';

interface CardProps {
  readonly board: TrendBoard;
  readonly group: LaneGroup;
  readonly onClose: () => void;
}

const MOST_LISTED = 8;
/** Right of it a card opens to the left. */
const MIDDLE = 0.6;

export function LaneCard({ board, group, onClose }: CardProps): ReactNode {
  const { texts } = useTexts();
  const card = useRef<HTMLDivElement>(null);
  // At once: the next key is meant for it.
  useLayoutEffect(() => card.current?.focus(), []);
  const layout = board.view.get()?.layout ?? null;
  const isRight = layout !== null && group.x > layout.left + layout.width * MIDDLE;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const words = texts.trends.lanes;
  const left = group.marks.length - MOST_LISTED;
  return (
    <div
      ref={card}
      role="dialog"
      tabIndex={-1}
      className="lane-card"
      data-side={isRight ? 'left' : 'right'}
      style={{ left: group.x, bottom: 'calc(76 * var(--p))' }}
      aria-label={words.card}
      data-own-esc
      data-testid="lane-card"
      onKeyDown={onKeyDown}
    >
      <header>
        <b>{words.card}</b>
        <button type="button" aria-label={words.close} title={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      <ol>
        {group.marks.slice(0, MOST_LISTED).map(mark => (
          <MarkRow key={`${mark.time} ${mark.source} ${mark.sequence}`} board={board} mark={mark} onClose={onClose} />
        ))}
      </ol>
      {left > 0 ? <p>{fill(words.left, { count: String(left) })}</p> : null}
    </div>
  );
}

interface RowProps {
  readonly board: TrendBoard;
  readonly mark: LaneMark;
  readonly onClose: () => void;
}

function MarkRow({ board, mark, onClose }: RowProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const words = texts.trends.lanes;
  const timeZone = useObservable(session.station.model)?.description.timeZone ?? 'UTC';
  const { date, time } = zoneClock(timeZone).at(mark.time);
  const then = (act: () => void) => (): void => {
    act();
    onClose();
  };
  const compare = (): void => {
    const over = overOf(mark, { a: board.cursors.seen.a, window: board.time.window(), marks: board.marks });
    board.compareWith({ kind: 'event', at: mark.time, over, text: mark.text });
  };
  return (
    <li>
      {mark.priority === null ? <i className="lane-tick" /> : <Badge priority={mark.priority} look="acknowledged" />}
      <span>
        <b>
          {date.slice(5)} {time}
        </b>{' '}
        <span translate="no">{mark.source}</span>
        <small>
          {pick(mark.text)}
          {mark.who === null ? '' : ` · ${mark.who}`}
        </small>
      </span>
      <span className="lane-acts">
        <button type="button" data-testid="lane-cursor" onClick={then(() => board.cursors.put(mark.time))}>
          {words.cursor}
        </button>
        <button type="button" data-testid="lane-compare" onClick={then(compare)}>
          {words.compare}
        </button>
        {mark.priority === null ? null : (
          <button
            type="button"
            onClick={then(() => showSequence(session, { at: mark.time, alarm: mark.source, sequence: mark.sequence }))}
          >
            {words.sequence}
          </button>
        )}
      </span>
    </li>
  );
}
