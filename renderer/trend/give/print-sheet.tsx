/**
 * The trend on paper: head, plots, figures and annotations on A4 across, black on white. It is in the page only while it is printed, and
 * nothing of the screen is printed with it.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { Annotation } from '../../../shared/model/annotation.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { useObservable, useSession } from '../../store/session.ts';
import { inWindow } from '../annotations/use-annotations.ts';
import type { TrendBoard } from '../board/trend-board.ts';
import { readInks } from '../chart/inks.ts';
import { CursorTable } from '../view/cursor-table.tsx';
import { boardCanvas } from './board-picture-file.ts';
import { PAPER_DASHES, paperInks } from './sheet-inks.ts';
import type { Picture } from './use-giving.ts';

/** A sheet has room for these below the figures. */
const MOST_NOTES = 12;

interface SheetProps {
  readonly board: TrendBoard;
  readonly annotations: readonly Annotation[];
  /** What is drawn, in the inks that are asked for; null where nothing is. */
  readonly picture: (inks: ReturnType<typeof paperInks>) => Picture | null;
  readonly onPrinted: () => void;
}

export function PrintSheet({ board, annotations, picture, onPrinted }: SheetProps): ReactNode {
  const plots = useRef<HTMLDivElement>(null);
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const made = useRef(picture(paperInks(readInks(document.documentElement)))).current;
  useEffect(() => {
    if (made === null) return undefined;
    plots.current?.replaceChildren(boardCanvas(made.parts));
    window.addEventListener('afterprint', onPrinted, { once: true });
    // The browser prints what is there when the frame is done.
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', onPrinted);
    };
  }, [made, onPrinted]);
  if (made === null) return null;
  const { head } = made;
  return createPortal(
    <article className="trend-sheet" data-testid="trend-sheet">
      <header>
        <h1>
          {head.title} · {head.station}
        </h1>
        {head.demo === null ? null : <b>{head.demo}</b>}
        <p>{head.span}</p>
        <p>{head.made}</p>
      </header>
      <ul>
        {head.pens.map(({ slot, tag, text }) => (
          <li key={tag}>
            <b className="sheet-digit">{slot + 1}</b>
            <svg viewBox="0 0 46 8" aria-hidden="true">
              <path d="M0 4H46" strokeDasharray={PAPER_DASHES[slot]?.join(' ')} />
            </svg>
            <b translate="no">{tag}</b> {text}
          </li>
        ))}
      </ul>
      <div ref={plots} className="sheet-plots" />
      <CursorTable board={board} />
      <ol className="sheet-notes">
        {inWindow(annotations, made.parts.drawn.view)
          .slice(0, MOST_NOTES)
          .map(({ id, at, tag, text, who }) => (
            <li key={id}>
              {zoneClock(timeZone).at(at).date} {zoneClock(timeZone).at(at).time} <b translate="no">{tag}</b> {text} (
              {who})
            </li>
          ))}
      </ol>
    </article>,
    document.body,
  );
}
