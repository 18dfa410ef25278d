/** Below the plots: each pen at the cursor, and least, greatest and good time of the span that is shown. */
import type { ReactNode } from 'react';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Reading } from '../../ui/reading.tsx';
import type { TableRow } from '../board/board-rows.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { PenDigit } from '../pens/pen-digit.tsx';
import { cursorText, type Here } from './time-texts.ts';

export function CursorTable({ board }: { readonly board: TrendBoard }): ReactNode {
  const { texts } = useTexts();
  const view = useObservable(board.view);
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const { column, now: newest } = texts.trends;
  const at = valueColumn(view, { newest, timeZone, now: board.moment().now });
  return (
    <table className="trends-table" data-testid="trend-table" data-at={view?.cursor?.time}>
      <thead>
        <tr>
          <th className="digit" />
          <th className="tag">{column.tag}</th>
          <th>{column.name}</th>
          <th className="unit-column">{column.unit}</th>
          <th className="r at">
            {at.isCursor ? <b className="cursor-letter">A</b> : null} {at.text}
          </th>
          <th className="r figure">{column.min}</th>
          <th className="r figure">{column.max}</th>
          <th className="r good">{column.good}</th>
        </tr>
      </thead>
      <tbody>
        {view?.rows.map(row => (
          <Row key={row.tag.name} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** What the column of values is of: the cursor, without one the newest while live and the end of the window in history. */
export function valueColumn(
  view: Pick<BoardView, 'cursor' | 'window' | 'follow'> | null,
  { newest, ...here }: Here & { readonly newest: string },
): { readonly isCursor: boolean; readonly text: string } {
  if (view === null) return { isCursor: false, text: newest };
  const { cursor, window, follow } = view;
  if (cursor !== null) return { isCursor: true, text: cursorText(cursor.time, window, here) };
  if (follow.held === null) return { isCursor: false, text: newest };
  return { isCursor: false, text: cursorText(window.to, window, here) };
}

function Row({ row }: { readonly row: TableRow }): ReactNode {
  const { pick } = useTexts();
  const { slot, tag, isHidden, look, min, max, goodPercent } = row;
  return (
    <tr className={isHidden ? 'is-hidden' : undefined} data-testid={`trend-row:${tag.name}`}>
      <td>
        <PenDigit slot={slot} />
      </td>
      <td>
        <b translate="no">{tag.name}</b>
      </td>
      <td className="cut">{pick(tag.description)}</td>
      <td className="dim">{tag.unit}</td>
      <td className="r" data-testid={`trend-at:${tag.name}`}>
        <Reading look={look} decimals={tag.decimals} unit="" />
      </td>
      <td className="r" data-testid={`trend-min:${tag.name}`}>
        {formatNumber(min, tag.decimals)}
      </td>
      <td className="r" data-testid={`trend-max:${tag.name}`}>
        {formatNumber(max, tag.decimals)}
      </td>
      <td className="r" data-testid={`trend-good:${tag.name}`}>
        {goodText(goodPercent)}
      </td>
    </tr>
  );
}

/** Never rounded up: what says `100 %` has missed nothing. */
export function goodText(percent: number): string {
  if (!Number.isFinite(percent)) return NO_VALUE;
  return percent >= 99.995 ? '100 %' : `${formatNumber(Math.floor(percent * 10) / 10, 1)} %`;
}
