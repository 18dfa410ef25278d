/**
 * A table as CSV (RFC 4180: CRLF, quotes where needed), UTF-8 with BOM, without which Excel reads Chinese as garbage. A text that
 * a spreadsheet would take for a formula gets an apostrophe before it: names and comments come from people and devices, and a formula
 * in a file that somebody opens on another computer is a program. Numbers and times are written by us and stay as they are.
 */
import type { ZonedTimes } from '../../shared/time/zoned-iso.ts';
import type { Cell, RowPieces, Table } from './cell.ts';

const BOM = '\ufeff';
const CRLF = '\r\n';
/** Tab and line breaks are skipped by spreadsheets before they look for a sign. */
const FORMULA = /^[\t\r\n ]*[=+\-@]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** The whole file. Rejects with what the rows reject with. */
export const csvFile = (table: Table, pieces: RowPieces, times: ZonedTimes): Promise<Uint8Array> =>
  csvRows(csvHead(table), pieces, times);

const line = (cells: readonly string[]): string => cells.join(',') + CRLF;

/** What stands before the rows. */
export function csvHead({ heading, columns }: Table): string {
  const lines = heading.map(([name, value]) => line([quoted(guarded(name)), quoted(guarded(value))]));
  return `${BOM}${lines.join('')}${CRLF}${line(columns.map(({ title }) => quoted(guarded(title))))}`;
}

/** Rows behind `head`: the begin of a file, or nothing where they go on in a file that has begun. */
export async function csvRows(head: string, pieces: RowPieces, times: ZonedTimes): Promise<Uint8Array> {
  const parts: Buffer[] = [Buffer.from(head)];
  for await (const piece of pieces) {
    parts.push(Buffer.from(piece.map(row => line(row.map(cell => csvCell(cell, times)))).join('')));
  }
  return Buffer.concat(parts);
}

function csvCell(cell: Cell, times: ZonedTimes): string {
  if (cell === null) return '';
  // Two zeros are told apart as well.
  if (cell.kind === 'number') return Object.is(cell.value, -0) ? '-0' : String(cell.value);
  if (cell.kind === 'exact') return cell.text;
  return cell.kind === 'time' ? times.iso(cell.at) : quoted(guarded(cell.text));
}

const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
