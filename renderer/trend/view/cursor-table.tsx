/**
 * Below the plots: each pen at both cursors and how far apart, then its figures between them as the historian works them out, over
 * all that is shown while there are no two cursors, and the last cursor in what is compared.
 */
import type { ReactNode } from 'react';
import type { Catalog } from '../../../shared/text/catalog.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { formatNumber, NO_VALUE } from '../../../shared/units/format.ts';
import type { Look } from '../../mimic/quality-look.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Reading } from '../../ui/reading.tsx';
import type { TableRow } from '../board/board-rows.ts';
import type { BoardView, TrendBoard } from '../board/trend-board.ts';
import { spanBetween } from '../cursors/cursors.ts';
import { PenDigit } from '../pens/pen-digit.tsx';
import { cursorText, type Here, windowText } from './time-texts.ts';

/** Where a figure is none of this pen. */
const DASH = '–';

export function CursorTable({ board }: { readonly board: TrendBoard }): ReactNode {
  const { texts } = useTexts();
  const view = useObservable(board.view);
  const timeZone = useObservable(useSession().station.model)?.description.timeZone ?? 'UTC';
  const { now } = board.moment();
  return (
    <table
      className={view?.compare ? 'trends-table is-comparing' : 'trends-table'}
      data-testid="trend-table"
      data-at={view?.read.a ?? undefined}
      data-b={view?.read.b ?? undefined}
      data-exact={view?.isExact}
    >
      {view === null ? null : <FiguresOf view={view} here={{ timeZone, now }} />}
      <Head view={view} here={{ timeZone, now }} texts={texts} />
      <tbody>
        {view?.rows.map(row => (
          <Row key={row.tag.name} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** Which part of time the figures to the right are of: the cursors may be out of sight, and the window goes on. */
function FiguresOf({ view, here }: { readonly view: BoardView; readonly here: Here }): ReactNode {
  const { column } = useTexts().texts.trends;
  const words = spanBetween(view.read) === null ? column.ofShown : column.ofBetween;
  return (
    <caption data-testid="trend-figures-of">{fill(words, { span: windowText(view.figuresOf, here, true) })}</caption>
  );
}

interface HeadProps {
  readonly view: BoardView | null;
  readonly here: Here;
  readonly texts: Catalog;
}

function Head({ view, here, texts }: HeadProps): ReactNode {
  const { column, now: newest } = texts.trends;
  const at = valueColumn(view && { ...view, cursor: atTime(view.read.a) }, { newest, ...here });
  const isBetween = view !== null && spanBetween(view.read) !== null;
  const span = isBetween ? column.between : column.shown;
  return (
    <thead>
      <tr>
        <th className="digit" />
        <th className="tag">{column.tag}</th>
        <th className="name">{column.name}</th>
        <th className="unit-column">{column.unit}</th>
        <th className="r at">
          {at.isCursor ? <b className="cursor-letter">A</b> : null} {at.text}
        </th>
        <th className="r at" data-testid="trend-head-b">
          {view === null || view.read.b === null ? (
            'B'
          ) : (
            <>
              <b className="cursor-letter">B</b> {cursorText(view.read.b, view.window, here)}
            </>
          )}
        </th>
        <th className="r figure">{column.difference}</th>
        <th className="r figure" title={span}>
          {column.min}
        </th>
        <th className="r figure" title={span}>
          {column.average}
        </th>
        <th className="r figure" title={span}>
          {column.max}
        </th>
        <th className="r figure deviation" title={column.deviationHint}>
          σ
        </th>
        <th className="r integral" title={span}>
          {column.integral}
        </th>
        {view?.compare ? (
          <th className="r compared" data-testid="trend-head-compared">
            {comparedHead(view, here, texts)}
          </th>
        ) : null}
        <th className="r good" title={span}>
          {column.good}
        </th>
      </tr>
    </thead>
  );
}

const atTime = (time: number | null): BoardView['cursor'] => (time === null ? null : { x: 0, time });

/** What is compared, and which cursor is read there. */
function comparedHead({ compare, comparedAt, window, read }: BoardView, here: Here, { trends }: Catalog): ReactNode {
  if (compare === null || comparedAt === null) return null;
  const letter = read.b !== null ? 'B' : read.a !== null ? 'A' : '';
  const title = cursorText(comparedAt, { from: Math.min(window.from, comparedAt), to: window.to + 86_400_000 }, here);
  return <span title={title}>{`${trends.compare.short[compare.kind]} ${letter}`.trim()}</span>;
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
  const { texts, pick } = useTexts();
  const { slot, tag, isHidden, look, lookB, min, max, average, deviation, goodPercent } = row;
  const { name, decimals } = tag;
  const partial = row.isPartial
    ? { className: 'r is-partial', title: texts.trends.column.partial }
    : { className: 'r' };
  return (
    <tr className={isHidden ? 'is-hidden' : undefined} data-testid={`trend-row:${name}`}>
      <td>
        <PenDigit slot={slot} />
      </td>
      <td>
        <b translate="no">{name}</b>
      </td>
      <td className="cut name">{pick(tag.description)}</td>
      <td className="dim">{tag.unit}</td>
      <td className="r" data-testid={`trend-at:${name}`}>
        <Reading look={look} decimals={decimals} unit="" />
      </td>
      <td className="r" data-testid={`trend-b:${name}`}>
        <MaybeReading look={lookB} decimals={decimals} />
      </td>
      <td className="r" data-testid={`trend-difference:${name}`}>
        <b>{lookB === null ? DASH : signed(row.difference, decimals)}</b>
      </td>
      <td className="r" data-testid={`trend-min:${name}`}>
        {formatNumber(min, decimals)}
      </td>
      <td {...partial} data-testid={`trend-average:${name}`}>
        {formatNumber(average, decimals)}
      </td>
      <td className="r" data-testid={`trend-max:${name}`}>
        {formatNumber(max, decimals)}
      </td>
      <td className="r" data-testid={`trend-deviation:${name}`}>
        {formatNumber(deviation, decimals + 1)}
      </td>
      <td {...(row.integral === null ? { className: 'r' } : partial)} data-testid={`trend-integral:${name}`}>
        <Integral row={row} />
      </td>
      {row.compared === null ? null : (
        <td className="r" data-testid={`trend-compared:${name}`}>
          <Reading look={row.compared} decimals={decimals} unit="" />
        </td>
      )}
      <td className="r" data-testid={`trend-good:${name}`}>
        {goodText(goodPercent)}
      </td>
    </tr>
  );
}

function MaybeReading({ look, decimals }: { readonly look: Look | null; readonly decimals: number }): ReactNode {
  return look === null ? DASH : <Reading look={look} decimals={decimals} unit="" />;
}

function Integral({ row: { integral, tag } }: { readonly row: TableRow }): ReactNode {
  if (integral === null) return DASH;
  if (Number.isNaN(integral.value)) return NO_VALUE;
  return (
    <>
      {formatNumber(integral.value, tag.decimals)} <small>{integral.unit}</small>
    </>
  );
}

/** With its sign: a difference without one would be read as a value. */
export function signed(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Never rounded up: what says `100 %` has missed nothing. */
export function goodText(percent: number): string {
  if (!Number.isFinite(percent)) return NO_VALUE;
  return percent >= 99.995 ? '100 %' : `${formatNumber(Math.floor(percent * 10) / 10, 1)} %`;
}
