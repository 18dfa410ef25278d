/**
 * A table as a workbook of one sheet (ECMA-376 Part 1), row by row, so that 100,000 rows take neither the memory of all of them nor the
 * main thread. Numbers and times are real ones; times are those of the station's clock, because a spreadsheet knows no zones. Texts
 * are inline strings: they are never taken for formulas. Title row frozen, filter set, printed across the page.
 */
import type { ZonedTimes } from '../../shared/time/zoned-iso.ts';
import type { Cell, RowPieces, Table } from './cell.ts';
import { columnName, sheetEnd, sheetStart, xmlText } from './sheet-xml.ts';
import { WORKBOOK_PARTS, workbookXml } from './workbook-parts.ts';
import { ZipWriter } from './zip.ts';

const DAY_MS = 86_400_000;
/** Days from the begin of the spreadsheet's calendar (1899-12-30) to that of ours. */
const EPOCH_DAY = 25_569;
/** A sheet row holds no longer text (ECMA-376, 18.18.37: 32,767 characters). */
const LONGEST_TEXT = 32_767;
/** Places in the list of styles of `workbook-parts.ts`. */
const STYLE = { title: 1, time: 2, name: 3 } as const;

export interface Workbook extends Table {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly sheetName: string;
}

/** The whole file. Rejects with what the rows reject with. */
export async function xlsxFile(book: Workbook, pieces: RowPieces, times: ZonedTimes): Promise<Uint8Array> {
  const zip = new ZipWriter();
  for (const [name, xml] of WORKBOOK_PARTS) await zip.add(name, [xml]);
  await zip.add('xl/workbook.xml', [workbookXml(book.sheetName)]);
  await zip.add('xl/worksheets/sheet1.xml', sheet(book, pieces, times));
  return zip.finish();
}

async function* sheet({ heading, columns }: Workbook, pieces: RowPieces, times: ZonedTimes): AsyncGenerator<string> {
  const titleRow = heading.length + 2;
  yield sheetStart(columns, titleRow);
  const top = heading.map(([name, value], i) => rowXml(i + 1, [inline(name, STYLE.name), inline(value)]));
  const titles = rowXml(
    titleRow,
    columns.map(({ title }) => inline(title, STYLE.title)),
  );
  yield top.join('') + titles;
  let last = titleRow;
  for await (const piece of pieces) {
    yield piece
      .map(row =>
        rowXml(
          ++last,
          row.map(cell => cellXml(cell, times)),
        ),
      )
      .join('');
  }
  yield sheetEnd(`A${titleRow}:${columnName(columns.length - 1)}${last}`);
}

/** Each cell begins with its place left out. */
type CellXml = ((place: string) => string) | null;

function rowXml(row: number, cells: readonly CellXml[]): string {
  let xml = `<row r="${row}">`;
  cells.forEach((cell, i) => {
    if (cell !== null) xml += cell(`${columnName(i)}${row}`);
  });
  return `${xml}</row>`;
}

const inline =
  (text: string, style = 0): CellXml =>
  place =>
    `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text.slice(0, LONGEST_TEXT))}</t></is></c>`;

function cellXml(cell: Cell, times: ZonedTimes): CellXml {
  if (cell === null) return null;
  if (cell.kind === 'text' || cell.kind === 'exact') return inline(cell.text);
  if (cell.kind === 'number') return place => `<c r="${place}"><v>${cell.value}</v></c>`;
  const days = (cell.at + times.offsetMs(cell.at)) / DAY_MS + EPOCH_DAY;
  return place => `<c r="${place}" s="${STYLE.time}"><v>${days}</v></c>`;
}
