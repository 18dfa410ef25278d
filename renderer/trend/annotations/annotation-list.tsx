/** The annotations of the pens in the window that is shown, beside them: a press goes to the moment, the three dots open one. */
import { type ReactNode, useState } from 'react';
import type { Annotation, AnnotationPage } from '../../../shared/model/annotation.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { hasAllWords } from '../../../shared/text/search-words.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { inWindow } from './use-annotations.ts';

/** Below the pens there is room for few; more are found by words. */
const MOST_ROWS = 40;

interface ListProps {
  readonly board: TrendBoard;
  readonly page: AnnotationPage;
}

export function AnnotationList({ board, page }: ListProps): ReactNode {
  const session = useSession();
  const words = useTexts().texts.trends.keep.annotations;
  const [typed, setTyped] = useState('');
  const window = useObservable(board.view)?.window;
  const seen = window === undefined ? [] : inWindow(page.annotations, window);
  const found = seen.filter(({ tag, text, who }) => hasAllWords([tag, text, who], typed));
  return (
    <section className="keep-list" data-testid="annotations">
      <h3>{fill(words.title, { count: String(seen.length) })}</h3>
      {seen.length === 0 ? <p className="dim">{words.none}</p> : null}
      {seen.length > 1 ? (
        <input
          type="text"
          className="keep-find"
          value={typed}
          placeholder={words.find}
          aria-label={words.find}
          autoComplete="off"
          spellCheck={false}
          data-testid="annotation-find"
          onChange={event => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <ul>
        {found.slice(0, MOST_ROWS).map(annotation => (
          <AnnotationRow
            key={annotation.id}
            annotation={annotation}
            onShow={() => board.goTo(annotation.at)}
            onOpen={() => session.dialog.set({ kind: 'annotation', annotation })}
          />
        ))}
      </ul>
      {page.hasMore || found.length > MOST_ROWS ? <p className="dim">{words.hasMore}</p> : null}
    </section>
  );
}

interface RowProps {
  readonly annotation: Annotation;
  readonly onShow: () => void;
  readonly onOpen: () => void;
}

function AnnotationRow({ annotation, onShow, onOpen }: RowProps): ReactNode {
  const words = useTexts().texts.trends.keep.annotations;
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const { at, tag, text, who, id } = annotation;
  const { date, time } = zoneClock(timeZone).at(at);
  const open = fill(words.open, { text });
  return (
    <li>
      <button
        type="button"
        className="keep-main is-note"
        title={fill(words.goTo, { time: `${date} ${time}` })}
        data-testid={`annotation:${id}`}
        onClick={onShow}
      >
        <span className="keep-time">
          {time.slice(0, 5)}
          <small>{date.slice(5)}</small>
        </span>
        <span className="keep-text">{text}</span>
        <small>
          <span translate="no">{tag}</span> · {who}
        </small>
      </button>
      <button
        type="button"
        className="keep-more"
        aria-label={open}
        title={open}
        data-testid={`annotation-open:${id}`}
        onClick={onOpen}
      >
        ⋯
      </button>
    </li>
  );
}
